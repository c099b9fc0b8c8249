/** Takes one file, chosen or dropped. */

import { element } from "../dom.js";

/**
 * @typedef {object} DropParts
 * @property {string} name of the control
 * @property {{drop: string, choose: string, kinds: string, tooLarge: string, isEmpty: string, oneOnly: string}} words
 * @property {string} accept endings of file names
 * @property {number} largest bytes
 * @property {(sentence: string) => void} warn
 * @property {(file: File) => Promise<void>} take
 */

export class FileDrop {
  /** @param {DropParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.picker = element("input", { type: "file", class: "unseen", id: parts.name, accept: parts.accept });
    this.picker.addEventListener("change", () => void this.#chosen([...(this.picker.files ?? [])]));
    this.state = element("p", { class: "drop-state", role: "status" });
    const choose = element("label", { class: "button", for: parts.name, text: parts.words.choose });
    const kinds = element("p", { class: "hint", id: `${parts.name}-kinds`, text: parts.words.kinds });
    this.picker.setAttribute("aria-describedby", kinds.id);
    this.node = element("div", { class: "drop" }, this.picker, choose, element("div", {}, element("p", { text: parts.words.drop }), kinds), this.state);
    this.#armDrop();
  }

  /** @param {string} sentence */
  busy(sentence) {
    this.picker.disabled = true;
    this.node.setAttribute("aria-busy", "true");
    this.state.textContent = sentence;
  }

  ready() {
    this.picker.disabled = false;
    this.picker.value = ""; // the same file may be chosen again
    this.node.removeAttribute("aria-busy");
    this.state.textContent = "";
  }

  #armDrop() {
    const isOver = (/** @type {boolean} */ over) => this.node.classList.toggle("over", over);
    this.node.addEventListener("dragover", (event) => {
      event.preventDefault();
      isOver(true);
    });
    this.node.addEventListener("dragleave", () => isOver(false));
    this.node.addEventListener("drop", (event) => {
      event.preventDefault();
      isOver(false);
      if (!this.picker.disabled) void this.#chosen([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /** @param {File[]} files */
  async #chosen(files) {
    const [file, ...others] = files;
    const { words, largest, warn, take } = this.parts;
    if (!file) return;
    if (others.length > 0) return warn(words.oneOnly);
    if (file.size > largest) return warn(words.tooLarge);
    if (file.size === 0) return warn(words.isEmpty);
    await take(file);
  }
}
