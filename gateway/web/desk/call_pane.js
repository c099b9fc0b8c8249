/** Shows a call beside its case: pictures, how it stands, switches, captions. */

import { element } from "../dom.js";
import { CallRequests, CONFIRM_WORDS, SIGN_WORDS } from "./call_requests.js";
import { CallStage } from "./call_stage.js";
import { others, ownSentence, recordingSentence, roleWords, seatSentence } from "./call_state.js";

/** @typedef {import("./call_session.js").CallSession} CallSession */
/** @typedef {{end: () => void, transfer: () => void, say: (words: string) => void, invite: (name: string) => Promise<{url: string, until: string}>}} CallActions */

export class CallPane {
  /** @type {CallSession|null} */ #session = null;
  #standing = "";

  /** @param {HTMLElement} place @param {CallActions} actions */
  constructor(place, actions) {
    this.place = place;
    this.actions = actions;
    setInterval(() => this.#tick(), 1000);
  }

  /** Show a call that begins. @param {CallSession} session */
  open(session) {
    this.#session = session;
    this.stage = new CallStage();
    this.requests = new CallRequests({
      say: (sentence) => this.#say(sentence),
      confirm: () => this.#asks("confirm", CONFIRM_WORDS),
      sign: () => this.#asks("sign", SIGN_WORDS),
      snapshot: (kind) => session.send({ type: "snapshot_wanted", kind }),
      point: (target) => session.point(target),
    });
    this.clock = element("span", { class: "clock" });
    this.recording = element("span", { class: "recording" });
    this.standing = element("ul", { class: "standing" });
    this.happened = element("p", { class: "happened", role: "status" });
    this.problem = element("p", { class: "problem", role: "alert" });
    this.captions = element("ol", { class: "captions", "aria-label": "字幕" });
    this.muteButton = this.#toggle("静音", () => this.mute());
    this.cameraButton = this.#toggle("关摄像头", () => this.camera());
    this.maskButton = this.#toggle("遮住画面", () => session.mask(!session.state.masked));
    this.retry = element("button", { class: "small", type: "button", text: "再试摄像头和麦克风", on: { click: () => void session.useOwn() } });
    this.ends = [
      element("button", { class: "button quiet", type: "button", text: "转给同事", on: { click: () => this.actions.transfer() } }),
      element("button", { class: "button end", type: "button", text: "结束通话", on: { click: () => this.actions.end() } }),
    ];
    this.stage.place.append(this.captions);
    this.invitation = this.#inviting();
    this.place.replaceChildren(
      element("h2", { class: "unseen", text: "视频通话" }),
      this.stage.place,
      element("p", { class: "call-facts" }, this.recording, this.clock),
      this.happened,
      this.problem,
      this.requests.place,
      this.standing,
      this.retry,
      this.invitation,
      element("div", { class: "row switches" }, this.muteButton, this.cameraButton, this.maskButton, ...this.ends),
    );
    this.place.hidden = false;
    this.show(session);
  }

  /** @param {CallSession} session */
  show(session) {
    if (session !== this.#session || !this.stage || !this.requests) return;
    const { state } = session;
    this.stage.show(session);
    this.requests.show(session);
    const isAgent = state.me.role === "agent";
    this.ends?.forEach((button) => (button.hidden = !isAgent));
    if (this.invitation) this.invitation.hidden = !isAgent;
    press(this.muteButton, session.isMuted, "取消静音", "静音");
    press(this.cameraButton, session.isDark, "打开摄像头", "关摄像头");
    press(this.maskButton, state.masked, "恢复画面", "遮住画面");
    if (this.cameraButton) this.cameraButton.hidden = !session.own?.getVideoTracks().length;
    if (this.muteButton) this.muteButton.hidden = !session.own;
    if (this.maskButton) this.maskButton.hidden = !isAgent;
    if (this.retry) this.retry.hidden = session.trouble === "";
    if (this.recording) this.recording.textContent = recordingSentence(state);
    this.recording?.classList.toggle("on", state.recording.state === "on");
    if (state.said && this.happened && this.#said !== state.said) this.#say((this.#said = state.said));
    const problem = state.problem && !["form", "submit"].includes(state.problem.about) ? state.problem.detail : session.trouble;
    if (this.problem && this.problem.textContent !== problem) this.problem.replaceChildren(...(problem ? [element("span", { text: problem })] : []));
    this.captions?.replaceChildren(...state.captions.map((line) => this.#caption(line)));
    this.#tick();
  }

  #said = "";

  /** Let the pictures go. */
  close() {
    this.#session = null;
    this.#said = "";
    this.place.hidden = true;
    this.place.replaceChildren();
  }

  mute() {
    this.#session?.mute(!this.#session.isMuted);
  }

  camera() {
    this.#session?.darken(!this.#session.isDark);
  }

  /** Point at it, and say it in the chat: not everybody sees a ring on the screen. @param {string} target @param {string} words */
  #asks(target, words) {
    const isSent = this.#session?.point(target) ?? false;
    if (isSent) this.actions.say(words);
    return isSent;
  }

  #tick() {
    const session = this.#session;
    if (!session || !this.standing) return;
    const { state } = session;
    const sentences = [...others(state).map((seat) => seatSentence(seat, state.held[seat.id], Date.now())), session.trouble && !session.own && session.hasLine ? "我这边：只能看、听和打字" : ownSentence(session.link, session.rung, session.hasLine)];
    if (sentences.join() !== this.#standing) {
      this.#standing = sentences.join();
      this.standing.replaceChildren(...sentences.map((sentence) => element("li", { text: sentence })));
    }
    const seconds = state.liveAt ? Math.max(0, (Date.now() - new Date(state.liveAt).getTime()) / 1000) : null;
    if (this.clock) this.clock.textContent = seconds === null ? "等办事人进来" : `已通话 ${Math.floor(seconds / 60)} 分 ${String(Math.floor(seconds % 60)).padStart(2, "0")} 秒`;
  }

  /** @param {string} sentence */
  #say(sentence) {
    if (this.happened) this.happened.textContent = sentence;
  }

  /** @param {import("./call_state.js").Caption} line */
  #caption(line) {
    const seat = this.#session?.state.seats.find((one) => one.id === line.seat);
    const who = line.seat === this.#session?.state.me.seat ? "我" : roleWords(seat?.role ?? line.seat);
    return element("li", { class: line.final ? "" : "unsure" }, element("strong", { text: `${who}：` }), element("span", { text: line.text }));
  }

  #inviting() {
    const name = element("input", { "aria-label": "家人怎么称呼", placeholder: "家人怎么称呼", maxlength: "16", required: true });
    const link = element("p", { class: "invited", role: "status" });
    const form = element("form", { class: "row" }, name, element("button", { class: "small", type: "submit", text: "做邀请链接" }));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const made = await this.actions.invite(name.value.trim()).catch((error) => error);
      const whole = made.url ? new URL(made.url, location.href).href : "";
      link.textContent = whole ? `15 分钟内有效，只能用一次：${whole}` : (made.detail ?? "没有成功，请再试一次。");
    });
    return element("details", { class: "inviting" }, element("summary", { text: "请家人一起来" }), form, link);
  }

  /** @param {string} text @param {() => void} act */
  #toggle(text, act) {
    return element("button", { class: "button quiet", type: "button", text, "aria-pressed": "false", on: { click: act } });
  }
}

/** @param {HTMLElement|undefined} button @param {boolean} isOn @param {string} onWords @param {string} offWords */
function press(button, isOn, onWords, offWords) {
  if (!button) return;
  button.textContent = isOn ? onWords : offWords;
  button.classList.toggle("pressed", isOn);
  button.removeAttribute("aria-pressed"); // the words change instead
}
