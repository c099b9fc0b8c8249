/** Reads aloud what a page says of itself, with the office's voice or the device's own. */

import { SoundPlayer } from "./chat/voice_player.js";
import { decodeAbility, savesData } from "./chat/voice_wire.js";
import { byId } from "./dom.js";
import { OfficeVoice } from "./policies/office_voice.js";
import { Player } from "./policies/player.js";
import { Voice } from "./policies/voice.js";
import { call } from "./service.js";

export class PageReader {
  /** @param {HTMLButtonElement} button it holds the page's name and what is said, a sentence a line */
  constructor(button) {
    this.label = byId("read-page-label", HTMLElement);
    this.words = this.label.textContent ?? "";
    this.page = button.dataset.page ?? "";
    const context = new AudioContext(); // made by the tap, so that it may sound
    this.voice = new OfficeVoice({
      own: new Voice(),
      player: new SoundPlayer(() => context),
      fetch: (path, signal) => fetch(path, { signal }),
      wording: () => "spoken",
      savesData,
      of: "pages",
    });
    this.player = new Player({ voice: this.voice, speed: "slow", changed: (state) => this.#show(state.status) });
    this.player.load([{ id: this.page, topic: "", sentences: (button.dataset.aloud ?? "").split("\n").filter(Boolean) }]);
    button.addEventListener("click", () => void this.toggle());
    addEventListener("pagehide", () => this.player.stop());
  }

  /** Begin to read, or stop. */
  async toggle() {
    if (this.player.state.status === "reading") return this.player.stop();
    if (!this.voice.officeIsSpeaking) {
      const ability = decodeAbility(await call("GET", "/api/v1/voice").catch(() => null));
      this.voice.officeSpeaks(ability?.speaks === true);
    }
    if (this.voice.isAvailable) this.player.play(this.page, { goesOn: false });
    else this.#show("failed");
  }

  /** @param {import("./policies/player.js").Status} status */
  #show(status) {
    const said = { idle: this.words, paused: this.words, reading: "停止朗读", failed: "现在读不了，请打热线，让工作人员说给您听" };
    this.label.textContent = said[status];
  }
}
