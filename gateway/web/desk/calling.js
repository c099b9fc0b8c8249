/** Joins the call of a case with the sheets beside it: form, papers, notes. */

import { byId } from "../dom.js";
import { CallPane } from "./call_pane.js";
import { CallSession } from "./call_session.js";
import { askEnd } from "./endings.js";
import { FormView } from "./form_view.js";

/** @typedef {import("./wire.js").Ticket} Ticket */
/**
 * @typedef {{
 *   call: typeof import("../service.js").call, changed: () => void, began: () => void, over: (ticketId: string, reason: string, isEnded: boolean) => void, say: (ticketId: string, words: string) => void,
 *   heard: (ticketId: string, line: import("../protocol.js").Line) => void, transfer: (ticketId: string) => void, photographed: () => void,
 * }} CallingParts over: isEnded tells whether the case was closed with it
 */

export class Calling {
  /** @type {CallSession|null} */ session = null;
  ticketId = "";

  /** @param {CallingParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.form = new FormView();
    this.pane = new CallPane(byId("call", HTMLElement), { end: () => this.end(), transfer: () => parts.transfer(this.ticketId), say: (words) => parts.say(this.ticketId, words), invite: (name) => this.#invite(name) });
  }

  /** Return the form; null without a call. */
  get sharedForm() {
    return this.session?.state.form ?? null;
  }

  /** Open the call of a ticket, or come back to it; throw Problem with a sentence. @param {Ticket} ticket */
  async start(ticket) {
    if (this.session && this.ticketId === ticket.id) return;
    const { call_id: callId } = await this.parts.call("POST", `/api/v1/staff/tickets/${ticket.id}/call`);
    this.#drop();
    this.ticketId = ticket.id;
    const session = new CallSession(callId, {
      changed: (one, frame) => this.#changed(one, frame),
      placed: (place, stream) => this.pane.stage?.put(place, stream),
      gone: (one, reason) => this.#gone(one, reason),
    });
    this.session = session;
    this.pane.open(session);
    this.form.show(session);
    this.parts.began();
    await session.open();
  }

  /** Ask how it ended, and end it. */
  end() {
    const { session, ticketId } = this;
    if (!session) return;
    askEnd(this.parts.call, session.state.callId, session.state.form?.state === "submitted", () => this.#over(ticketId, "通话已结束。", true));
  }

  /** The citizen was handed on: this page has nothing to do with the call any more. @param {string} ticketId */
  handedOn(ticketId) {
    if (this.session && this.ticketId === ticketId) this.#over(ticketId, "已转给同事。", true);
  }

  /** Keep a note with the call of a case; false if there is none. @param {string} ticketId @param {string} text */
  note(ticketId, text) {
    return this.ticketId === ticketId && (this.session?.send({ type: "note", text }) ?? false);
  }

  /** Leave whatever runs: nobody is signed in any more, or the case was closed elsewhere. */
  leave() {
    if (this.session) this.#over(this.ticketId, "", false);
  }

  /** @param {CallSession} session @param {import("../rtc/wire.js").CallFrame|null} frame */
  #changed(session, frame) {
    if (session !== this.session) return;
    // What the citizen and we say comes over the desk; what the call itself adds only here.
    if (frame?.type === "line" && ["system", "assistant"].includes(frame.line.who)) this.parts.heard(this.ticketId, { ...frame.line, at: frame.line.at || new Date().toISOString(), reply: null, message_id: frame.line.messageId });
    if (frame && ["form", "photo", "welcome"].includes(frame.type)) this.parts.photographed();
    this.pane.show(session);
    this.form.show(session);
    this.parts.changed();
  }

  /** @param {CallSession} session @param {string} reason */
  #gone(session, reason) {
    if (session === this.session) this.#over(this.ticketId, reason, false);
  }

  /** @param {string} ticketId @param {string} reason @param {boolean} isEnded */
  #over(ticketId, reason, isEnded) {
    this.#drop();
    this.parts.over(ticketId, reason, isEnded);
  }

  #drop() {
    this.session?.close();
    this.session = null;
    this.ticketId = "";
    this.pane.close();
    this.form.close();
  }

  /** @param {string} name */
  async #invite(name) {
    return this.parts.call("POST", `/api/v1/calls/${this.session?.state.callId}/links`, { body: { role: "family", name } });
  }
}
