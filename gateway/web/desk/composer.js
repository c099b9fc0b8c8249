/** Is the box in which a clerk answers: phrases after a slash, a warning before forbidden words. */

import { element } from "../dom.js";
import { characterCount, MESSAGE_LIMIT } from "../protocol.js";
import { counterSentence } from "../words.js";
import { forbiddenIn, matching, PHRASES, slashQuery, withPhrase } from "./phrases.js";

/** @typedef {import("./phrases.js").Phrase} Phrase */
/** @typedef {{send: (text: string) => void, changed: (draft: string) => void, forbidden: () => readonly import("./phrases.js").Forbidden[]}} ComposerActions */

const SHOWN = 6; // phrases at a time
const AT_HAND = 9; // phrases that are buttons

export class Composer {
  /** @type {Phrase[]} */ #found = [];
  #chosen = 0;
  #warned = ""; // the draft that was warned of: sent when asked again

  /** @param {string} draft @param {ComposerActions} actions */
  constructor(draft, actions) {
    this.actions = actions;
    this.counter = element("p", { class: "counter", role: "status" });
    this.warning = element("div", { class: "warning", role: "alert", hidden: true });
    this.list = element("ul", { class: "slash", id: "slash", role: "listbox", "aria-label": "服务用语", hidden: true });
    this.box = element("textarea", {
      id: "answer", rows: "3", placeholder: "回复办事人：回车发送，Shift+回车换行；打“/”找服务用语",
      "aria-haspopup": "listbox", "aria-controls": "slash", "aria-autocomplete": "list", // no combobox: that may have one line only
    });
    this.box.value = draft;
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("keydown", (event) => this.#pressed(event));
    this.box.addEventListener("blur", () => this.#found.length > 0 && setTimeout(() => this.#show([]), 150)); // a click on the list comes first
    const form = element("form", { class: "answer" }, element("label", { class: "unseen", for: "answer", text: "回复办事人" }), this.box, element("button", { class: "button", type: "submit", text: "发送" }), this.counter);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.place = element("div", { class: "case-foot" }, this.list, this.warning, this.#buttons(), form);
  }

  /** Insert words at the cursor. @param {string} text */
  insert(text) {
    this.box.setRangeText(text, this.box.selectionStart, this.box.selectionEnd, "end");
    this.box.focus();
    this.#typed();
  }

  #typed() {
    this.counter.textContent = counterSentence(characterCount(this.box.value.trim()));
    this.actions.changed(this.box.value);
    if (this.#warned !== this.box.value) this.warning.hidden = true;
    const query = slashQuery(this.box.value, this.box.selectionEnd);
    this.#show(query === null ? [] : matching(query).slice(0, SHOWN));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#found.length > 0 && ["ArrowDown", "ArrowUp", "Escape", "Enter", "Tab"].includes(event.key) && !event.shiftKey) {
      event.preventDefault();
      if (event.key === "Escape") return this.#show([]);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") return this.#move(event.key === "ArrowDown" ? 1 : -1);
      return this.#take(this.#found[this.#chosen]);
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.box.value.trim();
    if (!text || characterCount(text) > MESSAGE_LIMIT) return;
    const found = forbiddenIn(text, this.actions.forbidden());
    if (found.length > 0 && this.#warned !== this.box.value) return this.#warn(found);
    this.box.value = this.counter.textContent = this.#warned = "";
    this.warning.hidden = true;
    this.actions.changed("");
    this.actions.send(text);
  }

  /** @param {Array<{word: string, instead: string}>} found */
  #warn(found) {
    this.#warned = this.box.value;
    const lines = found.map(({ word, instead }) => element("p", { text: `“${word}”是服务禁语，可以说：${instead}` }));
    this.warning.replaceChildren(...lines, element("p", { class: "quiet-words", text: "请改一改；一定要这样发，再按一次发送。" }));
    this.warning.hidden = false;
  }

  /** @param {Phrase[]} found */
  #show(found) {
    this.#found = found;
    this.#chosen = 0;
    this.list.hidden = found.length === 0;
    this.list.replaceChildren(
      ...found.map((phrase, index) =>
        element("li", { id: `slash-${index}`, role: "option", on: { mousedown: (/** @type {Event} */ event) => event.preventDefault(), click: () => this.#take(phrase) } }, element("strong", { text: `${phrase.name} /${phrase.keys}` }), element("span", { text: phrase.text })),
      ),
    );
    this.#move(0);
  }

  /** @param {number} by */
  #move(by) {
    this.#chosen = (this.#chosen + by + this.#found.length) % Math.max(1, this.#found.length);
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.#chosen)));
    if (this.#found.length > 0) this.box.setAttribute("aria-activedescendant", `slash-${this.#chosen}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  /** @param {Phrase|undefined} phrase */
  #take(phrase) {
    if (!phrase) return;
    const { text, cursor } = withPhrase(this.box.value, this.box.selectionEnd, phrase.text);
    this.box.value = text;
    this.box.setSelectionRange(cursor, cursor);
    this.box.focus();
    this.#typed();
  }

  #buttons() {
    const buttons = PHRASES.slice(0, AT_HAND).map(({ name, text }) => element("button", { class: "small", type: "button", text: name, title: text, on: { click: () => this.insert(text) } }));
    return element("div", { class: "phrases", role: "group", "aria-label": "服务用语，按一下插入" }, ...buttons);
  }
}
