/** Shows the official wording with its doubtful spans, and lets the editor settle each. */

import { element } from "../dom.js";
import { button, chip, input, nothing, textarea, words as said } from "./controls.js";
import { around, guessOf, inOrder, movedAlong, spansOf, stepped } from "./doubts.js";
import { doubtPlace, flagsInWords, guessInWords } from "./sayings.js";
import { DOUBTS, ENTRY, FLAGS, KINDS } from "./words.js";

/** @typedef {import("./wire.js").Content} Content */
/** @typedef {import("./wire.js").Doubt} Doubt */
/** @typedef {import("./wire.js").Flag} Flag */
/**
 * @typedef {object} TextActions
 * @property {(changes: {text: string, doubts: Doubt[]}) => void} edit
 * @property {(doubt: Doubt, replacement: string, done: string) => Promise<void>} resolve
 * @property {(flag: Flag) => Promise<void>} accept
 * @property {(sentence: string) => void} tell
 * @property {(sentence: string) => void} warn
 */

export class OfficialText {
  /** @type {Doubt[]} */ #doubts = [];
  /** @type {number|null} */ #current = null;
  #text = "";
  #shown = "";
  #isNew = true;

  /** @param {TextActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.title = element("h3", { tabindex: "-1", text: ENTRY.text });
    this.toggle = button(ENTRY.editText, () => this.#toggle(), "small", { "aria-pressed": "false" });
    this.count = element("p", { class: "doubt-count", role: "status" });
    this.steps = element("div", { class: "actions" }, button(DOUBTS.previous, () => this.#step(-1), "small", { title: DOUBTS.keys }), button(DOUBTS.next, () => this.#step(1), "small", { title: DOUBTS.keys }));
    this.reading = element("div", { class: "official", tabindex: "0", role: "group", "aria-label": ENTRY.text });
    this.box = textarea("", { class: "official-box", "aria-label": ENTRY.text, hidden: true });
    this.list = element("ol", { class: "doubt-list" });
    this.flags = element("div", { class: "stack" });
    const head = element("div", { class: "panel-row" }, this.title, this.toggle);
    const tools = element("div", { class: "panel-row doubt-tools" }, this.count, this.steps);
    this.node = element("section", { class: "panel text-panel", "aria-label": ENTRY.text }, head, tools, this.reading, this.box, this.list, this.flags);
    this.box.addEventListener("input", () => this.#typed());
  }

  /** Show the wording as it now stands. @param {Content} content */
  show({ text, doubts, flags }) {
    const now = JSON.stringify([text, doubts, flags]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#doubts = inOrder(doubts);
    this.#text = text;
    if (this.#current !== null && this.#current >= this.#doubts.length) this.#current = this.#doubts.length > 0 ? this.#doubts.length - 1 : null;
    if (document.activeElement !== this.box) this.box.value = text;
    if (this.#isNew && text === "") this.#openBox(true); // nothing to read yet: write
    this.#isNew = false;
    this.#draw();
    this.#drawFlags(flags);
  }

  /** Answer the keys that go from doubt to doubt. @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== "F8" || this.#doubts.length === 0) return;
    event.preventDefault();
    this.#step(event.shiftKey ? -1 : 1);
    this.#focusCurrent();
  }

  #toggle() {
    this.#openBox(this.box.hidden);
    if (!this.box.hidden) this.box.focus();
  }

  /** @param {boolean} isEditing */
  #openBox(isEditing) {
    this.toggle.setAttribute("aria-pressed", String(isEditing));
    this.toggle.textContent = isEditing ? ENTRY.endText : ENTRY.editText;
    this.box.hidden = !isEditing;
    this.reading.hidden = isEditing;
  }

  #typed() {
    const before = this.#doubts.length;
    const doubts = movedAlong(this.#text, this.box.value, this.#doubts);
    this.actions.edit({ text: this.box.value, doubts });
    if (doubts.length < before) this.actions.tell(DOUBTS.vanished);
  }

  /** @param {1|-1} step */
  #step(step) {
    this.#current = stepped(this.#current, this.#doubts.length, step);
    this.#draw();
  }

  /** @param {number} index @param {boolean} withFocus */
  #choose(index, withFocus) {
    this.#current = index;
    this.#draw();
    if (withFocus) this.#focusCurrent();
  }

