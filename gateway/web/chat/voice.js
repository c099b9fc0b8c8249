/** Builds the voice of the chat page: microphone, line, reader and button. */

import { streamAddress } from "../service.js";
import { canReadAloud, readAloud, stopReading } from "./read_aloud.js";
import { VoiceLine } from "./voice_line.js";
import { Microphone } from "./voice_microphone.js";
import { SoundPlayer } from "./voice_player.js";
import { VoiceReader } from "./voice_reader.js";
import { VoiceTalk } from "./voice_talk.js";
import { VoiceView } from "./voice_view.js";
import { savesData } from "./voice_wire.js";

const PACES = { standard: 3.2, elder: 2.5 }; // characters a second, while nobody chose another

export class Voice {
  /** @type {AudioContext|null} */ #context = null;

  /** @param {import("./voice_offer.js").OfferParts} parts @param {() => import("./voice_wire.js").Ability|null} ability of the office's voice, now */
  constructor(parts, ability) {
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
      ability,
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
  }

  /** Read a line because its button was pressed. @param {import("./voice_reader.js").Words} words @param {(() => void)|null} ended null: stop */
  read(words, ended) {
    if (!ended) return this.reader.stop();
    void this.reader.read(words, { ended, failed: (detail) => (ended(), this.view.tell(detail)) }, this.parts.key()?.id ?? "");
  }
}
