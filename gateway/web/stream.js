/** Keeps one WebSocket open: opens it again after each break, later each time. */

import { reconnectDelay, TOKEN_REFUSED } from "./protocol.js";

const SILENCE_ALLOWED = 20_000; // milliseconds without any frame after a message: the line is dead

/** @typedef {{longest?: number, answerWithin?: number}} Hurry milliseconds: the longest wait before trying again; how soon the first frame must come */
/** @typedef {{opened: () => void, heard: (json: string) => void, lost: (failures: number) => void, refused: () => void, closed?: (code: number) => void}} StreamListener closed: the other side closed it, before we try again */

export class Stream {
  /** @type {WebSocket|null} */ #socket = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #again;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #silence;
  #failures = 0;
  #attempt = 0;
  #wanted = false;

  /** @param {string|(() => Promise<string>)} address asked for anew at each opening, if it is good for one only @param {StreamListener} listener @param {Hurry} [hurry] for lines on which somebody waits in sight of another */
  constructor(address, listener, { longest = Infinity, answerWithin } = {}) {
    this.address = address;
    this.listener = listener;
    this.longest = longest;
    this.answerWithin = answerWithin;
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

  /** Expect some frame soon; a phone that lost its network is not told so by its socket. @param {number} [within] milliseconds */
  expectFrame(within = SILENCE_ALLOWED) {
    if (this.#silence === undefined) this.#silence = setTimeout(() => this.broken(), within);
  }

  /** Treat the line as broken. */
  broken() {
    this.#drop();
    if (!this.#wanted) return;
    this.#failures += 1;
    const wait = Math.min(this.longest, reconnectDelay(this.#failures, Math.random()));
    this.#again = setTimeout(() => this.#connect(), wait);
    this.listener.lost(this.#failures);
  }

  #connect() {
    this.#drop();
    if (typeof this.address === "string") this.#openAt(this.address);
    else void this.#openAtAsked(this.address);
  }

  /** @param {() => Promise<string>} ask */
  async #openAtAsked(ask) {
    const attempt = (this.#attempt += 1);
    const isCurrent = () => this.#wanted && attempt === this.#attempt;
    try {
      const address = await ask();
      if (isCurrent()) this.#openAt(address);
    } catch {
      if (isCurrent()) this.broken(); // who listens finds out whether it is the line or the session
    }
  }

  /** @param {string} address */
  #openAt(address) {
    const socket = new WebSocket(address);
    this.#socket = socket;
    if (this.answerWithin) this.#silence = setTimeout(() => this.broken(), this.answerWithin);
    socket.onopen = () => this.listener.opened();
    socket.onmessage = (event) => {
      this.#heard();
      this.listener.heard(String(event.data));
    };
    socket.onclose = (event) => {
      if (event.code === TOKEN_REFUSED) {
        this.close();
        this.listener.refused();
      } else {
        this.broken();
        this.listener.closed?.(event.code);
      }
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
