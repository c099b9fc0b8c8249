/** Offers the voice of the chat page as soon as there is one; only then its modules are loaded. */

import { canReadAloud } from "./read_aloud.js";
import { decodeAbility } from "./voice_wire.js";

/** @typedef {import("./voice.js").Voice} Voice */

const ASK_AGAIN = 30_000; // milliseconds; the engines take a while to start

/**
 * @typedef {{
 *   call: typeof import("../service.js").call,
 *   key: () => {id: string, token: string}|null,
 *   box: import("./voice_talk.js").TalkParts["box"],
 *   shelf: import("../storage.js").Shelf,
 *   tab: import("../storage.js").Shelf,
 *   isElder: () => boolean,
 *   hotline: () => string,
 *   offered: () => void,
 * }} OfferParts `key` opens the conversation on the page; `offered` is told once that one may speak
 */

export class VoiceOffer {
  /** @type {import("./voice_wire.js").Ability|null} */ #ability = null;
  /** @type {Voice|null} */ #voice = null;
  /** @type {Promise<Voice>|null} */ #loading = null;
  #isOver = false;
  #isTold = false;

  /** @param {OfferParts} parts */
  constructor(parts) {
    this.parts = parts;
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => void this.#offer());
    document.addEventListener("visibilitychange", () => void this.look());
    setInterval(() => void this.look(), ASK_AGAIN);
  }

  /** The talk by voice; without one there is nothing to tell it. */
  get talk() {
    return this.#voice?.talk;
  }

  /** Ask what the office's voice can do, until it can do everything. */
  async look() {
    if (document.hidden || (this.#voice && this.#ability?.hears && this.#ability.speaks)) return;
    this.#ability = decodeAbility(await this.parts.call("GET", "/api/v1/voice").catch(() => null));
    await this.#offer();
  }

  /** Read a line because its button was pressed. @param {Parameters<Voice["read"]>} reading */
  read(...reading) {
    this.#voice?.read(...reading);
  }

  /** Note where the conversation stands: one that is over is not spoken to. @param {string} stage */
  stage(stage) {
    this.#isOver = stage === "closed";
    if (this.#isOver) this.talk?.reset();
    void this.#offer();
  }

  async #offer() {
    if (!this.#ability?.hears && !this.#ability?.speaks && !canReadAloud() && !this.#voice) return;
    this.#loading ??= import("./voice.js").then(({ Voice }) => new Voice(this.parts, () => this.#ability));
    this.#voice = await this.#loading.catch(() => (this.#loading = null)); // the network went: the next look tries again
    if (!this.#voice) return;
    const hears = this.#ability?.hears === true && !this.#isOver;
    this.#voice.view.offer(hears);
    document.documentElement.dataset.voice = this.#voice.reader.canRead ? "here" : "none";
    if (hears && !this.#isTold) this.parts.offered();
    this.#isTold ||= hears;
  }
}
