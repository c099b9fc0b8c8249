/** Keeps how the citizen wants to read: version, wording, letters; the version is the chat's. */

/** @typedef {"both"|"plain"|"official"} Wording */

const WORDINGS = ["both", "plain", "official"];
const SIZES = ["standard", "large", "largest"];

export class Display {
  /** @param {{shelf: import("../storage.js").Shelf, changed: () => void}} parts */
  constructor({ shelf, changed }) {
    this.shelf = shelf;
    this.changed = changed;
    this.root = document.documentElement;
    this.versions = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=version]"));
    this.wordings = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=wording]"));
    this.versions.forEach((input) => input.addEventListener("change", () => this.#choose(input.value === "elder")));
    this.wordings.forEach((input) => input.addEventListener("change", () => this.#show(input.value)));
    this.#apply();
  }

  get isElder() {
    return this.shelf.read("yibao.persona") === "elder";
  }

  /** @returns {Wording} */
  get wording() {
    const kept = this.shelf.read("yibao.policies.wording") ?? "both";
    return /** @type {Wording} */ (WORDINGS.includes(kept) ? kept : "both");
  }

  /** @param {boolean} isElder */
  #choose(isElder) {
    this.shelf.write("yibao.persona", isElder ? "elder" : null);
    this.shelf.write("yibao.size", isElder ? "largest" : "standard");
    this.#apply();
    this.changed();
  }

  /** @param {string} wording */
  #show(wording) {
    this.shelf.write("yibao.policies.wording", wording);
    this.#apply();
    this.changed();
  }

  #apply() {
    const size = this.shelf.read("yibao.size") ?? "standard";
    this.root.dataset.size = SIZES.includes(size) ? size : "standard";
    this.root.dataset.wording = this.wording;
    this.versions.forEach((input) => (input.checked = (input.value === "elder") === this.isElder));
    this.wordings.forEach((input) => (input.checked = input.value === this.wording));
  }
}
