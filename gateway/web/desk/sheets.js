/** Fills the sheets beside the case: what was filled, form, papers, policies, notes. */

import { byId } from "../dom.js";
import { KnowledgeView } from "./knowledge_view.js";
import { NotesView } from "./notes_view.js";
import { decodeItem, decodeItems, decodePhotos, itemOf } from "./papers.js";
import { PapersView } from "./papers_view.js";
import { SideTabs } from "./side_tabs.js";

/** @typedef {import("./wire.js").Ticket} Ticket @typedef {import("../rtc/wire.js").Form} Form @typedef {import("./papers.js").Item} Item */
/**
 * @typedef {{
 *   call: typeof import("../service.js").call, form: import("./form_view.js").FormView, send: (text: string) => boolean, insert: (text: string) => boolean,
 *   note: (ticketId: string, text: string) => Promise<void>, photograph: (kind: string) => void,
 * }} SheetParts
 */

export class Sheets {
  /** @type {Item[]} */ #items = [];
  /** @type {Map<string, Promise<Item|null>>} by code and region */ #whole = new Map();
  /** @type {Ticket|null} */ #ticket = null;
  #inCall = false;

  /** @param {SheetParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.facts = byId("facts", HTMLElement);
    this.tabs = new SideTabs(byId("side", HTMLElement));
    this.papers = new PapersView({ ask: (kind) => parts.photograph(kind) });
    this.knowledge = new KnowledgeView({ search: (question) => this.#search(question), send: parts.send, insert: parts.insert });
    this.notes = new NotesView({ keep: parts.note, now: () => new Date() });
    this.inCall(false);
  }

  /** Offer the form first while a call runs. @param {boolean} isInCall */
  inCall(isInCall) {
    this.#inCall = isInCall;
    const facts = { id: "facts", name: "资料", content: this.facts };
    const form = { id: "form", name: "表单", content: this.parts.form.place };
    const papers = { id: "papers", name: "材料", content: this.papers.place };
    const knowledge = { id: "knowledge", name: "查政策", content: this.knowledge.place };
    const notes = { id: "notes", name: "备注", content: this.notes.place };
    this.tabs.offer(isInCall ? [form, papers, knowledge, notes, facts] : [facts, papers, knowledge, notes], isInCall ? "form" : "facts");
  }

  /** Show a case, or none. @param {Ticket|null} ticket */
  async open(ticket) {
    const isOther = ticket?.id !== this.#ticket?.id;
    this.#ticket = ticket;
    this.notes.show(ticket?.id ?? "", ticket?.note);
    if (isOther) this.papers.showPhotos([]);
    if (this.#items.length === 0) await this.#readItems();
    await this.changed(null, "");
    if (isOther) await this.photographed();
  }

  /** Show what the form says by now. @param {Form|null} form @param {string} note as the call keeps it */
  async changed(form, note) {
    const ticket = this.#ticket;
    if (ticket && note) this.notes.show(ticket.id, note);
    const known = itemOf(this.#items, form?.code || ticket?.code || "", form?.item || ticket?.item || "");
    const item = known ? await this.#item(known.code, ticket?.region ?? "") : null;
    if (ticket === this.#ticket) this.papers.show(item ?? known, form, this.#inCall);
  }

  /** Read the photographs again. */
  async photographed() {
    const ticket = this.#ticket;
    if (!ticket?.conversation_id) return;
    const answer = await this.parts.call("GET", `/api/v1/conversations/${encodeURIComponent(ticket.conversation_id)}/photos`).catch(() => null);
    if (ticket === this.#ticket && answer) this.papers.showPhotos(decodePhotos(answer));
  }

  /** Go to the search. */
  search() {
    this.tabs.open("knowledge");
    this.knowledge.focus();
  }

  async #readItems() {
    this.#items = decodeItems(await this.parts.call("GET", "/api/v1/items").catch(() => null));
    this.parts.form.offer(this.#items.filter((item) => item.appliable));
  }

  /** @param {string} code @param {string} region */
  #item(code, region) {
    const key = `${code} ${region}`;
    const query = region ? `?region=${encodeURIComponent(region)}` : "";
    const asked = this.#whole.get(key) ?? this.parts.call("GET", `/api/v1/items/${encodeURIComponent(code)}${query}`).then(decodeItem).catch(() => null);
    this.#whole.set(key, asked);
    return asked;
  }

  /** @param {string} question */
  #search(question) {
    const region = this.#ticket?.region ? `&region=${encodeURIComponent(this.#ticket.region)}` : "";
    return this.parts.call("GET", `/api/v1/knowledge/search?q=${encodeURIComponent(question)}&limit=5${region}`);
  }
}
