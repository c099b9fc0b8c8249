/** Runs one call: takes its frames, keeps its state, says what the page shows; knows no DOM. */

import { withField, withLocks } from "../rtc/wire.js";
import { ELSEWHERE, heldSentence, LINE_LOST, NOT_SENT, placeSentence, RECONNECTING } from "./words.js";
import { rungSentence } from "../rtc/ladder.js";

/** @typedef {import("../rtc/wire.js").CallFrame} CallFrame @typedef {import("../rtc/wire.js").Seat} Seat @typedef {import("../rtc/wire.js").Form} Form */
/** @typedef {import("../rtc/ladder.js").Rung} Rung @typedef {{number: string, item: string, due: string}} Receipt */
/**
 * @typedef {{
 *   seats: (seats: Seat[], mine: string) => void, form: (form: Form|null, mySeat: string, isCitizen: boolean) => void,
 *   history: (lines: import("../rtc/wire.js").Said[], myName: string) => void, line: (line: import("../rtc/wire.js").Said, myName: string) => void,
 *   recording: (recording: import("../rtc/wire.js").Recording, isCitizen: boolean) => void, place: (sentence: string) => void,
 *   places: (places: Record<string, string>) => void, point: (target: string|null) => void, wanted: (kind: string) => void,
 *   mask: (isMasked: boolean) => void, caption: (seat: string, text: string, isFinal: boolean, isMine: boolean) => void,
 *   unconfirmed: (why: string) => void, receipt: (receipt: Receipt) => void, quality: (sentence: string, rung: Rung) => void,
 *   news: (kind: "line"|"link"|"held"|"problem", sentence: string) => void, stage: (hasAgent: boolean) => void,
 *   ended: (why: string, receipt: Receipt|null, rates: string|null) => void, refused: () => void,
 * }} RoomPage
 */
/**
 * @typedef {{page: RoomPage, openStream: (listener: import("../rtc/call_stream.js").CallListener) => any,
 *   openConnection: (parts: Pick<import("../rtc/connection.js").ConnectionParts, "send"|"reopen"|"seat"|"others"|"rung"|"link">) => any}} RoomParts
 */

export class Room {
  /** @type {Seat[]} */ #seats = [];
  /** @type {Form|null} */ #form = null;
  /** @type {Receipt|null} */ #receipt = null;
  /** @type {{engine: "forward"|"peer", servers: RTCIceServer[]}|null} what the welcome said of media, once there was one */ #media = null;
  #you = { seat: "", role: "citizen", name: "" };
  #started = false;
  #over = false;
  /** @type {() => Rung} what the citizen's side sends now */ #carries = () => "text";

  /** @param {RoomParts} parts */
  constructor(parts) {
    this.page = parts.page;
    this.stream = parts.openStream({
      heard: (frame) => this.heard(frame),
      lost: () => this.#lost(),
      refused: () => this.page.refused(),
      elsewhere: () => this.#end(ELSEWHERE),
    });
    this.connection = parts.openConnection({
      send: (frame) => this.stream.send(frame),
      reopen: () => this.stream.reopen(),
      seat: () => this.#you.seat,
      others: () => this.#seats.filter((seat) => seat.id !== this.#you.seat && seat.connected).map((seat) => seat.id),
      rung: (rung) => this.#rung(rung),
      link: (link) => this.page.news("link", link === "broken" ? RECONNECTING : ""),
    });
  }

  /** Take the seat; pictures and voices wait for `start`. */
  open() {
    this.stream.open();
  }

