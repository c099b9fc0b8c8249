/** Opens the citizen's own camera and microphone, and turns them off and on. */

/** @typedef {import("./words.js").Obstacle} Obstacle */

const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 20, max: 24 }, facingMode: { ideal: "user" } };
const VOICE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Tells why there is neither picture nor voice. */
export class NoMedia extends Error {
  /** @param {Obstacle} obstacle */
  constructor(obstacle) {
    super(obstacle);
    this.obstacle = obstacle;
  }
}

export class OwnMedia {
  /** @type {MediaStream|null} */ #stream = null;
  #masked = false;

  /** @param {(stream: MediaStream|null) => void} changed tracks came or went */
  constructor(changed) {
    this.changed = changed;
  }

  /** Return what is sent; null: nothing is open. */
  get stream() {
    return this.#stream;
  }

  /** Tell whether a picture is taken. */
  get hasPicture() {
    return (this.#stream?.getVideoTracks().length ?? 0) > 0;
  }

  /** Tell whether a voice is taken. */
  get hasVoice() {
    return (this.#stream?.getAudioTracks().length ?? 0) > 0;
  }

  /** Open both, or the voice alone; without a camera the voice alone is opened. Throws NoMedia. @param {{picture: boolean}} wants */
  async open({ picture }) {
    if (!isSecureContext) throw new NoMedia("insecure");
    if (!navigator.mediaDevices?.getUserMedia || !("RTCPeerConnection" in window)) throw new NoMedia("unsupported");
    this.close();
    let stream = null;
    if (picture) stream = await ask({ audio: VOICE, video: PICTURE }).catch((error) => unlessRefused(error));
    stream ??= await ask({ audio: VOICE });
    this.#stream = stream;
    this.changed(stream);
  }

  /** Let the others hear us, or not. @param {boolean} isMuted */
  mute(isMuted) {
    this.#stream?.getAudioTracks().forEach((track) => (track.enabled = !isMuted));
  }

  /** Turn the camera on or off; off, its light goes out. Throws NoMedia. @param {boolean} isOn */
  async camera(isOn) {
    const stream = this.#stream ?? new MediaStream();
    for (const track of stream.getVideoTracks()) {
      track.stop();
      stream.removeTrack(track);
    }
    if (isOn) {
      const [fresh] = (await ask({ video: PICTURE })).getVideoTracks();
      if (fresh) stream.addTrack(fresh);
    }
    this.#stream = stream;
    this.mask(this.#masked);
    this.changed(stream);
  }

  /** Send black instead of the picture while a document is looked at. @param {boolean} isMasked */
  mask(isMasked) {
    this.#masked = isMasked;
    this.#stream?.getVideoTracks().forEach((track) => (track.enabled = !isMasked));
  }

  /** Get a picture again if the camera was taken away, as telephones do that have one at a time. */
  async revive() {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (track && track.readyState === "ended") await this.camera(true);
  }

  /** Close all. */
  close() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.changed(null);
  }
}

/** @param {MediaStreamConstraints} wishes @returns {Promise<MediaStream>} */
async function ask(wishes) {
  try {
    return await navigator.mediaDevices.getUserMedia(wishes);
  } catch (error) {
    throw new NoMedia(obstacleOf(/** @type {any} */ (error)?.name));
  }
}

/** Say what stands in the way, from the name of the browser's error. @param {string|undefined} name @returns {Obstacle} */
export function obstacleOf(name) {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return name === "TypeError" ? "unsupported" : "busy";
}

/** @param {unknown} error @returns {null} */
function unlessRefused(error) {
  if (error instanceof NoMedia && error.obstacle !== "refused") return null;
  throw error;
}
