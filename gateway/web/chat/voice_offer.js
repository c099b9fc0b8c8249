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
    this.#canRead(); // before anything is shown: the buttons beside answers take room
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
  async read(...reading) {
    (await this.#built())?.read(...reading);
  }

  /** Note where the conversation stands: one that is over is not spoken to. @param {string} stage */
  stage(stage) {
    this.#isOver = stage === "closed";
    if (this.#isOver) this.talk?.reset();
    void this.#offer();
  }

  /** Show the buttons that read aloud if somebody can; tell whether. */
  #canRead() {
    const canRead = this.#ability?.speaks === true || canReadAloud();
    document.documentElement.dataset.voice = canRead ? "here" : "none";
    return canRead;
  }

  /** Return the voice; null if the network went meanwhile: the next look tries again. */
  async #built() {
    this.#loading ??= import("./voice.js").then(({ Voice }) => new Voice(this.parts, () => this.#ability));
    this.#voice = await this.#loading.catch(() => (this.#loading = null));
    return this.#voice;
  }

  async #offer() {
    if (!this.#canRead() && !this.#ability?.hears && !this.#voice) return;
    const voice = await this.#built();
    if (!voice) return;
    const hears = this.#ability?.hears === true && !this.#isOver;
    voice.view.offer(hears);
    if (hears && !this.#isTold) this.parts.offered();
    this.#isTold ||= hears;
  }
}
