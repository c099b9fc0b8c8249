/** Keeps the voice stream of the conversation open while it is used. */

import { decodeSound, decodeVoiceFrame, encodeVoiceHello } from "./voice_wire.js";

const READY_WITHIN = 8_000; // milliseconds
const MOST_UNSENT = 160_000; // bytes: five seconds of sound that the network did not take

/** @typedef {import("./voice_wire.js").VoiceFrame} VoiceFrame */
/** @typedef {{frame: (frame: VoiceFrame) => void, sound: (id: number, samples: Int16Array) => void, lost: () => void}} LineListener */

export class VoiceLine {
  /** @type {WebSocket|null} */ #socket = null;
  /** @type {Promise<void>|null} */ #opening = null;

  /** @param {{address: () => string, token: () => string, pace: () => number}} parts of the conversation as it is when the line opens */
  constructor(parts) {
    this.parts = parts;
    /** @type {LineListener[]} */ this.listeners = [];
  }

  /** Open the line, unless it is open; rejects if nobody answers. */
  async open() {
    if (this.#socket?.readyState === WebSocket.OPEN && !this.#opening) return;
    this.#opening ??= this.#connect().finally(() => (this.#opening = null));
    await this.#opening;
  }

  /** Send a frame; return false if the line is down, or clogged. @param {string|ArrayBuffer} frame */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#socket.bufferedAmount > MOST_UNSENT) return false;
    this.#socket.send(frame);
    return true;
  }

  /** Close the line; it opens again when it is used. */
  close() {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  async #connect() {
    this.close();
    const socket = new WebSocket(this.parts.address());
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    await new Promise((ready, failed) => {
      const late = setTimeout(() => socket.close(), READY_WITHIN);
      socket.onopen = () => socket.send(encodeVoiceHello(this.parts.token(), this.parts.pace()));
      socket.onmessage = ({ data }) => {
        const frame = typeof data === "string" ? decodeVoiceFrame(data) : null;
        if (frame?.type !== "ready") return;
        clearTimeout(late);
        socket.onmessage = (event) => this.#heard(event.data);
        socket.onclose = () => this.#lost(socket);
        ready(undefined);
      };
      socket.onclose = () => {
        clearTimeout(late);
        failed(new Error("no voice stream"));
      };
    });
  }

  /** @param {string|ArrayBuffer} data */
  #heard(data) {
    if (typeof data !== "string") {
      const sound = decodeSound(data);
      if (sound) this.listeners.forEach((listener) => listener.sound(sound.id, sound.samples));
      return;
    }
    const frame = decodeVoiceFrame(data);
    if (frame) this.listeners.forEach((listener) => listener.frame(frame));
  }

  /** @param {WebSocket} socket */
  #lost(socket) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.listeners.forEach((listener) => listener.lost());
  }
}
