/** Puts a thick ring around what the agent points at, and says what to do. */

import { byId, element } from "../dom.js";
import { pointSentence } from "./words.js";

/** @typedef {{labelOf: (key: string) => string, rowOf: (key: string) => HTMLElement|null}} PointParts */

const CONTROLS = { microphone: "mute", camera: "camera", confirm: "confirm", sign: "signing", photo: "photo", hang_up: "hang-up" };

export class Pointing {
  /** @type {HTMLElement|null} */ #ringed = null;
  /** @type {string|null} */ #target = null;

  /** @param {PointParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.box = byId("wanted", HTMLElement);
    this.words = byId("wanted-words", HTMLElement);
    this.buttons = byId("wanted-buttons", HTMLElement);
    addEventListener("click", (event) => this.#pressed(event), { capture: true });
  }

  /** Return what is pointed at. */
  get target() {
    return this.#target;
  }

  /** Point. @param {string|null} target null: at nothing any more */
  point(target) {
    this.clear();
    const found = target === null ? null : this.#find(target);
    if (target === null || !found) return;
    [this.#target, this.#ringed] = [target, found];
    found.classList.add("ringed");
    this.ask(pointSentence(target, this.parts.labelOf), "带我去看", () => {
      found.scrollIntoView({ block: "center" });
      found.focus({ preventScroll: true });
    });
  }

  /** Ask the citizen for something. @param {string} sentence @param {string} label of the button that does it @param {() => void} act */
  ask(sentence, label, act) {
    this.words.textContent = sentence;
    const go = element("button", { class: "button", type: "button", text: label, on: { click: act } });
    const close = element("button", { class: "button quiet", type: "button", text: "知道了", on: { click: () => this.clear() } });
    this.buttons.replaceChildren(go, close);
    this.box.hidden = false;
  }

  /** Take ring and sentence away. */
  clear() {
    this.#ringed?.classList.remove("ringed");
    [this.#ringed, this.#target] = [null, null];
    this.box.hidden = true;
    this.words.textContent = "";
  }

  /** @param {Event} event what was pointed at is pressed: it was found */
  #pressed(event) {
    const { target } = event;
    if (this.#ringed instanceof HTMLButtonElement && target instanceof Node && this.#ringed.contains(target)) this.clear();
  }

  /** @param {string} target */
  #find(target) {
    if (target.startsWith("field:")) return this.parts.rowOf(target.slice("field:".length));
    const id = CONTROLS[/** @type {keyof typeof CONTROLS} */ (target)];
    return id ? document.getElementById(id) : null;
  }
}
