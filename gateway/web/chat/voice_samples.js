/** Changes the rate and the shape of samples; knows neither DOM nor microphone. */

const TAPS = 32; // of the filter that keeps high notes from folding into low ones

/** Turns samples of any rate into 16-bit samples of a lower one, block by block without seams. */
export class Resampler {
  /** @type {Float32Array} */ #filter;
  /** @type {Float32Array} */ #rest;
  #at = 0; // where, in samples of the source, the next sample is taken from `#rest`

  /** @param {number} from hertz @param {number} to hertz, not above `from` */
  constructor(from, to) {
    this.step = Math.max(1, from / to);
    this.#filter = lowPass(0.45 / this.step);
    this.#rest = new Float32Array(TAPS);
  }

  /** Take a block; return what it makes. @param {Float32Array} block -1..1 @returns {Int16Array} */
  take(block) {
    const source = new Float32Array(this.#rest.length + block.length);
    source.set(this.#rest);
    source.set(block, this.#rest.length);
    const count = Math.max(0, Math.ceil((source.length - TAPS - this.#at) / this.step));
    const made = new Int16Array(count);
    for (let index = 0; index < count; index += 1) made[index] = sixteenBits(this.#sample(source, Math.floor(this.#at + index * this.step)));
    const next = this.#at + count * this.step;
    const used = Math.min(Math.floor(next), source.length - TAPS);
    this.#at = next - used;
    this.#rest = source.slice(used);
    return made;
  }

  /** @param {Float32Array} source @param {number} begin */
  #sample(source, begin) {
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap += 1) sum += (this.#filter[tap] ?? 0) * (source[begin + tap] ?? 0);
    return sum;
  }
}

/** Return samples of -1..1. @param {Int16Array} samples */
export function asFloats(samples) {
  return Float32Array.from(samples, (sample) => sample / 32_768);
}

/** Return how loud a block is, 0..1, as a meter shows it. @param {Float32Array} block */
export function loudness(block) {
  const power = block.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, block.length);
  const decibels = 10 * Math.log10(power + 1e-9);
  return Math.min(1, Math.max(0, (decibels + 60) / 50)); // -60 dB: silence, -10 dB: very loud
}

/** @param {number} sample */
function sixteenBits(sample) {
  return Math.round(Math.min(1, Math.max(-1, sample)) * 32_767);
}

/** Make a windowed-sinc filter. @param {number} cutoff share of the source's rate */
function lowPass(cutoff) {
  const taps = Float32Array.from({ length: TAPS }, (_, index) => {
    const x = index - (TAPS - 1) / 2;
    const window = 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (TAPS - 1));
    return window * (Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}