  #focusCurrent() {
    const box = this.list.querySelector("li.current input");
    if (box instanceof HTMLElement) box.focus();
    else this.title.focus();
  }

  #draw() {
    this.count.textContent = doubtPlace(this.#current, this.#doubts.length);
    this.steps.hidden = this.#doubts.length === 0;
    const spans = spansOf(this.#text, this.#doubts).map(({ text, doubt }) => {
      if (doubt === null) return document.createTextNode(text);
      const mark = element("mark", { class: doubt === this.#current ? "doubt current" : "doubt", on: { click: () => this.#choose(doubt, true) } });
      mark.append(element("span", { class: "unseen", text: DOUBTS.mark }), said(text || "□"));
      return mark;
    });
    this.reading.replaceChildren(...(spans.length > 0 ? spans : [nothing(ENTRY.noText)]));
    this.list.replaceChildren(...this.#doubts.map((doubt, index) => (index === this.#current ? this.#open(doubt, index) : this.#closed(doubt, index))));
    this.reading.querySelector("mark.current")?.scrollIntoView({ block: "nearest" });
    this.list.querySelector("li.current")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Doubt} doubt @param {number} index */
  #closed(doubt, index) {
    const { before, quote, after } = around(this.#text, doubt, 6);
    const words = element("span", { class: "around" }, said(before), element("mark", { class: "doubt", text: quote || "□" }), said(after));
    const line = element("button", { class: "doubt-line", type: "button", on: { click: () => this.#choose(index, true) } }, element("span", { class: "doubt-number", text: `${index + 1}` }), words, chip(KINDS[doubt.kind] ?? doubt.kind, "doubts"));
    return element("li", {}, line);
  }

  /** @param {Doubt} doubt @param {number} index */
  #open(doubt, index) {
    const { before, quote, after } = around(this.#text, doubt, 14);
    const box = input("", { id: "replacement" });
    const replace = () => {
      if (box.value === "") return this.actions.warn(DOUBTS.needWords);
      return this.#settle(doubt, box.value, DOUBTS.replaced);
    };
    const guess = guessOf(doubt);
    const take = () => {
      box.value = guess ?? "";
      box.focus();
    };
    const form = element("form", { class: "doubt-form" }, element("label", { for: "replacement", text: DOUBTS.replacement }), box);
    if (guess) form.append(button(guessInWords(guess), take, "small", { class: "small guess" }));
    const buttons = element(
      "div",
      { class: "actions" },
      element("button", { class: "button", type: "submit", text: DOUBTS.replace }),
      button(DOUBTS.fine, () => void this.#settle(doubt, quote, DOUBTS.confirmed)),
      button(DOUBTS.remove, () => void this.#settle(doubt, "", DOUBTS.removed)),
    );
    form.append(buttons);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void replace();
    });
    const words = element("p", { class: "around" }, element("span", { class: "second", text: `${DOUBTS.here}：` }), said(before), element("mark", { class: "doubt current", text: quote || "□" }), said(after));
    const head = element("p", { class: "doubt-head" }, element("span", { class: "doubt-number", text: `${index + 1}` }), chip(KINDS[doubt.kind] ?? doubt.kind, "doubts"), doubt.note ? element("span", { class: "second", text: doubt.note }) : null);
    return element("li", { class: "current" }, head, words, form);
  }

  /** @param {Doubt} doubt @param {string} replacement @param {string} done */
  async #settle(doubt, replacement, done) {
    for (const one of this.list.querySelectorAll("button")) one.disabled = true;
    await this.actions.resolve(doubt, replacement, done);
    this.#draw();
    this.#focusCurrent();
  }

  /** @param {Flag[]} flags */
  #drawFlags(flags) {
    const items = flags.map((flag) => {
      const accept = button(FLAGS.accept, () => void this.actions.accept(flag).then(() => this.title.focus()), "small");
      return element("li", { class: "flag" }, element("p", { class: "doubt-head" }, chip(KINDS[flag.kind] ?? flag.kind, "doubts"), element("span", { class: "second", text: flag.note })), element("q", { class: "quote", text: flag.quote }), accept);
    });
    const title = element("h4", { text: `${FLAGS.title}（${flagsInWords(flags.length)}）` });
    this.flags.replaceChildren(...(items.length > 0 ? [title, element("ul", { class: "doubt-list" }, ...items)] : []));
  }
}
