/** Opens the microphone and hands out what it hears. */

const CAPTURE = "/static/chat/voice_capture.js";
const WISHES = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** @typedef {"insecure"|"unsupported"|"refused"|"none"|"busy"} Obstacle why there is no sound */
/** @typedef {(sound: ArrayBuffer, level: number) => void} Heard sound: 16-bit samples at 16 kHz; level 0..1 */

/** Tells why the microphone cannot be used. */
export class NoMicrophone extends Error {
  /** @param {Obstacle} obstacle */
  constructor(obstacle) {
    super(obstacle);
    this.obstacle = obstacle;
  }
}

export class Microphone {
  /** @type {MediaStream|null} */ #stream = null;
  /** @type {AudioNode[]} */ #nodes = [];
  #turn = 0; // counts openings, so that one that was given up while it was asked for closes itself

  /** @param {() => AudioContext} context */
  constructor(context) {
    this.context = context;
  }

  /** Tell whether what the page itself says is kept out of what is heard. */
  get hearsNoEcho() {
    return this.#stream?.getAudioTracks()[0]?.getSettings().echoCancellation === true;
  }

  /** Open it; the browser may ask the citizen first. Throws NoMicrophone. @param {Heard} heard @param {() => void} lost it was unplugged, or taken away */
  async open(heard, lost) {
    this.close();
    const turn = (this.#turn += 1);
    if (!isSecureContext) throw new NoMicrophone("insecure");
    if (!navigator.mediaDevices?.getUserMedia || !("AudioWorkletNode" in window)) throw new NoMicrophone("unsupported");
    const context = this.context();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: WISHES }).catch((error) => {
      throw new NoMicrophone(obstacleOf(error?.name));
    });
    try {
      await Promise.all([context.resume(), context.audioWorklet.addModule(CAPTURE)]);
    } catch {
      stop(stream);
      throw new NoMicrophone("unsupported");
    }
    if (turn !== this.#turn) return stop(stream);
    const source = context.createMediaStreamSource(stream);
    const capture = new AudioWorkletNode(context, "capture", { numberOfInputs: 1, numberOfOutputs: 0 });
    capture.port.onmessage = ({ data }) => heard(data.sound, data.level);
    source.connect(capture);
    stream.getAudioTracks()[0]?.addEventListener("ended", lost);
    [this.#stream, this.#nodes] = [stream, [source, capture]];
  }

  /** Close it: the browser's own mark of an open microphone goes out. */
  close() {
    this.#turn += 1;
    this.#nodes.forEach((node) => node.disconnect());
    if (this.#stream) stop(this.#stream);
    [this.#stream, this.#nodes] = [null, []];
  }
}

/** Say what stands in the way, from the name of the browser's error. @param {string|undefined} name @returns {Obstacle} */
export function obstacleOf(name) {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return name === "TypeError" ? "unsupported" : "busy";
}

/** @param {MediaStream} stream */
function stop(stream) {
  stream.getTracks().forEach((track) => track.stop());
}
