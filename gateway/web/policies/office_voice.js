/** Speaks sentences of published paragraphs with the office's voice; where it is silent, with the device's. */

/** @typedef {import("./voice.js").Listener} Listener */
/** @typedef {{id: string, sentence: number, more: boolean}} Place of a sentence: its entry, its number from 0, whether one follows */
/** @typedef {{isAvailable: boolean, whenChanged: (listener: () => void) => void, speak: (sentence: string, rate: number, listener: Listener) => void, stop: () => void}} OwnVoice */
/**
 * @typedef {{
 *   own: OwnVoice,
 *   player: {begin: (rate: number, ended: () => void) => void, add: (samples: Int16Array) => void, finish: () => void, stop: () => void},
 *   fetch: (path: string, signal: AbortSignal) => Promise<Response>,
 *   wording: () => string,
 *   savesData: () => boolean,
 *   of?: "knowledge/entries"|"pages",
 * }} OfficeParts `of`: what is read, usually published paragraphs
 */

const USUAL = 3.2; // characters a second at rate 1

export class OfficeVoice {
  #speaks = false;
  /** @type {AbortController|null} */ #said = null;
  /** @type {{path: string, answer: Promise<Response>, given: AbortController}|null} */ #next = null; // fetched while this one is read
  /** @type {(() => void)[]} */ #listeners = [];

  /** @param {OfficeParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** Tell whether anything can read here. */
  get isAvailable() {
    return this.#speaks || this.parts.own.isAvailable;
  }

  /** Tell whether the office's voice speaks at present. */
  get officeIsSpeaking() {
    return this.#speaks;
  }

  /** Note whether the office's voice speaks at present. @param {boolean} speaks */
  officeSpeaks(speaks) {
    this.#speaks = speaks;
    this.#listeners.forEach((listener) => listener());
  }

  /** Call back when voices come or go. @param {() => void} listener */
  whenChanged(listener) {
    this.#listeners.push(listener);
    this.parts.own.whenChanged(listener);
  }

  /** Speak a sentence. @param {string} sentence @param {number} rate 1 is the usual pace @param {Listener} listener @param {Place} place */
  speak(sentence, rate, listener, place) {
    const useOwn = this.parts.savesData() && this.parts.own.isAvailable;
    if (!this.#speaks || useOwn) return this.parts.own.speak(sentence, rate, listener);
    const said = new AbortController();
    this.#said = said;
    this.#play(said, rate, listener, place).catch(() => {
      if (said !== this.#said) return; // stopped, or something else is being said
      this.parts.player.stop();
      if (this.parts.own.isAvailable) this.parts.own.speak(sentence, rate, listener);
      else listener.failed();
    });
  }

  /** Be quiet at once. */
  stop() {
    this.#said?.abort();
    this.#said = null;
    this.parts.player.stop();
    this.parts.own.stop();
  }

  /** @param {AbortController} said @param {number} rate @param {Listener} listener @param {Place} place */
  async #play(said, rate, listener, place) {
    const path = this.#path(place.id, place.sentence, rate);
    const response = await this.#answer(path, said);
    if (!response.ok || !response.body) throw new Error(`no speech: ${response.status}`);
    if (said !== this.#said) return;
    this.parts.player.begin(Number(response.headers.get("X-Audio-Rate")) || 16_000, () => said === this.#said && listener.ended());
    let odd = new Uint8Array();
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (said !== this.#said) return void reader.cancel();
      if (done) break;
      const bytes = joined(odd, value);
      const whole = bytes.length - (bytes.length % 2);
      odd = bytes.slice(whole);
      this.parts.player.add(new Int16Array(bytes.slice(0, whole).buffer));
    }
    this.parts.player.finish();
    if (place.more) this.#fetchAhead(this.#path(place.id, place.sentence + 1, rate));
  }

  /** @param {string} path @param {AbortController} said */
  #answer(path, said) {
    const ahead = this.#next;
    this.#next = null;
    if (ahead?.path === path) return ahead.answer;
    ahead?.given.abort();
    return this.parts.fetch(path, said.signal);
  }

  /** @param {string} path */
  #fetchAhead(path) {
    const given = new AbortController();
    const answer = this.parts.fetch(path, given.signal);
    answer.catch(() => {}); // told when the sentence is wanted
    this.#next = { path, answer, given };
  }

  /** @param {string} id @param {number} sentence @param {number} rate */
  #path(id, sentence, rate) {
    const query = new URLSearchParams({ sentence: String(sentence), wording: this.parts.wording(), pace: (rate * USUAL).toFixed(2) });
    if (this.parts.savesData()) query.set("small", "true");
    return `/api/v1/${this.parts.of ?? "knowledge/entries"}/${encodeURIComponent(id)}/speech?${query}`;
  }
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
