/** Shows whom to call back, with the three buttons that it takes. */

import { announce, byId, element } from "../dom.js";
import { dueSentence, grouped } from "./call_backs.js";

/** @typedef {import("./call_backs.js").CallBack} CallBack */
/** @typedef {import("./call_backs.js").Act} Act */

const WORDS = { take: "我来打", reached: "打通了", missed: "没打通" };

export class CallBacksView {
  /** @type {Map<string, string>} what is typed beside each number, so that a new list loses nothing */ #notes = new Map();
  /** @type {string} what is on screen: the same again is not drawn again */ #drawn = "";

  /** @param {{act: (number: string, act: Act, note: string) => Promise<void>}} actions */
  constructor(actions) {
    this.actions = actions;
    this.place = byId("call-backs", HTMLElement);
    this.count = byId("call-backs-count", HTMLElement);
    this.problem = byId("call-backs-problem", HTMLElement);
  }

  /** @param {CallBack[]} shown in the order of calling */
  show(shown) {
    this.count.textContent = dueSentence(shown);
    const drawn = JSON.stringify(shown);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = document.activeElement?.getAttribute("data-call-back");
    this.place.replaceChildren(...shown.map((one) => this.#card(one)));
    // The list was made anew: give the keyboard its place back.
    const again = focused ? this.place.querySelector(`[data-call-back="${CSS.escape(focused)}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
  }

  /** @param {CallBack} one */
  #card(one) {
    const isCalled = one.standing === "calling";
    const head = element("p", { class: "card-item" }, element("strong", { text: one.when }));
    if (one.due && !isCalled) head.append(element("span", { class: "tag unread", text: "到时间了" }));
    if (one.tried > 0) head.append(element("span", { class: "tag", text: `已打 ${one.tried} 次没通` }));
    const facts = [element("p", { class: "card-topic", text: one.topic })];
    if (one.note) facts.push(element("p", { class: "card-note", text: one.note }));
    const card = element("li", { class: one.mine ? "ticket open" : "ticket" }, head, ...facts);
    if (one.mine) card.append(this.#called(one));
    else if (isCalled) card.append(element("p", { class: "card-note", text: `${one.staff} 正在打` }));
    else card.append(element("p", { class: "card-foot" }, element("span", { text: grouped(one.phone) }), this.#button(one, "take")));
    return card;
  }

  /** The number, whole, for who calls it now. @param {CallBack} one */
  #called(one) {
    const id = `note-${one.number}`;
    const note = element("input", { id, class: "call-note", "data-call-back": id, maxlength: "500", placeholder: "记一句（可不填）" });
    note.value = this.#notes.get(one.number) ?? "";
    note.addEventListener("input", () => this.#notes.set(one.number, note.value));
    return element(
      "div",
      { class: "calling" },
      element("p", { class: "call-number", text: grouped(one.phone) }),
      element("label", { class: "unseen", for: id, text: "通话记录" }),
      note,
      element("p", { class: "card-foot" }, this.#button(one, "reached"), this.#button(one, "missed")),
    );
  }

  /** @param {CallBack} one @param {Act} act */
  #button(one, act) {
    return element("button", {
      class: act === "missed" ? "button quiet" : "button",
      type: "button",
      text: WORDS[act],
      "data-call-back": `${act}-${one.number}`,
      "aria-label": `${WORDS[act]}：${one.when}，${one.topic}`,
      disabled: act === "take" && !one.due,
      title: act === "take" && !one.due ? "到约好的时间才能打" : null,
      on: { click: () => void this.#act(one, act) },
    });
  }

  /** @param {CallBack} one @param {Act} act */
  async #act(one, act) {
    this.problem.replaceChildren();
    try {
      await this.actions.act(one.number, act, this.#notes.get(one.number) ?? "");
      if (act !== "take") this.#notes.delete(one.number);
    } catch (error) {
      announce(this.problem, /** @type {any} */ (error).detail ?? "没有成功，请再试一次。");
    }
  }
}
