/** Measures the citizen's voice, and plays a test sound. */

const TONES = [880, 660]; // hertz: 叮, 咚
const LASTS = 0.45; // seconds each

export class Sound {
  /** @type {AudioContext|null} */ #context = null;
  /** @type {MediaStreamAudioSourceNode|null} */ #source = null;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #timer;

  /** Tell how loud the voice is, ten times a second. @param {MediaStream} stream @param {(level: number) => void} tell 0..1 */
  measure(stream, tell) {
    this.stop();
    if (stream.getAudioTracks().length === 0) return;
    const context = this.#open();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    const samples = new Uint8Array(analyser.fftSize);
    this.#source = context.createMediaStreamSource(stream);
    this.#source.connect(analyser);
    this.#timer = setInterval(() => {
      analyser.getByteTimeDomainData(samples);
      tell(levelOf(samples));
    }, 100);
  }

  /** Play two tones. */
  async play() {
    const context = this.#open();
    await context.resume();
    TONES.forEach((tone, index) => {
      const begins = context.currentTime + index * LASTS;
      const [oscillator, gain] = [context.createOscillator(), context.createGain()];
      oscillator.frequency.value = tone;
      gain.gain.setValueAtTime(0.3, begins);
      gain.gain.exponentialRampToValueAtTime(0.001, begins + LASTS);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(begins);
      oscillator.stop(begins + LASTS);
    });
  }

  /** Measure no more. */
  stop() {
    clearInterval(this.#timer);
    this.#source?.disconnect();
    this.#source = null;
  }

  #open() {
    this.#context ??= new AudioContext();
    void this.#context.resume();
    return this.#context;
  }
}

/** Return how loud samples are, 0..1, as the ear takes it. @param {Uint8Array} samples around 128 */
export function levelOf(samples) {
  let sum = 0;
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2;
  const loudness = Math.sqrt(sum / Math.max(1, samples.length));
  return Math.min(1, Math.sqrt(loudness) * 1.6);
}
