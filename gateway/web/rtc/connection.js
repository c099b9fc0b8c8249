/** Keeps picture and voice of one call going: connects, looks every second, steps down and up, comes back. */

import { Forwarded } from "./forwarded.js";
import { looked, onRung } from "./ladder.js";
import { Direct } from "./peer.js";
import { step } from "./recovery.js";
import { look } from "./stats.js";

/** @typedef {import("./ladder.js").Rung} Rung */
/** @typedef {"connecting"|"connected"|"broken"} Link */
/**
 * @typedef {{
 *   send: (frame: object) => boolean,
 *   reopen: () => void,
 *   seat: () => string,
 *   others: () => string[],
 *   place: (place: number, stream: MediaStream) => void,
 *   rung: (rung: Rung) => void,
 *   link: (link: Link) => void,
 * }} ConnectionParts send: false if the line is down; reopen: the line does not answer, make a new one;
 * others: seats in the call but our own; place: show this in that place of the page; rung: what is carried now
 */

const LOOK_EVERY = 1_000; // milliseconds
const ATTEMPTS = 3; // connections that failed over a living line: then only text is left, while we go on trying

export class Connection {
  /** @type {MediaStream|null} */ #stream = null;
  /** @type {RTCIceServer[]} */ #servers = [];
  /** @type {Forwarded|Direct|null} */ #engine = null;
  /** @type {"forward"|"peer"} */ #kind = "forward";
  /** @type {Rung} */ #most = "video";
  /** @type {Link} */ #link = "connecting";
  /** @type {import("./stats.js").Counters|null} */ #counters = null;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #timer;
  #ladder = onRung("video", 0);
  #line = false;
  #aliveAt = 0;
  #failed = 0;

  /** @param {ConnectionParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** Return what is carried now. */
  get rung() {
    return this.#ladder.rung;
  }

  /** Return what the browser measures. */
  async stats() {
    return (await this.#engine?.stats()) ?? [];
  }

  /** Send these tracks from now on; null: only look and listen. @param {MediaStream|null} stream */
  async use(stream) {
    this.#stream = stream;
    await this.#engine?.feed();
  }

  /** Take the best that the citizen wants: "audio" without a picture, "text" without any. @param {Rung} most */
  async atMost(most) {
    const wasText = this.#most === "text";
    this.#most = most;
    this.#become(onRung(most, performance.now()));
    if (most === "text") this.#rest();
    else if (wasText && this.#line) await this.restart();
  }

  /** The line brought its welcome: connect anew, whatever was before. @param {"forward"|"peer"} kind @param {RTCIceServer[]} servers */
  async welcomed(kind, servers) {
    [this.#line, this.#servers] = [true, servers];
    await this.#begin(kind, true);
  }

  /** Use these servers for whatever is connected from now on. @param {RTCIceServer[]} servers */
  fresh(servers) {
    this.#servers = servers;
  }

  /** Another engine carries the call from now on. @param {"forward"|"peer"} kind */
  async engine(kind) {
    await this.#begin(kind, true);
  }

  /** The line is gone; what runs runs on. */
  lineLost() {
    this.#line = false;
  }

  /** Connect anew over the living line. */
  async restart() {
    this.#failed += 1;
    if (this.#failed >= ATTEMPTS) this.#become(onRung("text", performance.now()));
    await this.#begin(this.#kind, false);
  }

  /** Take an answer of what carries the call. @param {string} sdp @param {string|null} offer of a second connection, on which the others are seen */
  async answered(sdp, offer) {
    if (this.#engine instanceof Forwarded) await this.#engine.answered(sdp, offer);
  }

  /** An offer was not taken: the next look tries again. */
  refused() {
    if (this.#engine instanceof Forwarded) this.#engine.close();
  }

  /** Take what another page tells us. @param {string} from @param {any} data */
  async told(from, data) {
    if (this.#engine instanceof Direct) await this.#engine.told(from, data);
  }

  /** Somebody came, or went. */
  async met() {
    if (this.#engine instanceof Direct) await this.#engine.met();
  }

  /** End it. */
  close() {
    this.#rest();
    this.#line = false;
  }

  /** @param {"forward"|"peer"} kind @param {boolean} isFresh no answer to an older offer comes any more */
  async #begin(kind, isFresh) {
    if (this.#most === "text") return void (this.#kind = kind);
    if (!this.#engine || kind !== this.#kind) {
      this.#engine?.close();
      const parts = { ...this.parts, stream: () => this.#stream, servers: () => this.#servers };
      this.#engine = kind === "forward" ? new Forwarded(parts) : new Direct(parts);
    }
    this.#kind = kind;
    this.#counters = null;
    this.#aliveAt = performance.now();
    this.#tell("connecting");
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY);
    void this.#engine.sendAt(this.#ladder.rung);
    await this.#engine.start(isFresh);
  }

  async #look() {
    const engine = this.#engine;
    if (!engine) return;
    const stats = await engine.stats();
    const now = performance.now();
    if (engine !== this.#engine) return;
    const isFirst = this.#counters === null;
    const { counters, sample } = look(stats, this.#counters, now);
    this.#counters = counters;
    const { peer, offeredAt } = engine.standing;
    const isAlone = engine instanceof Direct && this.parts.others().length === 0; // nobody to hear from
    if ((!isFirst && sample.alive) || isAlone) this.#aliveAt = now;
    if (peer === "connected" && now - this.#aliveAt < LOOK_EVERY * 2.5) this.#up(now);
    else if (this.#link === "connected") this.#tell("broken");
    if (peer === "connected" && !isFirst) this.#become(looked(this.#ladder, { ...sample, sending: sample.sending && this.#has("video") }, this.#most));
    const sending = this.#has("audio") || this.#has("video");
    const next = step({ line: this.#line, peer, offeredAt, aliveAt: this.#aliveAt, sending }, now);
    if (next === "restart") await this.restart();
    else if (next === "reopen") this.parts.reopen();
  }

  /** @param {number} now milliseconds */
  #up(now) {
    this.#failed = 0;
    this.#tell("connected");
    // What the network carries shows only now.
    if (this.#ladder.rung === "text") this.#become(onRung("audio", now));
  }

  /** @param {"audio"|"video"} kind */
  #has(kind) {
    return this.#stream?.getTracks().some((track) => track.kind === kind && track.readyState === "live" && (kind === "audio" || track.enabled)) ?? false;
  }

  /** @param {import("./ladder.js").Ladder} ladder */
  #become(ladder) {
    const before = this.#ladder.rung;
    this.#ladder = ladder;
    if (ladder.rung === before) return;
    void this.#engine?.sendAt(ladder.rung);
    this.parts.rung(ladder.rung);
  }

  /** @param {Link} link */
  #tell(link) {
    if (link === this.#link) return;
    this.#link = link;
    this.parts.link(link);
  }

  #rest() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#engine?.close();
    this.#engine = null;
  }
}
