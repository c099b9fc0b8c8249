/** Talks with the citizen: joins the microphone, the line, the box one types in and the reader. */

import { NoMicrophone } from "./voice_microphone.js";
import { after, SILENT } from "./voice_state.js";
import { encodeListen, encodeOrder } from "./voice_wire.js";
import { CANNOT_READ, CLOGGED, LINE_LOST, NOTHING_HEARD, obstacleSentence } from "./voice_words.js";

const WAITS = { standard: 2, elder: 4 }; // seconds in which what was heard can still be changed
const ASKS = ["filling", "confirming"];

/** @typedef {import("../protocol.js").Line} Line @typedef {import("../protocol.js").Turn} Turn */
/**
 * @typedef {{
 *   microphone: import("./voice_microphone.js").Microphone,
 *   line: import("./voice_line.js").VoiceLine,
 *   reader: import("./voice_reader.js").VoiceReader,
 *   view: import("./voice_view.js").VoiceView,
 *   box: {text: string, show: (text: string) => void, send: () => boolean},
 *   conversation: () => string,
 *   isElder: () => boolean,
 *   hotline: () => string,
 * }} TalkParts `conversation` is the id of the one on the page
 */

export class VoiceTalk {
  /** @type {import("./voice_state.js").Talk} */ #talk = SILENT;
  /** @type {Turn|null} */ #turn = null;
  /** @type {string|null} */ #spoken = null; // id of the latest message, if it was spoken
  /** @type {Line|null} */ #answer = null; // to the spoken message
  #draftIsSpoken = false;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #seconds; // of the phase that is timed

  /** @param {TalkParts} parts */
  constructor(parts) {
    this.parts = parts;
    parts.view.whenPressed(() => this.#happens({ type: "press", draft: parts.box.text.trim() }));
    parts.view.whenReleased(() => ["listening", "hearing"].includes(this.#talk.phase) && this.#happens({ type: "press", draft: "" }));
    parts.view.whenEditing(() => this.touched());
    parts.line.listeners.push({ frame: (frame) => this.#told(frame), sound: () => {}, lost: () => this.#fails(LINE_LOST) });
    addEventListener("pagehide", () => this.reset());
    document.addEventListener("visibilitychange", () => document.hidden && this.#talk.isOpen && this.reset());
  }

  /** Note that a message goes out, by voice or not. @param {string} messageId */
  sent(messageId) {
    const isSpoken = this.#draftIsSpoken || this.#talk.isOpen;
    this.#spoken = isSpoken ? messageId : null;
    this.#draftIsSpoken = false;
    this.#happens({ type: "sent", isSpoken });
  }

  /** Note that a person, not the assistant, will answer. @param {string} messageId */
  passedOn(messageId) {
    if (messageId === this.#spoken) this.#happens({ type: "passed on" });
  }

  /** Note what the assistant asks now. @param {Turn} turn */
  turned(turn) {
    this.#turn = turn;
  }

  /** Read a new line if the citizen spoke; who typed hears nothing. @param {Line} line */
  answered(line) {
    const isAnswer = line.who === "assistant" && line.message_id === this.#spoken;
    if (this.#spoken === null || line.seq < 1 || !(isAnswer || line.who === "agent")) return;
    const awaits = line.who === "agent" || ASKS.includes(this.#turn?.state ?? "") || line.reply?.status === "asked_back";
    this.#answer = line;
    this.#happens({ type: "answered", awaits });
  }

  /** Note that the citizen changes the text by hand. */
  touched() {
    if (!this.parts.box.text.trim()) this.#draftIsSpoken = false;
    this.#happens({ type: "touched" });
  }

  /** Switch everything off: another conversation, or the page goes. */
  reset() {
    this.#spoken = null;
    this.#draftIsSpoken = false;
    this.#happens({ type: "reset" });
    this.parts.line.close();
  }

  /** @param {import("./voice_state.js").VoiceEvent} event */
  #happens(event) {
    const [next, acts] = after(this.#talk, event);
    if (next === this.#talk && acts.length === 0) return;
    if (next.phase !== this.#talk.phase) this.#time(next.phase);
    this.#talk = next;
    this.parts.view.show(next);
    acts.forEach((act) => this.#do(act));
  }

  /** @param {import("./voice_state.js").Phase} phase */
  #time(phase) {
    clearInterval(this.#seconds);
    if (phase === "countdown" || phase === "asking") this.#seconds = setInterval(() => this.#happens({ type: "second" }), 1000);
  }

  /** @param {import("./voice_state.js").Act} act */
  #do(act) {
    const { microphone, line, reader, box } = this.parts;
    if (act === "open") void this.#open();
    else if (act === "listen") line.send(encodeListen(awaited(this.#turn)));
    else if (act === "finish") line.send(encodeOrder("finish"));
    else if (act === "hush") reader.stop();
    else if (act === "read") this.#read();
    else if (act === "close") {
      microphone.close();
      line.send(encodeOrder("mute"));
    } else if (act === "show") {
      this.#draftIsSpoken = true;
      box.show(this.#talk.text);
    } else if (act === "send" && !box.send()) this.#happens({ type: "failed" });
  }

  async #open() {
    const { microphone, line, view, hotline } = this.parts;
    view.tell("");
    try {
      const opened = microphone.open((sound, level) => this.#heard(sound, level), () => this.#fails(LINE_LOST));
      await Promise.all([opened, line.open()]);
      this.#happens({ type: "opened" });
    } catch (error) {
      microphone.close();
      this.#fails(error instanceof NoMicrophone ? obstacleSentence(error.obstacle, hotline()) : LINE_LOST);
    }
  }

  #read() {
    const line = this.#answer;
    if (!line) return;
    const over = () => this.#happens({ type: "read" });
    void this.parts.reader.read(
      { seq: line.seq, text: line.reply?.spoken || line.text },
      { ended: over, interrupted: () => this.#happens({ type: "interrupted" }), failed: (detail) => (over(), this.parts.view.tell(detail || CANNOT_READ)) },
      this.parts.conversation(),
    );
  }

  /** @param {ArrayBuffer} sound @param {number} level */
  #heard(sound, level) {
    const { phase, isOpen } = this.#talk;
    this.parts.view.level(["listening", "hearing"].includes(phase) ? level : 0);
    // Without echo cancelling the page would hear itself, and interrupt itself.
    if (!isOpen || (phase === "speaking" && !this.parts.microphone.hearsNoEcho)) return;
    if (!this.parts.line.send(sound)) this.#fails(CLOGGED);
  }

  /** @param {import("./voice_wire.js").VoiceFrame} frame */
  #told(frame) {
    const wait = this.parts.isElder() ? WAITS.elder : WAITS.standard;
    if (frame.type === "heard") this.#happens({ type: "heard", text: frame.text, wait });
    else if (frame.type === "partial" || frame.type === "recognising") this.#happens(frame);
    else if (frame.type === "nothing" && this.#talk.isOpen) this.#fails(NOTHING_HEARD);
    else if (frame.type === "trouble" && frame.about === "hear") this.#fails(frame.detail);
  }

  /** @param {string} sentence */
  #fails(sentence) {
    const wasOff = this.#talk.phase === "off";
    this.#happens({ type: "failed" });
    if (!wasOff) this.parts.view.tell(sentence);
  }
}

/** Name what the assistant waits for: a field, or a yes. @param {Turn|null} turn */
function awaited(turn) {
  return turn?.awaiting ?? (turn?.state === "confirming" ? "yes_no" : null);
}
