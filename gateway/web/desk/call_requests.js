/** Offers what an agent may ask of the citizen's page: confirm, sign, take a picture, look here. */

import { element } from "../dom.js";

/** @typedef {import("./call_session.js").CallSession} CallSession */

const PAPERS = [
  ["id_card", "身份证（有头像的一面）"],
  ["id_card_back", "身份证（国徽的一面）"],
  ["household_register", "户口簿"],
  ["birth_certificate", "出生医学证明"],
  ["bank_card", "银行卡"],
  ["invoice", "医疗收费票据"],
  ["discharge_record", "出院记录"],
  ["diagnosis", "诊断证明"],
  ["other", "其他材料"],
];
const TARGETS = [
  ["microphone", "麦克风"],
  ["camera", "摄像头"],
  ["confirm", "“同意”按钮"],
  ["sign", "签名的地方"],
  ["photo", "拍照按钮"],
  ["hang_up", "挂断按钮"],
];
const CONFIRM_WORDS = "请您看一遍表单，没有问题请点“同意”。";
const SIGN_WORDS = "请您用手指在屏幕上签上姓名。";

export class CallRequests {
  /** @param {{say: (sentence: string) => void, confirm: () => boolean, sign: () => boolean, snapshot: (kind: string) => boolean, point: (target: string) => boolean}} actions */
  constructor(actions) {
    this.actions = actions;
    this.kinds = choice("拍哪一样", PAPERS);
    this.targets = choice("指哪里", TARGETS);
    this.confirmButton = this.#button("请您确认", () => this.confirm());
    this.signButton = this.#button("请您签名", () => this.sign());
    this.place = element(
      "section",
      { class: "requests", "aria-label": "请办事人做" },
      element("div", { class: "row" }, this.confirmButton, this.signButton),
      element("div", { class: "row" }, element("span", { class: "pair" }, this.kinds, this.#button("拍证件", () => this.snapshot())), element("span", { class: "pair" }, this.targets, this.#button("指给他看", () => this.point()))),
    );
  }

  /** Say what can be asked now. @param {CallSession} session */
  show(session) {
    const state = session.state.form?.state ?? "filling";
    const isAgent = session.state.me.role === "agent";
    this.place.hidden = !isAgent;
    this.confirmButton.disabled = state !== "confirmable";
    this.confirmButton.title = state === "filling" ? "表单填好以后才能请他确认" : state === "confirmable" ? "" : "他已经同意了";
    this.signButton.disabled = state !== "confirmed";
    this.signButton.title = ["filling", "confirmable"].includes(state) ? "他同意以后才能签名" : state === "confirmed" ? "" : "已经签名了";
  }

  confirm() {
    if (this.confirmButton.disabled) return this.actions.say(this.confirmButton.title);
    this.#told(this.actions.confirm(), `已请他确认：${CONFIRM_WORDS}`);
  }

  sign() {
    if (this.signButton.disabled) return this.actions.say(this.signButton.title);
    this.#told(this.actions.sign(), `已请他签名：${SIGN_WORDS}`);
  }

  snapshot() {
    const name = this.kinds.selectedOptions[0]?.textContent ?? "";
    this.#told(this.actions.snapshot(this.kinds.value), `已请他拍${name}。`);
  }

  point() {
    const name = this.targets.selectedOptions[0]?.textContent ?? "";
    this.#told(this.actions.point(this.targets.value), `他的屏幕上，${name}正在闪。`);
  }

  /** @param {boolean} isSent @param {string} sentence */
  #told(isSent, sentence) {
    this.actions.say(isSent ? sentence : "线路断了，没有发出去，请稍后再按。");
  }

  /** @param {string} text @param {() => void} act */
  #button(text, act) {
    return element("button", { class: "button quiet", type: "button", text, on: { click: act } });
  }
}

/** @param {string} label @param {string[][]} options */
function choice(label, options) {
  return element("select", { "aria-label": label }, ...options.map(([value, text]) => element("option", { value, text })));
}

export { CONFIRM_WORDS, SIGN_WORDS };
