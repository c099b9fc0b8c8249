/** Speaks one sentence at a time with the Chinese voice of the citizen's own device. */

/** @typedef {{ended: () => void, failed: () => void}} Listener */

export class Voice {
  /** @type {SpeechSynthesisUtterance|null} */ #said = null;

  /** @param {SpeechSynthesis|undefined} [engine] what speaks; a browser may have none */
  constructor(engine = globalThis.speechSynthesis) {
    this.engine = engine;
  }

  /** Tell whether there is a Chinese voice; one from the network would tell others what is read. */
  get isAvailable() {
    return this.#chinese() !== null;
  }

  /** Call back when voices come or go: browsers load them late. @param {() => void} listener */
  whenChanged(listener) {
    this.engine?.addEventListener?.("voiceschanged", listener);
  }

  /** Speak a sentence. @param {string} sentence @param {number} rate 1 is the voice's own pace @param {Listener} listener */
  speak(sentence, rate, listener) {
    const voice = this.#chinese();
    if (!this.engine || !voice) return listener.failed();
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = rate;
    utterance.onend = () => this.#over(utterance, listener.ended);
    utterance.onerror = () => this.#over(utterance, listener.failed);
    this.#said = utterance; // some browsers drop an utterance that nobody holds, and never end it
    this.engine.speak(utterance);
  }

  /** Be quiet at once. */
  stop() {
    this.#said = null;
    this.engine?.cancel();
  }

  /** @param {SpeechSynthesisUtterance} utterance @param {() => void} then */
  #over(utterance, then) {
    if (this.#said !== utterance) return;
    this.#said = null;
    then();
  }

  /** @returns {SpeechSynthesisVoice|null} */
  #chinese() {
    const voices = (this.engine?.getVoices() ?? []).filter((voice) => voice.localService);
    return voices.find((voice) => /^(zh|cmn)([-_]|$)/i.test(voice.lang)) ?? null;
  }
}
