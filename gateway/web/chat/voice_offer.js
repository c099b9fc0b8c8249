/** Builds the voice of the chat page, and offers it as soon as the office has one. */

import { streamAddress } from "../service.js";
import { canReadAloud, readAloud, stopReading } from "./read_aloud.js";
import { VoiceLine } from "./voice_line.js";
import { Microphone } from "./voice_microphone.js";
import { SoundPlayer } from "./voice_player.js";
import { VoiceReader } from "./voice_reader.js";
import { VoiceTalk } from "./voice_talk.js";
import { VoiceView } from "./voice_view.js";
import { decodeAbility, savesData } from "./voice_wire.js";

const ASK_AGAIN = 30_000; // milliseconds; the engines take a while to start
const PACES = { standard: 3.2, elder: 2.5 }; // characters a second, while nobody chose another

/**
 * @typedef {{
 *   call: typeof import("../service.js").call,
 *   key: () => {id: string, token: string}|null,
 *   box: import("./voice_talk.js").TalkParts["box"],
 *   shelf: import("../storage.js").Shelf,
 *   tab: import("../storage.js").Shelf,
 *   isElder: () => boolean,
 *   hotline: () => string,
 * }} OfferParts `key` opens the conversation on the page
 */

export class VoiceOffer {
  /** @type {import("./voice_wire.js").Ability|null} */ #ability = null;
  /** @type {AudioContext|null} */ #context = null;
  #isOver = false;

  /** @param {OfferParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.view = new VoiceView();
    const context = () => (this.#context ??= new AudioContext()); // only once somebody wants sound
    const line = new VoiceLine({
      address: () => streamAddress(`/api/v1/conversations/${parts.key()?.id}/voice`),
      token: () => parts.key()?.token ?? "",
      pace: () => this.reader.pace,
    });
    this.reader = new VoiceReader({
      line,
      player: new SoundPlayer(context),
      own: { canRead: canReadAloud, read: readAloud, stop: stopReading },
      ability: () => this.#ability,
      shelf: parts.shelf,
      tab: parts.tab,
      usualPace: () => (parts.isElder() ? PACES.elder : PACES.standard),
      savesData,
      changed: (isReading) => this.view.showReading(isReading),
    });
    this.talk = new VoiceTalk({
      microphone: new Microphone(context),
      line,
      reader: this.reader,
      view: this.view,
      box: parts.box,
      conversation: () => parts.key()?.id ?? "",
      isElder: parts.isElder,
      hotline: parts.hotline,
    });
    this.view.whenReading({
      stop: () => this.reader.stop(),
      slower: () => this.reader.change(-1),
      faster: () => this.reader.change(1),
    });
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.#offer());
    document.addEventListener("visibilitychange", () => void this.look());
    setInterval(() => void this.look(), ASK_AGAIN);
  }

  /** Ask what the office's voice can do, until it can do everything. */
  async look() {
    if (document.hidden || (this.#ability?.hears && this.#ability.speaks)) return;
    this.#ability = decodeAbility(await this.parts.call("GET", "/api/v1/voice").catch(() => null));
    this.#offer();
  }

  /** Read a line because its button was pressed. @param {import("./voice_reader.js").Words} words @param {(() => void)|null} ended null: stop */
  read(words, ended) {
    if (!ended) return this.reader.stop();
    void this.reader.read(words, { ended, failed: (detail) => (ended(), this.view.tell(detail)) }, this.parts.key()?.id ?? "");
  }

  /** Note where the conversation stands: one that is over is not spoken to. @param {string} stage */
  stage(stage) {
    this.#isOver = stage === "closed";
    if (this.#isOver) this.talk.reset();
    this.#offer();
  }

  #offer() {
    this.view.offer(this.#ability?.hears === true && !this.#isOver);
    document.documentElement.dataset.voice = this.reader.canRead ? "here" : "none";
  }
}
