/** Lets the citizen agree to the form: by a big button or the key 1; then sign, or look again. */

import { byId } from "../dom.js";
import { formSentence } from "./words.js";

/** @typedef {import("../rtc/wire.js").Form} Form */
/** @typedef {{confirm: (way: "button"|"key"|"voice") => void, again: () => void, sign: import("./signature_view.js").SignatureView}} ConfirmParts */

export class ConfirmView {
  #may = false;

  /** @param {ConfirmParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.words = byId("confirm-words", HTMLElement);
    this.button = byId("confirm", HTMLButtonElement);
    this.again = byId("look-again", HTMLButtonElement);
    this.hint = byId("key-hint", HTMLElement);
    this.button.addEventListener("click", () => parts.confirm("button"));
    this.again.addEventListener("click", () => parts.again());
    addEventListener("keydown", (event) => this.#key(event));
  }

  /** Tell whether the citizen may agree now. */
  get mayConfirm() {
    return this.#may;
  }

  /** Show how far the form is. @param {Form|null} form @param {boolean} isCitizen only they agree and sign */
  show(form, isCitizen) {
    const state = form?.state ?? "filling";
    this.#may = isCitizen && state === "confirmable";
    const sentence = form ? formSentence(form) : "";
    if (this.words.textContent !== sentence) this.words.textContent = sentence;
    this.button.hidden = this.hint.hidden = !this.#may;
    this.again.hidden = !isCitizen || !["confirmed", "signed"].includes(state);
    this.parts.sign.show(isCitizen && state === "confirmed");
  }

  /** Say why the agreement does not hold any more. @param {string} why */
  undone(why) {
    this.words.textContent = why;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "1" || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !this.#may) return;
    const target = event.target;
    if (target instanceof HTMLElement && target.closest("input, textarea, select, dialog")) return;
    event.preventDefault();
    this.parts.confirm("key");
  }
}
