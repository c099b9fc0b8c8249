/** Reads aloud what a page says of itself, with the office's voice or the device's own. */

import { SoundPlayer } from "./chat/voice_player.js";
import { decodeAbility, savesData } from "./chat/voice_wire.js";
import { byId } from "./dom.js";
import { OfficeVoice } from "./policies/office_voice.js";
import { Player } from "./policies/player.js";
import { Voice } from "./policies/voice.js";
import { call } from "./service.js";

export class PageReader {
  /** @param {HTMLButtonElement} button it holds the page's name and what is said, a sentence a line, perhaps for each view of the page */
  constructor(button) {
    this.button = button;
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
    const { id, said } = this.#ofThisView();
    this.player.load([{ id, topic: "", sentences: said.split("\n").filter(Boolean) }]);
    if (this.voice.isAvailable) this.player.play(id, { goesOn: false });
    else this.#show("failed");
  }

  /** Return what is said where the page stands now, and its name to the gateway. */
  #ofThisView() {
    const view = document.documentElement.dataset.view ?? "";
    const own = this.button.getAttribute(`data-aloud-${view}`);
    return own ? { id: `${this.page}-${view}`, said: own } : { id: this.page, said: this.button.dataset.aloud ?? "" };
  }

  /** @param {import("./policies/player.js").Status} status */
  #show(status) {
    const said = { idle: this.words, paused: this.words, reading: "停止朗读", failed: "现在读不了，请打热线，让工作人员说给您听" };
    this.label.textContent = said[status];
  }
}
