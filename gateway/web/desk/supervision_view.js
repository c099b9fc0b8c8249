/** Shows supervisors the calls that go on, and the four ways to take part. */

import { element } from "../dom.js";
import { NoticeForm } from "./notice_form.js";
import { decodeCalls, lengthSentence, MODES, presentSentence } from "./supervision.js";
import { colleagueSentence, decodeColleagues } from "./wire.js";

/** @typedef {import("./supervision.js").OpenCall} OpenCall @typedef {import("./supervision.js").Mode} Mode */
/** @typedef {{call: typeof import("../service.js").call, attend: (open: OpenCall, mode: Mode) => Promise<void>, leave: () => void}} SupervisionParts */

export class SupervisionView {
  /** @type {OpenCall[]} */ #calls = [];
  /** @type {{id: string, mode: Mode}|null} */ #mine = null;
  #refreshed = 0;

  /** @param {HTMLElement} place @param {SupervisionParts} parts */
  constructor(place, parts) {
    this.parts = parts;
    this.state = element("p", { class: "field-state", role: "status" });
    this.problem = element("p", { class: "problem", role: "alert" });
    this.list = element("ul", { class: "calls" });
    this.staff = element("ul", { class: "standing" });
    this.notice = new NoticeForm(parts.call);
    this.pane = element("section", { class: "call-pane", hidden: true, "aria-label": "旁听的通话" });
    const legend = element("dl", { class: "keys" }, ...MODES.map(({ name, means }) => element("div", {}, element("dt", { text: name }), element("dd", { text: means }))));
    place.replaceChildren(
      element("section", { class: "supervised" }, element("h2", { id: "supervision-title", tabindex: "-1", text: "正在进行的通话" }), this.state, this.problem, this.list, element("details", {}, element("summary", { text: "四种参与方式" }), legend), element("p", { class: "quiet-words", text: "每一次旁听、耳语、加入和接管都有记录。" }), element("h2", { text: "同事" }), this.staff, this.notice.place, element("p", {}, element("a", { class: "button quiet", href: "/admin/board", text: "看服务数据" }), element("a", { class: "button quiet", href: "/admin/health", text: "看系统运行状态" }))),
      this.pane,
    );
  }

  /** Read the list again. */
  async refresh() {
    const mine = (this.#refreshed += 1);
    const [answer, staff] = await Promise.all([this.parts.call("GET", "/api/v1/staff/calls").catch((error) => error), this.parts.call("GET", "/api/v1/staff/presence").catch(() => null), this.notice.refresh()]);
    if (mine !== this.#refreshed) return;
    this.staff.replaceChildren(...decodeColleagues(staff).map((one) => element("li", { text: colleagueSentence(one) })));
    this.problem.replaceChildren(...(answer?.detail ? [element("p", { text: answer.detail })] : []));
    if (!answer?.detail) this.#calls = decodeCalls(answer);
    this.#draw();
  }

  /** We are in a call, or in none any more. @param {{id: string, mode: Mode}|null} mine */
  attending(mine) {
    this.#mine = mine;
    this.#draw();
  }

  #draw() {
    const focused = document.activeElement?.getAttribute("data-attend");
    this.state.textContent = this.#calls.length > 0 ? `${this.#calls.length} 个通话` : "现在没有通话。";
    this.list.replaceChildren(...this.#calls.map((open) => this.#card(open)));
    const again = focused ? this.list.querySelector(`[data-attend="${CSS.escape(focused)}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
  }

  /** @param {OpenCall} open */
  #card(open) {
    const isMine = this.#mine?.id === open.id;
    const head = element("p", { class: "card-item" }, element("strong", { text: open.agent ? `${open.agent} 的通话` : "等工作人员接" }), open.item ? element("span", { text: open.item }) : null, element("span", { class: "tag", text: open.recording }));
    const foot = element("p", { class: "card-foot" }, element("span", { text: presentSentence(open) }), element("span", { text: lengthSentence(open, Date.now()) }));
    const direct = open.isDirect ? element("p", { class: "card-note", text: "两边直连；要旁听，先改回转发，画面会停一下。" }) : null;
    const buttons = MODES.map(({ mode, name, means }) => {
      const isNow = isMine && this.#mine?.mode === mode;
      return element("button", { class: isNow ? "small pressed" : "small", type: "button", text: isNow ? `正在${name}` : name, title: means, "data-attend": `${open.id} ${mode}`, "aria-label": `${name}：${open.agent || "通话"}`, "aria-current": isNow ? "true" : null, on: { click: () => void this.#attend(open, mode) } });
    });
    const leave = isMine ? element("button", { class: "small", type: "button", text: "退出", on: { click: () => this.parts.leave() } }) : null;
    return element("li", { class: isMine ? "ticket open" : "ticket" }, head, foot, direct, element("div", { class: "row" }, ...buttons, leave));
  }

  /** @param {OpenCall} open @param {Mode} mode */
  async #attend(open, mode) {
    this.problem.replaceChildren();
    try {
      await this.parts.attend(open, mode);
    } catch (error) {
      this.problem.replaceChildren(element("p", { text: /** @type {any} */ (error).detail ?? "没有成功，请再试一次。" }));
    }
    await this.refresh();
  }
}
