/** Records a voice message. */

const LONGEST = 60; // seconds, as WeChat allows

/** Record until stopped; rejects if there is no microphone or it is not allowed. */
export class Recording {
  /** @param {() => void} ended called when a minute is over */
  constructor(ended) {
    this.ended = ended;
    /** @type {MediaRecorder|null} */
    this.recorder = null;
    /** @type {Blob[]} */
    this.parts = [];
    this.limit = 0;
  }

  async start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.parts = [];
    this.recorder = new MediaRecorder(stream);
    this.recorder.addEventListener("dataavailable", (event) => this.parts.push(event.data));
    this.recorder.start();
    this.limit = setTimeout(this.ended, LONGEST * 1000);
  }

  /** Stop, and return the recording. @returns {Promise<Blob>} */
  async stop() {
    clearTimeout(this.limit);
    const { recorder } = this;
    if (!recorder) return new Blob();
    this.recorder = null;
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.stop();
    await stopped;
    for (const track of recorder.stream.getTracks()) track.stop();
    return new Blob(this.parts, { type: recorder.mimeType });
  }

  get isRunning() {
    return this.recorder !== null;
  }
}
