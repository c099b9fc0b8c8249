/** Takes what the citizen types. */

import { announce, byId } from "../dom.js";
import { characterCount, MESSAGE_LIMIT } from "../protocol.js";
import { counterIsNews, counterSentence } from "../words.js";

export class Composer {
  #count = 0;

  /** @param {{say: (text: string) => void, tab: import("../storage.js").Shelf}} parts */
  constructor({ say, tab }) {
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
    this.box.addEventListener("input", () => this.#changed());
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

  #send() {
    const text = this.box.value.trim();
    if (!text) return this.box.focus();
    if (characterCount(text) > MESSAGE_LIMIT) return announce(this.teller, counterSentence(characterCount(text)));
    this.box.value = "";
    this.#changed();
    this.box.focus();
    this.say(text);
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
