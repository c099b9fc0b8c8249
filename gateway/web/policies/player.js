/** Reads paragraphs one after the other: play, pause, next, previous, speed; knows no DOM. */

/** @typedef {{id: string, topic: string, sentences: string[]}} Track one paragraph */
/** @typedef {"idle"|"reading"|"paused"|"failed"} Status failed: the voice broke off */
/** @typedef {{status: Status, index: number, sentence: number, speed: string, goesOn: boolean}} State goesOn: whether the next paragraph follows by itself */
/** @typedef {{speak: (sentence: string, rate: number, listener: {ended: () => void, failed: () => void}, place: import("./office_voice.js").Place) => void, stop: () => void}} Speaker */

/** How fast each speed is, as a multiple of the voice's own pace. @type {Readonly<Record<string, number>>} */
export const RATES = Object.freeze({ slow: 0.75, normal: 1, quick: 1.25 });

/** Cut a text into the sentences in which it is read, as voice/sayable.py does, so that a pause costs half a sentence at most. @param {string} text @returns {string[]} */
export function sentencesOf(text) {
  return (text.match(/[^。！？；\n]+[。！？；]?[”’）]*/g) ?? []).map((sentence) => sentence.trim()).filter(Boolean);
}

export class Player {
  /** @type {Track[]} */ #tracks = [];
  /** @type {State} */ #state;
  #turn = 0; // counts what was begun, so that the end of something stopped moves nothing

  /** @param {{voice: Speaker, changed: (state: State) => void, speed?: string}} parts */
  constructor({ voice, changed, speed = "normal" }) {
    this.voice = voice;
    this.changed = changed;
    this.#state = { status: "idle", index: 0, sentence: 0, speed: speed in RATES ? speed : "normal", goesOn: false };
  }

  get state() {
    return this.#state;
  }

  get tracks() {
    return this.#tracks;
  }

  /** Take other paragraphs; whatever is being read stops. @param {Track[]} tracks */
  load(tracks) {
    this.stop();
    this.#tracks = tracks.filter((track) => track.sentences.length > 0);
  }

  /** Read a paragraph from its beginning. @param {string} id @param {{goesOn: boolean}} options */
  play(id, { goesOn }) {
    const index = this.#tracks.findIndex((track) => track.id === id);
    if (index >= 0) this.#read({ index, sentence: 0, goesOn });
  }

  /** Stop in the middle; `resume` begins the sentence again. */
  pause() {
    if (this.#state.status !== "reading") return;
    this.#quiet();
    this.#become({ status: "paused" });
  }

  /** Go on where it was paused. */
  resume() {
    if (this.#state.status === "paused" || this.#state.status === "failed") this.#read({});
  }

  /** Go to the next paragraph. */
  next() {
    this.#jump(this.#state.index + 1);
  }

  /** Go to the beginning of this paragraph or, from its first sentence, to the one before. */
  previous() {
    const { index, sentence } = this.#state;
    this.#jump(sentence > 0 ? index : index - 1);
  }

  /** Stop and put the player away. */
  stop() {
    this.#quiet();
    if (this.#state.status !== "idle") this.#become({ status: "idle", index: 0, sentence: 0 });
  }

  /** Read slower or quicker, from this sentence on. @param {string} speed one of RATES */
  setSpeed(speed) {
    if (!(speed in RATES)) return;
    if (this.#state.status === "reading") this.#read({ speed });
    else this.#become({ speed });
  }

  /** Read on after this paragraph, or not. @param {boolean} goesOn */
  setGoesOn(goesOn) {
    this.#become({ goesOn });
  }

  /** @param {number} index */
  #jump(index) {
    if (this.#state.status === "idle" || !this.#tracks[index]) return;
    if (this.#state.status === "paused") this.#become({ index, sentence: 0 });
    else this.#read({ index, sentence: 0 });
  }

  /** @param {Partial<State>} change */
  #read(change) {
    this.#quiet();
    this.#become({ ...change, status: "reading" });
    const { index, sentence, speed } = this.#state;
    const track = this.#tracks[index];
    const words = track?.sentences[sentence] ?? "";
    const place = { id: track?.id ?? "", sentence, more: track?.sentences[sentence + 1] !== undefined };
    const turn = this.#turn;
    const mine = (/** @type {() => void} */ then) => () => turn === this.#turn && then();
    this.voice.speak(words, RATES[speed] ?? 1, { ended: mine(() => this.#ended()), failed: mine(() => this.#become({ status: "failed" })) }, place);
  }

  #ended() {
    const { index, sentence, goesOn } = this.#state;
    if (this.#tracks[index]?.sentences[sentence + 1]) this.#read({ sentence: sentence + 1 });
    else if (goesOn && this.#tracks[index + 1]) this.#read({ index: index + 1, sentence: 0 });
    else this.stop();
  }

  #quiet() {
    this.#turn += 1;
    this.voice.stop();
  }

  /** @param {Partial<State>} change */
  #become(change) {
    this.#state = { ...this.#state, ...change };
    this.changed(this.#state);
  }
}
