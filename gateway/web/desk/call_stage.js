/** Shows the pictures of a call: the citizen big, the family third, ourselves small. */

import { element } from "../dom.js";
import { roleWords, seatIn } from "./call_state.js";

/** @typedef {import("./call_session.js").CallSession} CallSession */

const PLACES = 3;

export class CallStage {
  #big = 0; // the place that is shown big

  constructor() {
    this.frames = Array.from({ length: PLACES }, (_, place) => this.#frame(place));
    this.mirror = element("video", { autoplay: true, playsinline: true });
    this.mirror.muted = true;
    this.mine = element("figure", { class: "picture mine" }, this.mirror, element("figcaption", { text: "我" }));
    this.cover = element("p", { class: "cover", text: "画面已遮住：正在拍证件" });
    this.place = element("div", { class: "stage" }, ...this.frames.map(({ figure }) => figure), this.mine, this.cover);
  }

  /** Show a stream in its place. @param {number} place @param {MediaStream} stream */
  put(place, stream) {
    const video = this.frames[place]?.video;
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    void video.play().catch(() => null);
  }

  /** @param {CallSession} session */
  show(session) {
    const { state } = session;
    const carrying = this.frames.flatMap(({ video }, place) => (isLiving(video) ? [place] : []));
    this.frames.forEach(({ figure, caption, swap, video }, place) => {
      const seat = seatIn(state, place, carrying);
      const isQuiet = seat?.role === "supervisor"; // heard, not seen
      figure.hidden = place !== this.#big && (!seat || isQuiet);
      figure.className = place === this.#big ? "picture big" : "picture third";
      const name = seat ? roleWords(seat.role) : "办事人";
      caption.textContent = seat?.media === "audio" ? `${name}（只有声音）` : name;
      video.setAttribute("aria-label", `${name}的画面`);
      swap.hidden = place === this.#big;
      swap.setAttribute("aria-label", `把${name}放到大画面`);
    });
    if (this.mirror.srcObject !== session.own) this.mirror.srcObject = session.own;
    this.mine.hidden = !session.own?.getVideoTracks().length;
    this.mine.classList.toggle("dark", session.isDark);
    this.cover.hidden = !state.masked;
    this.place.classList.toggle("masked", state.masked);
  }

  /** @param {number} place */
  #frame(place) {
    const video = element("video", { autoplay: true, playsinline: true });
    const caption = element("span");
    const swap = element("button", { class: "small", type: "button", text: "放大", on: { click: () => this.#enlarge(place) } });
    return { figure: element("figure", { class: "picture" }, video, element("figcaption", {}, caption, swap)), video, caption, swap };
  }

  /** @param {number} place */
  #enlarge(place) {
    this.#big = place;
    this.frames.forEach(({ figure, swap }, index) => {
      figure.className = index === place ? "picture big" : "picture third";
      swap.hidden = index === place;
    });
  }
}

/** @param {HTMLVideoElement} video */
function isLiving(video) {
  return video.srcObject instanceof MediaStream && video.srcObject.getTracks().some((track) => track.readyState === "live" && !track.muted);
}
