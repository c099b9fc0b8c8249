/** Keeps the cases that this clerk serves; knows no DOM. */

import { EMPTY, queued, refused, retried, sent, settled, toSend } from "../outbox.js";
import { newMessageId } from "../protocol.js";
import { decodeHandOns, decodeHistory, decodeTicket } from "./wire.js";

/** @typedef {import("./wire.js").Ticket} Ticket */
/** @typedef {import("../protocol.js").Line} Line */
/** @typedef {{ticket: Ticket, lines: Line[], outbox: import("../outbox.js").Outbox, draft: string, sending: boolean, handOns: import("./wire.js").HandOn[]}} Case */

export class Cases {
  /** @type {Map<string, Case>} */ #cases = new Map();

  /** @param {{call: typeof import("../service.js").call, now: () => Date, changed: (shown: Case) => void, myName: () => string}} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** @param {string} id @returns {Case|undefined} */
  get(id) {
    return this.#cases.get(id);
  }

  /** @returns {string[]} */
  ids() {
    return [...this.#cases.keys()];
  }

  /** Take a ticket, or read it again if it is already ours; throw Problem 409 if a colleague was faster. @param {string} id @returns {Promise<Case>} */
  async accept(id) {
    const answer = await this.parts.call("POST", `/api/v1/staff/tickets/${id}/accept`);
    const known = this.#cases.get(id) ?? { outbox: EMPTY, draft: "", sending: false, handOns: [] };
    const taken = { ...known, ticket: decodeTicket(answer.ticket), lines: decodeHistory(answer) };
    this.#cases.set(id, taken);
    this.parts.changed(taken);
    void this.#readHandOns(id);
    return taken;
  }

  /** Send words to the citizen of a case. @param {string} id @param {string} text */
  say(id, text) {
    this.#change(id, (shown) => ({ outbox: queued(shown.outbox, newMessageId(), text, this.parts.now().toISOString()) }));
    void this.#flush(id);
  }

  /** Send refused words again, under their old id. @param {string} id @param {string} messageId */
  retry(id, messageId) {
    this.#change(id, (shown) => ({ outbox: retried(shown.outbox, messageId) }));
    void this.#flush(id);
  }

  /** Keep what is typed but not sent, so that looking at another case loses nothing. @param {string} id @param {string} draft */
  keepDraft(id, draft) {
    const shown = this.#cases.get(id);
    if (shown) this.#cases.set(id, { ...shown, draft });
  }

  /** Add what the citizen said; return whether it is one of our cases and news. @param {string} id @param {Line} line */
  heard(id, line) {
    const shown = this.#cases.get(id);
    if (!shown || (line.seq > 0 && shown.lines.some((known) => known.who === line.who && known.seq === line.seq))) return false;
    this.#change(id, () => ({ lines: [...shown.lines, line] }));
    return true;
  }

  /** End a case. @param {string} id @param {string} outcome */
  async close(id, outcome) {
    await this.parts.call("POST", `/api/v1/staff/tickets/${id}/close`, { body: { outcome } });
    this.#cases.delete(id);
  }

  /** Drop a case that ended elsewhere. @param {string} id */
  drop(id) {
    this.#cases.delete(id);
  }

  /** What colleagues wrote down may come a moment later. @param {string} id */
  async #readHandOns(id) {
    const answer = await this.parts.call("GET", `/api/v1/staff/tickets/${id}/hand-ons`).catch(() => null);
    const handOns = decodeHandOns(answer);
    if (handOns.length > 0) this.#change(id, () => ({ handOns }));
  }

  /** @param {string} id */
  async #flush(id) {
    if (this.#cases.get(id)?.sending) return;
    this.#change(id, () => ({ sending: true }));
    for (let entry = this.#next(id); entry; entry = this.#next(id)) {
      const { message_id, text, at } = entry;
      this.#change(id, (shown) => ({ outbox: sent(shown.outbox, message_id) }));
      try {
        await this.parts.call("POST", `/api/v1/staff/tickets/${id}/messages`, { body: { text, message_id } });
        const line = { seq: 0, at, who: "agent", text, name: this.parts.myName(), reply: null, message_id };
        this.#change(id, (shown) => ({ outbox: settled(shown.outbox, message_id), lines: [...shown.lines, line] }));
      } catch (error) {
        const detail = /** @type {any} */ (error).detail ?? "请再试一次。";
        this.#change(id, (shown) => ({ outbox: refused(shown.outbox, message_id, detail) }));
      }
    }
    this.#change(id, () => ({ sending: false }));
  }

  /** @param {string} id */
  #next(id) {
    return toSend(this.#cases.get(id)?.outbox ?? EMPTY)[0];
  }

  /** @param {string} id @param {(shown: Case) => Partial<Case>} change */
  #change(id, change) {
    const shown = this.#cases.get(id);
    if (!shown) return;
    const changed = { ...shown, ...change(shown) };
    this.#cases.set(id, changed);
    this.parts.changed(changed);
  }
}
