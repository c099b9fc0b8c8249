/** Shows the check before the call: own picture, own voice, a test sound, and the other ways. */

import { byId, element } from "../dom.js";
import { NoMedia } from "./own_media.js";
import { browserKind, obstacleSentence, waysOut } from "./words.js";

/** @typedef {"video"|"audio"|"text"|"phone"} Way */
/** @typedef {{media: import("./own_media.js").OwnMedia, sound: import("./sound.js").Sound, go: (way: Way) => void, leaving: () => Promise<void>}} CheckParts  leaving: another browser may have to take over */

const HEARD = 0.25; // level that is surely a voice

export class CheckView {
  #isOpen = false;

  /** @param {CheckParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.start = byId("check-start", HTMLButtonElement);
    this.start.addEventListener("click", () => void (this.#isOpen ? this.#go(parts.media.hasPicture ? "video" : "audio") : this.#open(true)));
    byId("voice-only", HTMLButtonElement).addEventListener("click", () => void this.#voiceOnly());
    byId("text-only", HTMLButtonElement).addEventListener("click", () => this.#go("text"));
    byId("call-me", HTMLButtonElement).addEventListener("click", () => this.#go("phone"));
    byId("test-sound", HTMLButtonElement).addEventListener("click", () => void parts.sound.play());
  }

  /** @param {boolean} picture @returns {Promise<boolean>} whether it worked */
  async #open(picture) {
    this.start.disabled = true;
    try {
      await this.parts.media.open({ picture });
    } catch (error) {
      if (!(error instanceof NoMedia)) throw error;
      this.#trouble(error.obstacle);
      return false;
    } finally {
      this.start.disabled = false;
    }
    this.#isOpen = true;
    this.#show();
    return true;
  }

  async #voiceOnly() {
    const { media } = this.parts;
    if (media.hasPicture) await media.camera(false);
    if (media.hasVoice || (await this.#open(false))) this.#go("audio");
  }

  #show() {
    const { media, sound } = this.parts;
    const trouble = byId("check-trouble", HTMLElement);
    trouble.hidden = media.hasPicture;
    if (!media.hasPicture) trouble.replaceChildren(element("p", { text: "摄像头没有打开，可以只用声音。" }));
    byId("check-lead", HTMLElement).textContent = "看得见自己，绿条会动，就好了。";
    byId("check-parts", HTMLElement).hidden = false;
    const picture = byId("check-picture", HTMLVideoElement);
    picture.srcObject = media.stream;
    picture.hidden = !media.hasPicture;
    byId("see-words", HTMLElement).textContent = media.hasPicture ? "这是您自己的画面。" : "现在没有画面。";
    this.start.textContent = media.hasPicture ? "好了，开始视频" : "好了，开始语音";
    if (media.stream) sound.measure(media.stream, (level) => this.#level(level));
  }

  /** @param {number} level 0..1 */
  #level(level) {
    const bar = byId("level", HTMLElement);
    bar.style.setProperty("--level", String(level));
    bar.setAttribute("aria-valuenow", String(Math.round(level * 100)));
    const words = byId("hear-words", HTMLElement);
    if (level > HEARD && words.dataset.heard !== "yes") {
      words.dataset.heard = "yes";
      words.textContent = "听到您的声音了。";
    }
  }

  /** @param {import("./words.js").Obstacle} obstacle */
  #trouble(obstacle) {
    const kind = browserKind(navigator.userAgent);
    if (kind === "wechat") void this.parts.leaving();
    const steps = waysOut(obstacle, kind).map((step) => element("li", { text: step }));
    const box = byId("check-trouble", HTMLElement);
    box.replaceChildren(element("p", { text: obstacleSentence(obstacle) }), element("ol", {}, ...steps));
    box.hidden = false;
    this.start.textContent = "再试一次";
  }

  /** @param {Way} way */
  #go(way) {
    this.parts.sound.stop();
    this.parts.go(way);
  }
}
