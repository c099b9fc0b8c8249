/** Shows who is in the call: the agent large, others small, oneself in the corner, captions over it. */

import { byId, element } from "../dom.js";
import { heard, playApart } from "../rtc/playing.js";
import { largest, seated } from "./seating.js";
import { COVERED, NO_PICTURE, seatName } from "./words.js";

/** @typedef {import("../rtc/wire.js").Seat} Seat */

const PLACES = 3;
const CAPTIONS = 2; // lines

export class StageView {
  /** @type {Seat[]} */ #seats = [];
  /** @type {Record<string, string>} */ #told = {};
  /** @type {string|null} seat that the citizen wants large */ #chosen = null;
  /** @type {{seat: string, text: string}[]} */ #captions = [];
  /** @type {MediaStream[]} by place */ #streams = [];
  #mine = "";

  constructor() {
    this.stage = byId("stage", HTMLElement);
    this.words = byId("stage-words", HTMLParagraphElement);
    this.own = byId("own", HTMLElement);
    this.unlock = byId("unlock-sound", HTMLButtonElement);
    this.tiles = Array.from({ length: PLACES }, (_, place) => byId(`place-${place}`, HTMLElement));
    this.tiles.forEach((tile, place) => {
      tile.addEventListener("click", () => this.#choose(place));
      tile.addEventListener("keydown", (event) => ["Enter", " "].includes(event.key) && this.#choose(place));
    });
    this.unlock.addEventListener("click", () => void this.#playAll());
  }

  /** Show a stream in a place. @param {number} place @param {MediaStream} stream */
  place(place, stream) {
    const [video, audio] = this.#players(place);
    if (!video || !audio) return;
    this.#streams[place] = stream;
    for (const track of stream.getTracks()) track.onmute = track.onunmute = () => this.#arrange();
    void playApart(video, audio, stream).then((isHeard) => (this.unlock.hidden = isHeard));
    this.#arrange();
  }

  /** Show who is there. @param {Seat[]} seats @param {string} mine */
  seats(seats, mine) {
    [this.#seats, this.#mine] = [seats, mine];
    this.#arrange();
  }

  /** Take what the gateway says of who is in which place. @param {Record<string, string>} places */
  places(places) {
    this.#told = places;
    this.#arrange();
  }

  /** Show oneself; null: no picture. @param {MediaStream|null} stream */
  self(stream) {
    const video = /** @type {HTMLVideoElement} */ (this.own.querySelector("video"));
    const hasPicture = (stream?.getVideoTracks().length ?? 0) > 0;
    video.srcObject = hasPicture ? stream : null;
    this.own.hidden = !hasPicture;
  }

  /** Say in the picture how it stands; empty: the picture says it. @param {string} sentence */
  say(sentence) {
    this.words.textContent = sentence;
    this.#arrange();
  }

  /** Cover the pictures while a document is looked at. @param {boolean} isMasked */
  mask(isMasked) {
    this.own.classList.toggle("masked", isMasked);
    /** @type {HTMLElement} */ (this.own.querySelector("figcaption")).textContent = isMasked ? COVERED : "我";
  }

  /** Show what was just said. @param {string} seat @param {string} text @param {boolean} isFinal */
  caption(seat, text, isFinal) {
    const last = this.#captions.at(-1);
    if (last?.seat === seat && !this.#isClosed) last.text = text;
    else this.#captions = [...this.#captions, { seat, text }].slice(-CAPTIONS);
    this.#isClosed = isFinal;
    const box = byId("captions", HTMLElement);
    box.hidden = false;
    box.replaceChildren(...this.#captions.map((one) => element("p", {}, element("b", { text: `${one.seat === this.#mine ? "我" : seatName(this.#seat(one.seat))}：` }), element("span", { text: one.text }))));
  }
  #isClosed = true;

  #arrange() {
    const places = seated(this.#seats, this.#mine, this.#carrying(), this.#told);
    const large = largest(places, this.#seats, this.#chosen);
    let isShown = false;
    this.tiles.forEach((tile, place) => {
      const seat = this.#seat(places.get(place) ?? "");
      tile.hidden = !seat;
      if (!seat) return;
      tile.classList.toggle("large", place === large);
      this.#offer(tile, place !== large, seatName(seat));
      const isAudio = seat.media === "audio" || seat.media === "text" || !this.#hasPicture(place);
      tile.classList.toggle("without", isAudio);
      isShown ||= place === large && !isAudio;
      const caption = /** @type {HTMLElement} */ (tile.querySelector("figcaption"));
      const said = isAudio ? `${seatName(seat)}：${NO_PICTURE}` : seatName(seat);
      if (caption.textContent !== said) caption.textContent = said;
    });
    this.stage.dataset.count = String(places.size);
    this.words.hidden = this.words.textContent === "" || (isShown && this.words.dataset.always !== "yes");
  }

  /** Let a small picture be made large, by a key, too. @param {HTMLElement} tile @param {boolean} isSmall @param {string} name */
  #offer(tile, isSmall, name) {
    for (const [attribute, value] of Object.entries({ tabindex: "0", role: "button", "aria-label": `放大${name}的画面` })) {
      if (isSmall) tile.setAttribute(attribute, value);
      else tile.removeAttribute(attribute);
    }
  }

  /** @param {number} place */
  #choose(place) {
    this.#chosen = seated(this.#seats, this.#mine, this.#carrying(), this.#told).get(place) ?? null;
    this.#arrange();
  }

  #carrying() {
    return this.tiles.map((_, place) => place).filter((place) => this.#tracks(place).some((track) => !track.muted && track.readyState === "live"));
  }

  /** @param {number} place */
  #hasPicture(place) {
    return this.#tracks(place).some((track) => track.kind === "video" && !track.muted && track.readyState === "live");
  }

  /** @param {number} place @returns {MediaStreamTrack[]} */
  #tracks(place) {
    return this.#streams[place]?.getTracks() ?? [];
  }

  /** @param {number} place */
  #players(place) {
    const tile = this.tiles[place];
    return /** @type {const} */ ([tile?.querySelector("video"), tile?.querySelector("audio")]);
  }

  async #playAll() {
    const voices = this.tiles.map((_, place) => this.#players(place)[1]);
    const played = await Promise.all(voices.map((audio) => (audio?.srcObject ? heard(audio) : true)));
    this.unlock.hidden = played.every(Boolean);
  }

  /** @param {string} id */
  #seat(id) {
    return this.#seats.find((seat) => seat.id === id);
  }
}
