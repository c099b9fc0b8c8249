/** Says in words how the line, the queue and the people stand. */

import { byId, element } from "../dom.js";
import { agentSentence, CONNECTION_WORDS, queueSentence } from "../words.js";

const KINDS = ["acting", "connection", "queue", "agent", "call", "notice"]; // in the order of the page

export class Banners {
  /** @type {Map<string, HTMLElement>} */ #shown = new Map();

  constructor() {
    this.place = byId("banners", HTMLElement);
  }

  /** @param {keyof typeof CONNECTION_WORDS} state */
  connection(state) {
    this.#say("connection", CONNECTION_WORDS[state]);
  }

  /**
   * Show who serves, or the place in the queue.
   * @param {string} stage @param {string|null} agent @param {import("../protocol.js").Queue|null} queue @param {string} hours
   */
  stage(stage, agent, queue, hours) {
    const waiting = queue ? queueSentence(queue, hours) : "正在为您转人工，请稍候。等待时您可以继续提问。";
    // A stage frame knows no place: keep the place that was told last.
    if (stage !== "waiting" || queue || !this.#shown.has("queue")) this.#say("queue", stage === "waiting" ? waiting : "");
    this.#say("agent", stage === "agent" ? agentSentence(agent) : "");
    if (stage === "closed") this.call(null);
  }

  /** Say for whom the citizen acts under authorisation, as long as it lasts. @param {string|null} principal masked name @param {() => void} stop */
  acting(principal, stop) {
    const sentence = principal ? `您正在替 ${principal} 办事` : "";
    if ((this.#shown.get("acting")?.firstElementChild?.textContent ?? "") === sentence) return;
    this.#say("acting", sentence);
    this.#shown.get("acting")?.append(element("button", { class: "small", type: "button", text: "办我自己的", on: { click: stop } }));
  }

  /** Offer the way to the video; null: no longer. @param {string|null} url */
  call(url) {
    this.#say("call", ""); // a new link takes the place of the one before
    this.#say("call", url ? "工作人员请您打开视频。" : "");
    if (url) this.#shown.get("call")?.append(element("a", { class: "button to-call", href: url, text: "打开视频" }));
  }

  /** Tell something that the citizen puts away. @param {string} sentence */
  notice(sentence) {
    this.#say("notice", "");
    this.#say("notice", sentence);
    const close = element("button", { class: "small", type: "button", text: "知道了", on: { click: () => this.#say("notice", "") } });
    this.#shown.get("notice")?.append(close);
  }

  /** @param {string} kind @param {string} sentence */
  #say(kind, sentence) {
    const shown = this.#shown.get(kind);
    if ((shown?.firstElementChild?.textContent ?? "") === sentence) return;
    shown?.remove();
    this.#shown.delete(kind);
    if (!sentence) return;
    const banner = element("div", { class: `banner ${kind}`, "data-kind": kind }, element("p", { text: sentence }));
    const later = KINDS.slice(KINDS.indexOf(kind) + 1).map((other) => this.#shown.get(other)).find(Boolean);
    this.place.insertBefore(banner, later ?? null);
    this.#shown.set(kind, banner);
  }
}
