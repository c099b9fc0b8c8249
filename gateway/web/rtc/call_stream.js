/** Keeps the line of one call open, and says who we are each time it opens. */

import { streamAddress } from "../service.js";
import { Stream } from "../stream.js";
import { callHello, decodeCallFrame } from "./wire.js";

/** @typedef {import("./wire.js").CallFrame} CallFrame */
/** @typedef {{heard: (frame: CallFrame) => void, lost: (failures: number) => void, refused: () => void, elsewhere: () => void}} CallListener elsewhere: another page of ours has the seat now */

const SEAT_ELSEWHERE = 4409; // close code of the gateway
// The seat is held for a minute, and the other side waits in sight: try often, and do not wait for a dead attempt.
const HURRY = { longest: 1_500, answerWithin: 5_000 };
// Pictures find a new way by themselves when a router gives us another address; the line only learns of it by sending.
const BEAT_EVERY = 3_000;
const BEAT_ANSWERED_WITHIN = 12_000; // a router mostly resets it at once; where a picture fills 80 kbit/s, TCP takes many seconds
const FOLLOWED_AFTER = 20; // TCP sends a lost frame again at once if something follows it, and after 200 ms or more if not
const BEAT = JSON.stringify({ type: "beat" });

export class CallStream {
  #last = 0;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #beating;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #following;
  #isUp = false;

  /** @param {string} callId @param {string|null} session null: staff, by cookie @param {CallListener} listener */
  constructor(callId, session, listener) {
    this.listener = listener;
    this.stream = new Stream(streamAddress(`/api/v1/calls/${encodeURIComponent(callId)}/stream`), {
      opened: () => this.stream.send(callHello(session, this.#last)),
      heard: (json) => this.#heard(json),
      lost: (failures) => this.#lost(failures),
      refused: () => this.#refused(),
      closed: (code) => code === SEAT_ELSEWHERE && this.#elsewhere(),
    }, HURRY);
  }

  /** Tell whether the line answered and was not lost since. */
  get isUp() {
    return this.#isUp;
  }

  /** Open the line and keep it open. */
  open() {
    this.stream.open();
  }

  /** Send a frame; false: the line is down, and nothing was sent. @param {object} frame */
  send(frame) {
    const isSent = this.#isUp && this.stream.send(JSON.stringify(frame));
    if (isSent) {
      clearTimeout(this.#following);
      this.#following = setTimeout(() => this.stream.send(BEAT), FOLLOWED_AFTER);
    }
    return isSent;
  }

  /** Try again at once: the network changed, or the line does not answer. */
  reopen() {
    this.#rest();
    this.stream.broken();
    this.stream.hurry();
  }

  /** Close it for good. */
  close() {
    this.#rest();
    this.stream.close();
  }

  /** @param {string} json */
  #heard(json) {
    const frame = decodeCallFrame(json);
    if (!frame) return;
    if (frame.type === "welcome") {
      this.#isUp = true;
      this.stream.steady();
      this.#beating ??= setInterval(() => this.#beat(), BEAT_EVERY);
    }
    const lines = frame.type === "welcome" ? frame.lines : frame.type === "line" ? [frame.line] : [];
    for (const line of lines) this.#last = Math.max(this.#last, line.seq);
    if (frame.type === "ended") this.close();
    if (frame.type === "beat") return;
    this.listener.heard(frame);
  }

  /** @param {number} failures */
  #lost(failures) {
    this.#rest();
    this.listener.lost(failures);
  }

  /** Ask whether the line is alive: it breaks if nothing at all comes. */
  #beat() {
    if (this.stream.send(BEAT)) this.stream.expectFrame(BEAT_ANSWERED_WITHIN);
  }

  #rest() {
    this.#isUp = false;
    clearInterval(this.#beating);
    clearTimeout(this.#following);
    this.#beating = undefined;
  }

  #refused() {
    this.#rest();
    this.listener.refused();
  }

  #elsewhere() {
    this.close();
    this.listener.elsewhere();
  }
}
