/** Shows one accepted case: what was said, a place to answer, a way to call and to end it. */

import { announce, byId, element } from "../dom.js";
import { clockTime } from "../words.js";
import { Composer } from "./composer.js";
import { OUTCOMES } from "./phrases.js";

/** @typedef {import("./cases.js").Case} Case */
/**
 * @typedef {{
 *   say: (id: string, text: string) => void, retry: (id: string, messageId: string) => void,
 *   close: (id: string, outcome: string) => Promise<void>, draft: (id: string, text: string) => void,
 *   call: (id: string) => Promise<void>, transfer: (id: string) => void,
 *   forbidden: () => readonly import("./phrases.js").Forbidden[],
 * }} CaseActions
 */

const WHO = { citizen: "办事人", assistant: "智能助手", agent: "我", system: "系统提示" };

export class CaseView {
  /** @type {string|null} */ #openId = null;

  /** @param {CaseActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.place = byId("case", HTMLElement);
    this.announcer = byId("announcer", HTMLElement);
    this.nothing();
  }

  /** Say that no case is open. */
  nothing() {
    this.#openId = null;
    this.composer = null;
    const title = element("h2", { id: "case-title", tabindex: "-1", text: "请从左边接待一位办事人" });
    this.place.replaceChildren(element("div", { class: "nothing" }, title, element("p", { text: "接待后，这里显示全部对话。标有“长辈优先”的，请先接待。" })));
  }

  /** Show a case whole. @param {Case} shown */
  open(shown) {
    const { id } = shown.ticket;
    this.#openId = id;
    const title = element("h2", { id: "case-title", tabindex: "-1", text: shown.ticket.item || "咨询" });
    this.log = element("ol", { class: "said", tabindex: "0", "aria-label": "对话内容" });
    this.composer = new Composer(shown.draft, { send: (text) => this.actions.say(id, text), changed: (draft) => this.actions.draft(id, draft), forbidden: this.actions.forbidden });
    this.place.replaceChildren(element("header", { class: "case-head" }, title, this.#closer(shown)), this.log, this.composer.place);
    this.refresh(shown);
    title.focus();
  }

  /** Show what was said since. @param {Case} shown */
  refresh(shown) {
    if (shown.ticket.id !== this.#openId || !this.log) return;
    const handed = shown.handOns.map((step) => element("li", { class: "line system" }, element("p", { class: "bubble handed", text: handOnSentence(step) })));
    const items = shown.lines.map((line) => item(line));
    const pending = shown.outbox.map((entry) => this.#pending(shown.ticket.id, entry));
    this.log.replaceChildren(...handed, ...items, ...pending);
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Go to the box. */
  answer() {
    this.composer?.box.focus();
  }

  /** Read out what the citizen, or the system, just said. @param {import("../protocol.js").Line} line */
  announce(line) {
    announce(this.announcer, line.who === "citizen" ? `办事人说：${line.text}` : line.text);
  }

  /** @param {string} id @param {import("../outbox.js").Entry} entry */
  #pending(id, entry) {
    const made = item({ seq: 0, at: entry.at, who: "agent", text: entry.text, name: null, reply: null, message_id: entry.message_id });
    const isRefused = entry.delivery === "refused";
    const state = element("p", { class: isRefused ? "problem" : "state", text: isRefused ? `没有发出去：${entry.detail}` : "正在发送" });
    if (isRefused) state.append(element("button", { class: "small", type: "button", text: "再发一次", on: { click: () => this.actions.retry(id, entry.message_id) } }));
    made.append(state);
    return made;
  }

  /** @param {Case} shown */
  #closer({ ticket }) {
    const problem = element("p", { class: "problem", role: "alert" });
    const start = element("button", { class: "button", type: "button", id: "start-call", text: "开始视频", hidden: ticket.channel !== "video" });
    start.addEventListener("click", () => void attempted(problem, start, () => this.actions.call(ticket.id)));
    const hand = element("button", { class: "button quiet", type: "button", text: "转给同事", on: { click: () => this.actions.transfer(ticket.id) } });
    const outcome = element("select", { "aria-label": "办理结果", required: true }, element("option", { value: "", text: "选择办理结果" }), ...OUTCOMES.map((name) => element("option", { value: name, text: name })));
    const form = element("form", { class: "closer" }, start, hand, outcome, element("button", { class: "button quiet", type: "submit", text: "结束服务" }), problem);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void attempted(problem, null, () => this.actions.close(ticket.id, outcome.value));
    });
    return form;
  }
}

/** @param {import("./wire.js").HandOn} step */
function handOnSentence({ from, at, reason, summary }) {
  return [`${from || "同事"}${clockTime(at) ? ` ${clockTime(at)} ` : ""}转来。原因：${reason}`, summary ? `说明：${summary}` : ""].filter(Boolean).join("\n");
}

/** @param {HTMLElement} problem @param {HTMLButtonElement|null} button pressed once @param {() => Promise<void>} act */
async function attempted(problem, button, act) {
  problem.replaceChildren();
  if (button) button.disabled = true;
  try {
    await act();
  } catch (error) {
    announce(problem, /** @type {any} */ (error).detail ?? "没有成功，请再试一次。");
  } finally {
    if (button) button.disabled = false;
  }
}

/** @param {import("../protocol.js").Line} line */
function item(line) {
  const who = line.who === "agent" && line.name ? line.name : (WHO[/** @type {keyof typeof WHO} */ (line.who)] ?? line.who);
  const head = element("p", { class: "who" }, element("span", { text: who }), element("time", { datetime: line.at, text: clockTime(line.at) }));
  return element("li", { class: `line ${line.who}` }, head, element("p", { class: "bubble", text: line.text }));
}
