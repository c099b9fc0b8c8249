/** Keeps one WebSocket open: opens it again after each break, later each time. */

import { reconnectDelay, TOKEN_REFUSED } from "./protocol.js";

const SILENCE_ALLOWED = 20_000; // milliseconds without any frame after a message: the line is dead

/** @typedef {{opened: () => void, heard: (json: string) => void, lost: (failures: number) => void, refused: () => void}} StreamListener */

export class Stream {
  /** @type {WebSocket|null} */ #socket = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #again;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #silence;
  #failures = 0;
  #wanted = false;

  /** @param {string} address @param {StreamListener} listener */
  constructor(address, listener) {
    this.address = address;
    this.listener = listener;
  }

  /** Open the line and keep it open. */
  open() {
    this.#wanted = true;
    this.#connect();
  }

  /** Close the line for good. */
  close() {
    this.#wanted = false;
    clearTimeout(this.#again);
    this.#drop();
  }

  /** Try at once, without waiting for the next attempt. */
  hurry() {
    if (!this.#wanted || (this.#socket && this.#socket.readyState <= WebSocket.OPEN)) return;
    clearTimeout(this.#again);
    this.#connect();
  }

  /** Note that the other side answered: the next break counts from one again. */
  steady() {
    this.#failures = 0;
  }

  /** Send a frame; return false if the line is down. @param {string} frame */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(frame);
    return true;
  }

  /** Expect some frame soon; a phone that lost its network is not told so by its socket. */
  expectFrame() {
    if (this.#silence === undefined) this.#silence = setTimeout(() => this.broken(), SILENCE_ALLOWED);
  }

  /** Treat the line as broken. */
  broken() {
    this.#drop();
    if (!this.#wanted) return;
    this.#failures += 1;
    this.#again = setTimeout(() => this.#connect(), reconnectDelay(this.#failures, Math.random()));
    this.listener.lost(this.#failures);
  }

  #connect() {
    this.#drop();
    const socket = new WebSocket(this.address);
    this.#socket = socket;
    socket.onopen = () => this.listener.opened();
    socket.onmessage = (event) => {
      this.#heard();
      this.listener.heard(String(event.data));
    };
    socket.onclose = (event) => {
      if (event.code === TOKEN_REFUSED) {
        this.close();
        this.listener.refused();
      } else this.broken();
    };
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }

  #drop() {
    this.#heard();
    clearTimeout(this.#again);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
