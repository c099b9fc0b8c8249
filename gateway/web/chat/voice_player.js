/** Plays samples as they arrive, one slice behind the other. */

import { asFloats } from "./voice_samples.js";

const HEAD_START = 0.06; // seconds before the first slice, so that a late second one leaves no gap

export class SoundPlayer {
  /** @type {Set<AudioBufferSourceNode>} */ #queued = new Set();
  /** @type {(() => void)|null} */ #ended = null;
  #rate = 0;
  #next = 0; // of the context's clock, in seconds
  #isWhole = false;

  /** @param {() => AudioContext} context */
  constructor(context) {
    this.context = context;
  }

  /** Begin something new; what was played stops. @param {number} rate hertz @param {() => void} ended called once all was played */
  begin(rate, ended) {
    this.stop();
    [this.#rate, this.#ended, this.#isWhole, this.#next] = [rate, ended, false, 0];
    void this.context().resume();
  }

  /** Queue a slice. @param {Int16Array} samples */
  add(samples) {
    if (!this.#ended || samples.length === 0) return;
    const context = this.context();
    const buffer = context.createBuffer(1, samples.length, this.#rate);
    buffer.copyToChannel(asFloats(samples), 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.onended = () => {
      this.#queued.delete(source);
      this.#maybeEnded();
    };
    this.#next = Math.max(this.#next, context.currentTime + HEAD_START);
    source.start(this.#next);
    this.#next += buffer.duration;
    this.#queued.add(source);
  }

  /** Note that nothing more will come. */
  finish() {
    this.#isWhole = true;
    this.#maybeEnded();
  }

  /** Be quiet at once; `ended` is not called. */
  stop() {
    this.#ended = null;
    for (const source of this.#queued) {
      source.onended = null;
      source.stop();
    }
    this.#queued.clear();
  }

  #maybeEnded() {
    if (!this.#isWhole || this.#queued.size > 0) return;
    const ended = this.#ended;
    this.#ended = null;
    ended?.();
  }
}
