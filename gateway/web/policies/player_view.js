/** Shows the buttons of the player while something is read. */

import { announce, byId, hasRoom } from "../dom.js";
import { addressOf } from "./wire.js";
import { reading, VOICE_FAILED } from "./words.js";

/** @typedef {import("./player.js").Player} Player @typedef {import("./player.js").State} State */

export class PlayerView {
  #told = "";

  /** @param {{player: () => Player, keepSpeed: (speed: string) => void}} parts */
  constructor({ player, keepSpeed }) {
    this.player = player;
    this.bar = byId("player", HTMLElement);
    this.toggle = byId("player-toggle", HTMLButtonElement);
    this.where = byId("player-where", HTMLAnchorElement);
    this.goesOn = byId("goes-on", HTMLInputElement);
    this.teller = byId("teller", HTMLElement);
    this.speeds = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=speed]"));
    byId("player-more", HTMLDetailsElement).open = hasRoom();
    this.toggle.addEventListener("click", () => (player().state.status === "reading" ? player().pause() : player().resume()));
    byId("player-next", HTMLButtonElement).addEventListener("click", () => player().next());
    byId("player-previous", HTMLButtonElement).addEventListener("click", () => player().previous());
    byId("player-stop", HTMLButtonElement).addEventListener("click", () => player().stop());
    this.goesOn.addEventListener("change", () => player().setGoesOn(this.goesOn.checked));
    this.speeds.forEach((input) =>
      input.addEventListener("change", () => {
        player().setSpeed(input.value);
        keepSpeed(input.value);
      }),
    );
  }

  /** Show where reading stands. @param {State} state */
  show(state) {
    this.bar.hidden = state.status === "idle";
    this.goesOn.checked = state.goesOn;
    this.speeds.forEach((input) => (input.checked = input.value === state.speed));
    if (state.status === "idle") return this.#tell("");
    const { tracks } = this.player();
    const track = tracks[state.index];
    const where = reading(state, tracks.length, track?.topic ?? "");
    const sentence = state.status === "failed" ? `${where}　${VOICE_FAILED}` : where;
    this.where.textContent = sentence;
    this.toggle.textContent = state.status === "reading" ? "暂停" : "继续";
    this.where.href = addressOf(track?.id ?? "");
    // While a voice reads, a second one would talk over it: only stops are announced.
    this.#tell(state.status === "reading" ? "" : sentence);
  }

  /** @param {string} sentence */
  #tell(sentence) {
    if (sentence && sentence !== this.#told) announce(this.teller, sentence);
    this.#told = sentence;
  }
}
