/** Shows how far the form in hand is. */

import { byId, element, hasRoom } from "../dom.js";
import { overTheShoulder, progressSentence, STATE_WORDS } from "../words.js";

const IN_HAND = Object.keys(STATE_WORDS);

export class ProgressView {
  constructor() {
    this.panel = byId("progress", HTMLElement);
    addEventListener("resize", () => this.#place());
    this.#place();
  }

  /** Tell whether a form is in hand. */
  get isFilling() {
    return !this.panel.hidden;
  }

  /** @param {import("../protocol.js").Turn} turn */
  show(turn) {
    const hasFields = Object.keys(turn.fields).length > 0;
    this.panel.hidden = !IN_HAND.includes(turn.state) || !(hasFields || turn.awaiting);
    if (this.panel.hidden) return;
    this.#place();
    const isOpen = this.panel.querySelector("details")?.open ?? hasRoom();
    const summary = element("summary", {}, element("span", { class: "progress-head" }, element("strong", { text: "已填内容" }), element("span", { text: progressSentence(turn) })));
    this.panel.replaceChildren(element("details", { open: isOpen }, summary, this.#body(turn)));
  }

  /** Stand beside the talk where there is room, else right above the keyboard: it must stay in sight. */
  #place() {
    const place = byId(hasRoom() ? "side" : "dock-inner", HTMLElement);
    if (this.panel.parentElement === place) return;
    place.insertBefore(this.panel, hasRoom() ? byId("more", HTMLElement) : place.firstChild);
  }

  /** @param {import("../protocol.js").Turn} turn */
  #body(turn) {
    const heading = [turn.item, turn.delegate ? `替${turn.delegate}办理` : null].filter(Boolean).join("，");
    const keys = new Set([...Object.keys(turn.field_labels), ...Object.keys(turn.fields), ...(turn.awaiting ? [turn.awaiting] : [])]);
    const rows = [...keys].map((key) => fieldRow(turn, key));
    return element("div", { class: "progress-body" }, heading ? element("p", { class: "progress-item", text: heading }) : null, stepBar(turn), element("dl", { class: "fields" }, ...rows));
  }
}

/** Draw how many questions are answered; the words beside it say the same. @param {import("../protocol.js").Turn} turn */
function stepBar(turn) {
  if (!turn.step || turn.state !== "filling") return null;
  const [step, total] = turn.step;
  return element("progress", { class: "step-bar", value: step - 1, max: total, "aria-hidden": "true" });
}

/** @param {import("../protocol.js").Turn} turn @param {string} key */
function fieldRow(turn, key) {
  const label = turn.field_labels[key] ?? (key === turn.awaiting ? "正在问的一项" : key);
  const isAsked = turn.state === "filling" && key === turn.awaiting;
  const filled = turn.fields[key];
  const value = element("dd", { text: filled ? overTheShoulder(filled) : isAsked ? "" : "还没填" });
  if (key === turn.error_on) value.append(element("span", { class: "mark wrong", text: "刚才填的不对，请重新填" }));
  else if (isAsked) value.append(element("span", { class: "mark", text: "正在填这一项" }));
  return element("div", { class: isAsked ? "asked" : null }, element("dt", { text: label }), value);
}
