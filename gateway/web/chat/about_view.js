/** Shows which paragraph of a policy the next question is about. */

import { announce, byId, element } from "../dom.js";
import { addressOf, decodeVersion } from "../policies/wire.js";
import { topicOf } from "../policies/words.js";

const KEPT = "yibao.about";
const QUESTIONS = ["这段是什么意思？", "我该去哪里办？"];

export class AboutView {
  /** @param {{call: typeof import("../service.js").call, tab: import("../storage.js").Shelf, say: (text: string) => void}} parts */
  constructor(parts) {
    this.parts = parts;
    this.box = byId("about", HTMLElement);
  }

  /** Return the entry that the next question is about, once; null if it is about none. @returns {string|null} */
  take() {
    const id = this.parts.tab.read(KEPT);
    if (id) this.#forget();
    return id;
  }

  /** Show an entry, or the one from before a reload. @param {string|null} id */
  async show(id) {
    const wanted = id || this.parts.tab.read(KEPT);
    if (!wanted) return;
    try {
      const version = decodeVersion(await this.parts.call("GET", `/api/v1/knowledge/entries/${encodeURIComponent(wanted)}`));
      this.parts.tab.write(KEPT, version.entry.id);
      this.#draw(version);
    } catch {
      this.#forget(); // the citizen asks all the same, only without the paragraph
    }
  }

  /** @param {import("../policies/wire.js").Version} version */
  #draw({ entry, document }) {
    const name = `《${document.title}》${topicOf(entry)}`;
    this.box.replaceChildren(
      element("p", {}, element("strong", { text: "您在问这一段：" }), element("a", { href: addressOf(entry.id), text: name })),
      element("p", { class: "about-words", text: entry.plain || entry.text }),
      element(
        "div",
        { class: "about-buttons" },
        ...QUESTIONS.map((question) => element("button", { class: "small about-question", type: "button", text: question, on: { click: () => this.parts.say(question) } })),
        element("button", { class: "small", type: "button", text: "不问这一段了", on: { click: () => this.#leave() } }),
      ),
    );
    this.box.hidden = false;
    announce(byId("teller", HTMLElement), `您在问这一段：${name}。请输入您的问题。`);
  }

  #leave() {
    this.#forget();
    byId("message", HTMLTextAreaElement).focus();
  }

  #forget() {
    this.parts.tab.write(KEPT, null);
    this.box.hidden = true;
    this.box.replaceChildren();
  }
}
