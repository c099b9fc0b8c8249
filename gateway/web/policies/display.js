/** Keeps how the citizen wants to read: which wording, beside the version that the whole site has. */

import { version, whenChanged } from "../versions.js";

/** @typedef {"both"|"plain"|"official"} Wording */

const WORDINGS = ["both", "plain", "official"];

export class Display {
  /** @param {{shelf: import("../storage.js").Shelf, changed: () => void}} parts */
  constructor({ shelf, changed }) {
    this.shelf = shelf;
    this.changed = changed;
    this.wordings = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=wording]"));
    this.wordings.forEach((input) => input.addEventListener("change", () => this.#show(input.value)));
    whenChanged(changed);
    this.#apply();
  }

  get isElder() {
    return version() === "elder";
  }

  /** @returns {Wording} */
  get wording() {
    const kept = this.shelf.read("yibao.policies.wording") ?? "both";
    return /** @type {Wording} */ (WORDINGS.includes(kept) ? kept : "both");
  }

  /** @param {string} wording */
  #show(wording) {
    this.shelf.write("yibao.policies.wording", wording);
    this.#apply();
    this.changed();
  }

  #apply() {
    document.documentElement.dataset.wording = this.wording;
    this.wordings.forEach((input) => (input.checked = input.value === this.wording));
  }
}
