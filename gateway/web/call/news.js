/** Says in words how the line, the connection and the others stand. */

import { byId, element } from "../dom.js";

const KINDS = ["line", "link", "held", "mask", "problem"]; // in the order of the page

export class News {
  /** @type {Map<string, string>} */ #said = new Map();

  constructor() {
    this.place = byId("news", HTMLElement);
  }

  /** Say something of one kind; empty: no longer. @param {string} kind @param {string} sentence */
  say(kind, sentence) {
    if ((this.#said.get(kind) ?? "") === sentence) return;
    if (sentence) this.#said.set(kind, sentence);
    else this.#said.delete(kind);
    // A broken line says it all: that the picture stands, too, is no news.
    const shown = KINDS.filter((one) => this.#said.has(one) && !(one === "link" && this.#said.has("line")));
    this.place.replaceChildren(...shown.map((one) => this.#banner(one)));
  }

  /** @param {string} kind */
  #banner(kind) {
    const close = element("button", { class: "small", type: "button", text: "知道了", on: { click: () => this.say(kind, "") } });
    return element("div", { class: `news-line ${kind}` }, element("p", { text: this.#said.get(kind) }), kind === "problem" ? close : null);
  }
}
