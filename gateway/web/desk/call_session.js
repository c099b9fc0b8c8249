/** Carries one call of this page: the line, picture and voice, and what is asked of the other side. */

import { CallStream } from "../rtc/call_stream.js";
import { Connection } from "../rtc/connection.js";
import { callAfter, isThere, newCall, others } from "./call_state.js";
import { RecordingLegs } from "./recording_legs.js";

/** @typedef {import("./call_state.js").CallState} CallState */
/** @typedef {import("../rtc/ladder.js").Rung} Rung */
/** @typedef {import("../rtc/wire.js").CallFrame} CallFrame */
/**
 * @typedef {{
 *   changed: (session: CallSession, frame: CallFrame|null) => void, placed: (place: number, stream: MediaStream) => void,
 *   gone: (session: CallSession, reason: string) => void,
 * }} CallWatcher gone: the call is over for this page, and why
 */

export class CallSession {
  /** @type {CallState} */ state;
  /** @type {Rung} */ rung = "video";
  /** @type {import("../rtc/connection.js").Link} */ link = "connecting";
  /** @type {MediaStream|null} */ own = null;
  /** @type {string} why we have no camera or microphone */ trouble = "";
  isMuted = false;
  isDark = false;
  #left = false;
  #voiceOnly;

  /** @param {string} callId @param {CallWatcher} watcher @param {{voice?: boolean}} [how] voice: only a microphone, as supervisors have it */
  constructor(callId, watcher, how = {}) {
    this.state = newCall(callId);
    this.watcher = watcher;
    this.#voiceOnly = how.voice === true;
    this.line = new CallStream(callId, null, {
      heard: (frame) => void this.#heard(frame),
      lost: () => this.#lost(),
      refused: () => this.#over("您没有这次通话的座位了。"),
      elsewhere: () => this.#over("您在另一个窗口打开了这次通话。"),
    });
    this.connection = new Connection({
      send: (frame) => this.line.send(frame),
      reopen: () => this.line.reopen(),
      seat: () => this.state.me.seat,
      others: () => others(this.state).filter((seat) => seat.connected).map((seat) => seat.id),
      place: (place, stream) => this.#placed(place, stream),
      rung: (rung) => this.#carries(rung),
      link: (link) => this.#tell({ link }),
    });
    this.legs = new RecordingLegs({ send: (frame) => this.line.send(frame), servers: () => this.servers });
  }

  /** @type {RTCIceServer[]} */ servers = [];

  /** Tell whether the line answers. */
  get hasLine() {
    return this.line.isUp;
  }

  /** Begin; camera and microphone may come later, the call does not wait for them. @param {boolean} [silent] neither: only look and listen */
  async open(silent = false) {
    this.line.open();
    if (!silent) await this.useOwn();
  }

  /** Take camera and microphone; without a camera, the microphone alone. */
  async useOwn() {
    this.trouble = "";
    const wishes = this.#voiceOnly ? [{ audio: SOUND }] : [{ audio: SOUND, video: PICTURE }, { audio: SOUND }];
    for (const wish of wishes) {
      const stream = await navigator.mediaDevices?.getUserMedia(wish).catch(() => null);
      if (!stream) continue;
      if (this.#left) return stop(stream);
      stop(this.own);
      this.own = stream;
      if (!this.#voiceOnly && !("video" in wish)) this.trouble = "摄像头打不开，先只用声音。";
      this.mute(this.isMuted);
      await this.connection.use(stream);
      return this.#tell({});
    }
    this.trouble = "摄像头和麦克风都打不开，请检查浏览器权限；可以先打字。";
    this.#tell({});
  }

  /** Switch the microphone. @param {boolean} isMuted */
  mute(isMuted) {
    this.isMuted = isMuted;
    this.own?.getAudioTracks().forEach((track) => (track.enabled = !isMuted));
    this.#tell({});
  }

  /** Switch the camera. @param {boolean} isDark */
  darken(isDark) {
    this.isDark = isDark;
    this.own?.getVideoTracks().forEach((track) => (track.enabled = !isDark));
    this.#tell({});
  }

  /** Send a frame; false: the line is down, and nothing was sent. @param {object} frame */
  send(frame) {
    return this.line.send(frame);
  }

  /** Point at a control of the citizen's page; false: the line is down. @param {string} target */
  point(target) {
    return this.send({ type: "point", target });
  }

  /** Cover both pictures, or show them again; the server tells only the others. @param {boolean} on */
  mask(on) {
    if (this.send({ type: "mask", on })) this.#take({ type: "mask", on });
  }

  /** Leave this page of the call; the seat is held for a minute, a supervisor's is given up. @param {boolean} gives */
  close(gives = false) {
    if (this.#left) return;
    if (gives) this.send({ type: "leave" });
    this.#left = true;
    this.line.close();
    this.connection.close();
    this.legs.close();
    stop(this.own);
    this.own = null;
  }

  /** @param {CallFrame} frame */
  async #heard(frame) {
    if (this.#left) return;
    this.#take(frame);
    if (frame.type === "welcome") {
      this.servers = frame.iceServers;
      this.send({ type: "media", kind: this.rung });
      await this.connection.welcomed(frame.engine, frame.iceServers);
    } else if (frame.type === "ice") {
      this.servers = frame.iceServers;
      this.connection.fresh(frame.iceServers);
    } else if (frame.type === "engine") {
      if (frame.engine === "forward") this.legs.close();
      await this.connection.engine(frame.engine);
    } else if (frame.type === "answer") {
      if (frame.kind === "leg") await this.legs.answered(frame.seat ?? "", frame.sdp);
      else await this.connection.answered(frame.sdp, frame.offer);
    } else if (frame.type === "peer") await this.connection.told(frame.from, frame.data);
    else if (frame.type === "seats") await this.connection.met();
    else if (frame.type === "problem" && frame.inReplyTo === "offer") this.connection.refused();
    else if (frame.type === "ended") this.#over(this.state.ended ?? "");
  }

  /** @param {CallFrame} frame */
  #take(frame) {
    this.state = callAfter(this.state, frame);
    // No frame tells when it went live; the next welcome corrects us.
    if (frame.type === "seats" && !this.state.liveAt && isThere(frame.seats, "citizen")) this.state = { ...this.state, liveAt: new Date().toISOString() };
    this.watcher.changed(this, frame);
  }

  /** @param {number} place @param {MediaStream} stream */
  #placed(place, stream) {
    this.watcher.placed(place, stream);
    if (this.state.engine !== "peer" || this.state.me.role !== "agent") return;
    const who = others(this.state).filter((seat) => seat.connected)[place];
    if (who?.role === "citizen") void this.legs.bring("citizen", stream);
    if (this.own) void this.legs.bring("agent", this.own);
  }

  /** @param {Rung} rung */
  #carries(rung) {
    this.send({ type: "media", kind: rung });
    this.#tell({ rung });
  }

  #lost() {
    this.connection.lineLost();
    this.#tell({});
  }

  /** @param {string} reason */
  #over(reason) {
    if (this.#left) return;
    this.close();
    this.watcher.gone(this, reason);
  }

  /** @param {{rung?: Rung, link?: import("../rtc/connection.js").Link}} change */
  #tell(change) {
    Object.assign(this, change);
    if (!this.#left) this.watcher.changed(this, null);
  }
}

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 20 } };

/** @param {MediaStream|null} stream */
function stop(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
