/** Is the sheet that looks policies up and sends them with one press. */

import { element } from "../dom.js";
import { asMessage, decodePassages, sourceLine } from "./knowledge.js";

/** @typedef {{search: (question: string) => Promise<any>, send: (text: string) => boolean, insert: (text: string) => boolean}} KnowledgeActions false: no case is open */

export class KnowledgeView {
  #asked = 0;

  /** @param {KnowledgeActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.box = element("input", { id: "knowledge-question", type: "search", maxlength: "500", placeholder: "例如：门诊慢特病换医院" });
    this.state = element("p", { class: "field-state", role: "status" });
    this.found = element("ul", { class: "passages" });
    const form = element("form", { class: "row" }, this.box, element("button", { class: "button", type: "submit", text: "查" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#search();
    });
    this.place = element("div", { class: "sheet" }, element("h2", {}, element("label", { for: "knowledge-question", text: "查政策" })), form, this.state, this.found);
  }

  /** Go to the box. */
  focus() {
    this.box.focus();
  }

  async #search() {
    const question = this.box.value.trim();
    if (!question) return;
    const asked = (this.#asked += 1);
    this.state.textContent = "正在查";
    const answer = await this.actions.search(question).catch((error) => error);
    if (asked !== this.#asked) return; // a later question was faster
    const passages = decodePassages(answer);
    this.state.textContent = answer?.detail && passages.length === 0 ? answer.detail : passages.length > 0 ? `找到 ${passages.length} 条` : "没有查到，换个说法再查。";
    this.found.replaceChildren(...passages.map((passage) => this.#card(passage)));
  }

  /** @param {import("./knowledge.js").Passage} passage */
  #card(passage) {
    const told = element("span", { class: "quiet-words", role: "status" });
    const send = element("button", { class: "small", type: "button", text: "发给办事人" });
    send.addEventListener("click", () => {
      const isSent = this.actions.send(asMessage(passage));
      told.textContent = isSent ? "已发" : "请先接待一位办事人";
      send.disabled = isSent;
    });
    const insert = element("button", { class: "small", type: "button", text: "放进回复框", on: { click: () => (told.textContent = this.actions.insert(asMessage(passage)) ? "已放进回复框" : "请先接待一位办事人") } });
    return element("li", { class: "passage" }, element("p", { text: passage.text }), element("p", { class: "quiet-words", text: sourceLine(passage) }), element("p", { class: "row" }, send, insert, told));
  }
}