  /** Begin with picture, voice or neither. @param {Rung} most @param {() => Rung} carries what our side sends now */
  async start(most, carries) {
    [this.#started, this.#carries] = [true, carries];
    await this.connection.atMost(most);
    if (this.#media && most !== "text") await this.connection.welcomed(this.#media.engine, this.#media.servers);
    this.reportMedia();
  }

  /** Tell the others what our side sends. */
  reportMedia() {
    if (this.#started) this.stream.send({ type: "media", kind: this.#carries() });
  }

  /** Send something that the citizen did; say so if it did not go. @param {object} frame */
  send(frame) {
    const isSent = this.stream.send(frame);
    this.page.news("problem", isSent ? "" : NOT_SENT);
    return isSent;
  }

  /** Hang up. */
  leave() {
    this.stream.send({ type: "leave" });
    this.#finish("left", this.#form?.state === "submitted" ? this.#form.number : null);
  }

  /** The network changed: make a new line at once. */
  networkChanged() {
    if (!this.#over) this.stream.reopen();
  }

  /** Take one frame. @param {CallFrame} frame */
  heard(frame) {
    this.#handlers[frame.type]?.(frame);
  }

  /** @type {Record<string, (frame: CallFrame) => void>} */
  #handlers = {
    welcome: (frame) => this.#welcomed(frame),
    answer: (frame) => void this.connection.answered(frame.sdp, frame.offer),
    engine: (frame) => this.#engine(frame.engine),
    ice: (frame) => this.#fresh(frame.iceServers),
    peer: (frame) => void this.connection.told(frame.from, frame.data),
    places: (frame) => this.page.places(frame.places),
    seats: (frame) => this.#seated(frame.seats),
    form: (frame) => this.#filled(frame.form),
    field: (frame) => this.#form && this.#filled(withField(this.#form, frame.raw)),
    locks: (frame) => this.#form && this.#filled(withLocks(this.#form, frame.locks)),
    confirmed: () => this.page.point(null),
    unconfirmed: (frame) => this.page.unconfirmed(frame.why),
    signed: () => this.page.point(null),
    receipt: (frame) => this.#received({ number: frame.number, item: frame.item, due: frame.due }),
    line: (frame) => this.page.line(frame.line, this.#you.name),
    queue: (frame) => this.page.place(placeSentence(frame.queue)),
    point: (frame) => this.page.point(frame.target),
    snapshot_wanted: (frame) => this.page.wanted(frame.kind),
    mask: (frame) => this.page.mask(frame.on),
    recording: (frame) => this.page.recording(frame.recording, this.#isCitizen),
    caption: (frame) => this.page.caption(frame.seat, frame.text, frame.final, frame.seat === this.#you.seat),
    held: (frame) => this.page.news("held", heldSentence(this.#seats.find((seat) => seat.id === frame.seat))),
    ended: (frame) => this.#finish(frame.why, frame.rates),
    problem: (frame) => this.#problem(frame.detail, frame.inReplyTo),
  };

  get #isCitizen() {
    return this.#you.role === "citizen";
  }

  /** @param {CallFrame} frame */
  #welcomed(frame) {
    this.#you = frame.you;
    this.#media = { engine: frame.engine, servers: frame.iceServers };
    this.page.news("line", "");
    this.page.history(frame.lines, this.#you.name);
    this.page.place(placeSentence(frame.queue));
    this.#seated(frame.seats);
    this.#filled(frame.form);
    this.page.recording(frame.recording, this.#isCitizen);
    if (!this.#started) return;
    void this.connection.welcomed(frame.engine, frame.iceServers);
    this.reportMedia();
  }

  /** @param {RTCIceServer[]} servers */
  #fresh(servers) {
    if (this.#media) this.#media.servers = servers;
    this.connection.fresh(servers);
  }

  /** @param {"forward"|"peer"} engine */
  #engine(engine) {
    if (this.#media) this.#media.engine = engine;
    if (this.#started) void this.connection.engine(engine);
  }

  /** @param {Seat[]} seats */
  #seated(seats) {
    this.#seats = seats;
    this.page.seats(seats, this.#you.seat);
    const held = seats.find((seat) => seat.id !== this.#you.seat && !seat.connected && seat.heldUntil !== null && seat.role === "agent");
    this.page.news("held", held && this.#started && held.linked ? heldSentence(held) : "");
    this.page.stage(seats.some((seat) => seat.role === "agent" && seat.connected));
    if (this.#started) void this.connection.met();
  }

  /** @param {Form|null} form */
  #filled(form) {
    this.#form = form;
    this.page.form(form, this.#you.seat, this.#isCitizen);
    if (form?.state === "submitted" && form.number && this.#receipt?.number !== form.number) {
      this.#received({ number: form.number, item: form.item, due: "" });
    }
  }

  /** @param {Receipt} receipt */
  #received(receipt) {
    const known = this.#receipt?.number === receipt.number ? this.#receipt : null;
    this.#receipt = known && !receipt.due ? known : receipt;
    this.page.receipt(this.#receipt);
  }

  /** @param {Rung} rung */
  #rung(rung) {
    this.page.quality(rungSentence(rung), rung);
    this.reportMedia();
  }

  #lost() {
    if (this.#over) return; // the gateway hangs up, too
    this.connection.lineLost();
    this.page.news("line", LINE_LOST);
  }

  /** @param {string} detail @param {string|null} about */
  #problem(detail, about) {
    if (about === "offer") this.connection.refused();
    this.page.news("problem", detail);
  }

  /** @param {string} sentence */
  #end(sentence) {
    this.#finish("", null);
    this.page.news("problem", sentence);
  }

  /** @param {string} why @param {string|null} rates */
  #finish(why, rates) {
    if (this.#over) return;
    this.#over = true;
    this.connection.close();
    setTimeout(() => this.stream.close(), 300); // what was sent last goes out first
    this.page.ended(why, this.#receipt, rates);
  }
}
