/** Reads lines of the conversation aloud: with the office's voice or, where it is silent, the device's. */

import { encodeOrder, encodePace, encodePlayed, encodePrompt, encodeSay, FULL_RATE, nextPace, SMALL_RATE } from "./voice_wire.js";

/** @typedef {{seq: number, text: string}} Words a line by its number, and its text for the device's own voice */
/** @typedef {{ended: () => void, interrupted?: () => void, failed?: (detail: string) => void}} ReadListener interrupted: the citizen spoke */
/** @typedef {{canRead: () => boolean, read: (text: string, pace: number, ended: () => void) => void, stop: () => void}} OwnVoice */
/**
 * @typedef {{
 *   line: import("./voice_line.js").VoiceLine,
 *   player: import("./voice_player.js").SoundPlayer,
 *   own: OwnVoice,
 *   ability: () => import("./voice_wire.js").Ability|null,
 *   shelf: import("../storage.js").Shelf,
 *   tab: import("../storage.js").Shelf,
 *   usualPace: () => number,
 *   savesData: () => boolean,
 *   changed: (isReading: boolean) => void,
 * }} ReaderParts
 */

const PACE = "yibao.pace";
const LABELLED = "yibao.voice.labelled"; // the conversation in which it was said that the voice is synthetic

export class VoiceReader {
  /** @type {{words: Words, listener: ReadListener}|null} */ #reading = null;
  #id = 0; // of what the office says
  #isByDevice = false;
  #label = 0; // of the sentence that says what this voice is, while it is being said first

  /** @param {ReaderParts} parts */
  constructor(parts) {
    this.parts = parts;
    parts.line.listeners.push({ frame: (frame) => this.#told(frame), sound: (id, samples) => this.#heard(id, samples), lost: () => this.#failed("") });
  }

  /** Tell whether anything can read here. */
  get canRead() {
    return this.#speaks || this.parts.own.canRead();
  }

  /** Return how fast it reads, in characters a second. */
  get pace() {
    const kept = Number(this.parts.shelf.read(PACE));
    return kept > 0 ? kept : this.parts.usualPace();
  }

  get isReading() {
    return this.#reading !== null;
  }

  /** Read a line; what was being read stops. @param {Words} words @param {ReadListener} listener @param {string} conversation whose voice has to be labelled once */
  async read(words, listener, conversation) {
    this.stop();
    this.#reading = { words, listener };
    this.parts.changed(true);
    if (!this.#speaks || (this.parts.savesData() && this.parts.own.canRead())) return this.#readByDevice(words);
    try {
      const reading = this.#reading;
      await this.parts.line.open();
      if (reading !== this.#reading) return;
    } catch {
      return this.#failed("");
    }
    const isNew = this.parts.tab.read(LABELLED) !== conversation;
    this.parts.tab.write(LABELLED, conversation);
    if (isNew) this.#sayLabel();
    else this.#say();
  }

  /** Be quiet; the listener hears that it ended. */
  stop() {
    const reading = this.#reading;
    if (!reading) return;
    this.#quiet();
    this.parts.line.send(encodeOrder("stop"));
    reading.listener.ended();
  }

  /** Read slower or faster, from the beginning of the line, and remember it. @param {-1|1} direction */
  change(direction) {
    const ability = this.parts.ability();
    const paces = ability?.paces ?? { slowest: 1.5, slow: 2.5, usual: 3.2, fastest: 5, slower_by: 0.85 };
    const pace = nextPace(this.pace, direction, paces);
    this.parts.shelf.write(PACE, String(pace));
    this.parts.line.send(encodePace(pace));
    const reading = this.#reading;
    if (!reading) return;
    this.parts.player.stop();
    this.parts.own.stop();
    if (this.#isByDevice) this.#readByDevice(reading.words);
    else if (this.#id) this.#say();
  }

  get #speaks() {
    return this.parts.ability()?.speaks === true;
  }

  get #rate() {
    return this.parts.savesData() ? SMALL_RATE : FULL_RATE;
  }

  #say() {
    const reading = this.#reading;
    if (!reading) return;
    this.#label = 0;
    this.#id = nextId();
    this.parts.line.send(encodePace(this.pace));
    if (!this.parts.line.send(encodeSay(this.#id, reading.words.seq, this.#rate))) this.#failed("");
  }

  #sayLabel() {
    this.#id = this.#label = nextId();
    this.parts.line.send(encodePace(this.pace));
    if (!this.parts.line.send(encodePrompt(this.#id, "label", this.#rate))) this.#failed("");
  }

  /** @param {Words} words @param {string} [detail] why the office's voice does not read */
  #readByDevice(words, detail = "") {
    const reading = this.#reading;
    if (!this.parts.own.canRead()) {
      this.#quiet();
      (reading?.listener.failed ?? reading?.listener.ended)?.(detail);
      return;
    }
    [this.#id, this.#isByDevice] = [0, true];
    this.parts.own.read(words.text, this.pace, () => reading === this.#reading && this.#over());
  }

  /** @param {import("./voice_wire.js").VoiceFrame} frame */
  #told(frame) {
    if (!("id" in frame) || frame.id !== this.#id || !this.#reading) return;
    const { id } = frame;
    if (frame.type === "saying") this.parts.player.begin(frame.rate, () => this.#played(id));
    else if (frame.type === "said") this.parts.player.finish();
    else if (frame.type === "stop") this.#interrupted();
    else if (frame.type === "trouble") this.#failed(frame.detail);
  }

  /** @param {number} id @param {Int16Array} samples */
  #heard(id, samples) {
    if (id === this.#id && this.#reading) this.parts.player.add(samples);
  }

  /** @param {number} id */
  #played(id) {
    if (id !== this.#id) return;
    this.parts.line.send(encodePlayed(id));
    if (id === this.#label) this.#say();
    else this.#over();
  }

  #over() {
    const reading = this.#reading;
    this.#quiet();
    reading?.listener.ended();
  }

  #interrupted() {
    const reading = this.#reading;
    this.#quiet();
    (reading?.listener.interrupted ?? reading?.listener.ended)?.();
  }

  /** The office's voice failed: the device's takes over, if it has one. @param {string} detail */
  #failed(detail) {
    const reading = this.#reading;
    if (!reading || this.#isByDevice) return;
    this.parts.player.stop();
    this.#readByDevice(reading.words, detail);
  }

  #quiet() {
    this.#reading = null;
    [this.#id, this.#label, this.#isByDevice] = [0, 0, false];
    this.parts.player.stop();
    this.parts.own.stop();
    this.parts.changed(false);
  }
}

let ids = 0;

function nextId() {
  return (ids += 1);
}
