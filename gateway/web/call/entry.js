/** Gets the citizen a seat: by the link's token, by what this tab kept, or by the chat of this tab; knows no DOM. */

import { parsed } from "../protocol.js";
import { Problem } from "../service.js";

/** @typedef {{callId: string, session: string, role: string, name: string}} Pass */
/** @typedef {{call: typeof import("../service.js").call, tab: import("../storage.js").Shelf}} EntryParts */

const KEPT = "yibao.call";

export class Entry {
  /** @param {EntryParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** Return the seat; throws Problem or Unreachable with a sentence. @param {string} hash of the address, with "#" @returns {Promise<Pass|null>} null: nothing leads to a call */
  async enter(hash) {
    const token = hash.replace(/^#/, "");
    if (!token) return this.#kept() ?? this.#throughChat();
    try {
      return await this.#use(token);
    } catch (error) {
      if (!(error instanceof Problem && error.isGone)) throw error;
      // Used already, perhaps by this very tab; a citizen whose chat is here gets another one.
      const pass = this.#kept() ?? (await this.#throughChat().catch(() => null));
      if (!pass) throw error;
      return pass;
    }
  }

  /** The seat is not ours any more: get another through the chat of this tab. @returns {Promise<Pass|null>} */
  async again() {
    this.forget();
    return this.#throughChat();
  }

  /** Give the seat up. */
  forget() {
    this.parts.tab.write(KEPT, null);
  }

  /** Return what opens the chat of this tab; null if there is none. @returns {{id: string, token: string}|null} */
  get chat() {
    const kept = parsed(this.parts.tab.read("yibao.session") ?? "");
    return kept?.id && kept.token ? { id: kept.id, token: kept.token } : null;
  }

  /** @returns {Pass|null} */
  #kept() {
    const kept = parsed(this.parts.tab.read(KEPT) ?? "");
    return kept?.session ? /** @type {Pass} */ (kept) : null;
  }

  /** Return what another browser of the citizen's may enter with, once, in place of this one; null without a chat. @returns {Promise<string|null>} the token of a link */
  async linkElsewhere() {
    const chat = this.chat;
    if (!chat) return null;
    const link = await this.parts.call("POST", `/api/v1/conversations/${chat.id}/call`, { token: chat.token });
    return String(link?.url ?? "").split("#")[1] ?? null;
  }

  /** @returns {Promise<Pass|null>} */
  async #throughChat() {
    const token = await this.linkElsewhere();
    return token ? this.#use(token) : null;
  }

  /** @param {string} token @returns {Promise<Pass>} */
  async #use(token) {
    const entered = await this.parts.call("POST", "/api/v1/calls/enter", { body: { token } });
    const pass = { callId: entered.call_id, session: entered.session, role: entered.role, name: entered.name };
    this.parts.tab.write(KEPT, JSON.stringify(pass));
    return pass;
  }
}
