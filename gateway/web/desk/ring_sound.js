/** Sounds two soft tones every two seconds; a browser that forbids it stays silent. */

const EVERY = 2_000; // milliseconds
const TONES = [660, 880]; // hertz

export class RingSound {
  /** @type {AudioContext|null} */ #audio = null;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #timer;

  /** Begin. */
  begin() {
    this.end();
    this.#audio ??= typeof AudioContext === "function" ? new AudioContext() : null;
    void this.#audio?.resume().catch(() => null);
    this.#sound();
    this.#timer = setInterval(() => this.#sound(), EVERY);
  }

  /** Stop. */
  end() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #sound() {
    const audio = this.#audio;
    if (!audio || audio.state !== "running") return;
    TONES.forEach((hertz, index) => {
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      const start = audio.currentTime + index * 0.22;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.12, start + 0.03);
      volume.gain.linearRampToValueAtTime(0, start + 0.2);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.22);
    });
  }
}
