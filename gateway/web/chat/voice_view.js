/** Shows the microphone button, how it stands, and what can be done while something is read. */

import { announce, byId } from "../dom.js";
import { buttonLabel, countdownSentence, isPressed, READING, stateSentence } from "./voice_words.js";

const HELD = 500; // milliseconds; a longer press means: hold to speak, let go to finish

export class VoiceView {
  #pressedAt = 0; // 0: no finger is on the button
  #ignoresClick = false; // the pointer has done already what its click would do

  constructor() {
    this.box = byId("voice", HTMLElement);
    this.button = byId("voice-button", HTMLButtonElement);
    this.label = byId("voice-label", HTMLElement);
    this.state = byId("voice-state", HTMLElement);
    this.countdown = byId("voice-countdown", HTMLElement);
    this.seconds = byId("voice-seconds", HTMLElement);
    this.reading = byId("voice-reading", HTMLElement);
    this.teller = byId("teller", HTMLElement);
    this.button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long press is no menu
  }

  /** Call back when the button is pressed: by a tap, by holding it down, by Enter or Space. @param {() => void} press */
  whenPressed(press) {
    this.button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      [this.#pressedAt, this.#ignoresClick] = [performance.now(), true];
      press();
    });
    this.button.addEventListener("click", () => {
      if (!this.#ignoresClick) press();
      this.#ignoresClick = false;
    });
  }

  /** Call back when the button is let go after it was held down. @param {() => void} release */
  whenReleased(release) {
    const up = () => {
      const wasHeld = this.#pressedAt > 0 && performance.now() - this.#pressedAt > HELD;
      this.#pressedAt = 0;
      setTimeout(() => (this.#ignoresClick = false)); // after the click of this very press
      if (wasHeld) release();
    };
    addEventListener("pointerup", up);
    addEventListener("pointercancel", up);
  }

  /** Call back when the citizen wants to change what was heard. @param {() => void} edit */
  whenEditing(edit) {
    byId("voice-edit", HTMLButtonElement).addEventListener("click", () => {
      edit();
      byId("message", HTMLTextAreaElement).focus();
    });
  }

  /** Call back for the buttons beside what is read. @param {{stop: () => void, slower: () => void, faster: () => void}} buttons */
  whenReading({ stop, slower, faster }) {
    byId("voice-stop", HTMLButtonElement).addEventListener("click", stop);
    byId("voice-slower", HTMLButtonElement).addEventListener("click", slower);
    byId("voice-faster", HTMLButtonElement).addEventListener("click", faster);
  }

  /** Show the button, or leave it out where nobody would hear. @param {boolean} isOffered */
  offer(isOffered) {
    this.box.hidden = !isOffered;
    document.documentElement.dataset.hears = isOffered ? "yes" : "no";
  }

  /** Show how the talk stands. @param {import("./voice_state.js").Talk} talk */
  show(talk) {
    this.label.textContent = buttonLabel(talk);
    this.button.setAttribute("aria-pressed", String(isPressed(talk)));
    this.button.dataset.phase = talk.phase;
    this.tell(stateSentence(talk));
    if (talk.phase === "countdown" && this.countdown.hidden) announce(this.teller, countdownSentence(talk.left));
    this.countdown.hidden = talk.phase !== "countdown";
    this.seconds.textContent = talk.phase === "countdown" ? countdownSentence(talk.left) : "";
    if (talk.phase !== "listening" && talk.phase !== "hearing") this.level(0);
  }

  /** Say something beside the button. @param {string} sentence */
  tell(sentence) {
    if (this.state.textContent !== sentence) this.state.textContent = sentence;
  }

  /** Show how loud the citizen is. @param {number} level 0..1 */
  level(level) {
    this.button.style.setProperty("--level", level.toFixed(2));
  }

  /** Show the buttons for what is read. @param {boolean} isReading */
  showReading(isReading) {
    this.reading.hidden = !isReading;
    byId("voice-reading-words", HTMLElement).textContent = isReading ? READING : "";
  }
}
