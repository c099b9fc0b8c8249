/** Takes what the citizen types. */

import { announce, byId } from "../dom.js";
import { characterCount, MESSAGE_LIMIT } from "../protocol.js";
import { counterIsNews, counterSentence } from "../words.js";

export class Composer {
  #count = 0;

  /** @param {{say: (text: string) => void, touched: () => void, tab: import("../storage.js").Shelf}} parts */
  constructor({ say, touched, tab }) {
    this.say = say;
    this.tab = tab;
    this.form = byId("composer", HTMLFormElement);
    this.box = byId("message", HTMLTextAreaElement);
    this.counter = byId("counter", HTMLParagraphElement);
    this.teller = byId("teller", HTMLElement);
    this.box.value = tab.read("yibao.draft") ?? "";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.box.addEventListener("pointerdown", touched);
    this.box.addEventListener("focus", () => this.#typing());
    byId("type-instead", HTMLButtonElement).addEventListener("click", () => {
      this.#typing();
      this.box.focus();
    });
    this.box.addEventListener("input", () => {
      this.#changed();
      touched();
    });
    this.box.addEventListener("keydown", (event) => {
      // While an input method is open, Enter picks a word; old Safari says so only by 229.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#send();
    });
    this.#changed();
    // The letter size changes the height of a line; the button beside the box tells when.
    new ResizeObserver(() => this.#fit()).observe(byId("send", HTMLButtonElement));
  }

  /** Return what stands in the box. */
  get text() {
    return this.box.value;
  }

  /** Put words into the box, as if they were typed. @param {string} text */
  show(text) {
    this.box.value = text;
    this.#changed();
    this.box.scrollTop = this.box.scrollHeight;
  }

  /** Send what stands in the box; return whether it went. */
  send() {
    const text = this.box.value.trim();
    if (!text) return false;
    if (characterCount(text) > MESSAGE_LIMIT) {
      announce(this.teller, counterSentence(characterCount(text)));
      return false;
    }
    this.box.value = "";
    this.#changed();
    this.say(text);
    return true;
  }

  /** Keep the box in sight: 长辈版 shows it only to who types, or to see what was heard. */
  #typing() {
    document.documentElement.dataset.typing = "yes";
  }

  #send() {
    const isOut = this.send();
    if (isOut || !this.box.value.trim()) this.box.focus();
  }

  #changed() {
    const count = characterCount(this.box.value.trim());
    this.counter.textContent = counterSentence(count);
    this.counter.classList.toggle("over", count > MESSAGE_LIMIT);
    this.box.setAttribute("aria-invalid", String(count > MESSAGE_LIMIT));
    if (counterIsNews(this.#count, count)) announce(this.teller, counterSentence(count));
    this.#count = count;
    this.tab.write("yibao.draft", this.box.value || null);
    this.#fit();
  }

  /** Let the box grow with its text; the style sheet sets the limit. */
  #fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + this.box.offsetHeight - this.box.clientHeight}px`;
  }
}
