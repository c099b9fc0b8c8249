/** Runs beside the sound of the browser: turns the microphone into 16-bit samples at 16 kHz. */

import { loudness, Resampler } from "./voice_samples.js";

const RATE = 16_000; // hertz
const SLICE = 1_024; // samples in one message: 64 ms

/** @typedef {{new (): {port: MessagePort}}} Processor */
const worklet = /** @type {any} */ (globalThis); // its globals are not those of a page

class Capture extends /** @type {Processor} */ (worklet.AudioWorkletProcessor) {
  #resampler = new Resampler(worklet.sampleRate, RATE);
  #slice = new Int16Array(SLICE);
  #filled = 0;

  /** Take 128 samples. @param {Float32Array[][]} inputs */
  process(inputs) {
    const block = inputs[0]?.[0];
    if (!block) return true; // the microphone has no sound yet
    for (const sample of this.#resampler.take(block)) {
      this.#slice[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled === SLICE) this.#post(block);
    }
    return true;
  }

  /** @param {Float32Array} block */
  #post(block) {
    const sound = this.#slice.buffer;
    this.port.postMessage({ sound, level: loudness(block) }, [sound]);
    this.#slice = new Int16Array(SLICE);
    this.#filled = 0;
  }
}

worklet.registerProcessor("capture", Capture);
