/** Shows the receipt at the end, and takes the rating (好差评). */

import { announce, byId, definitions, element } from "../dom.js";
import { endSentence, receiptFacts } from "./words.js";

/** @typedef {{number: string, item: string, due: string}} Receipt */
/** @typedef {{call: typeof import("../service.js").call, pass: () => {token: string}|null}} EndedParts pass: what opens the conversation; null: not in this browser */

export class EndedView {
  #number = "";

  /** @param {EndedParts} parts */
  constructor(parts) {
    this.parts = parts;
    byId("rating", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#rate();
    });
  }

  /** Say why it is over, show what was done, ask how it was. @param {string} why @param {Receipt|null} receipt @param {string|null} rates number of the application */
  async show(why, receipt, rates) {
    byId("ended-why", HTMLElement).textContent = endSentence(why, receipt !== null);
    if (receipt) showReceipt(byId("ended-receipt", HTMLElement), receipt);
    this.#number = rates ?? receipt?.number ?? "";
    const pass = this.parts.pass();
    if (!this.#number) return;
    if (!pass) return announce(byId("rating-news", HTMLElement), "请回到聊天页，给这次办事打个分。");
    const asked = await this.parts.call("GET", this.#route(), { token: pass.token }).catch(() => null);
    const levels = Array.isArray(asked?.levels) ? asked.levels : [];
    if (levels.length === 0 || asked.rating) return;
    const choices = levels.map((/** @type {{level: number, name: string}} */ { level, name }, /** @type {number} */ index) =>
      element("label", { class: "tick" }, element("input", { type: "radio", name: "level", value: level, required: index === 0 }), element("span", { text: name })),
    );
    byId("levels", HTMLElement).replaceChildren(...choices);
    byId("rating", HTMLFormElement).hidden = false;
  }

  async #rate() {
    const [form, news, pass] = [byId("rating", HTMLFormElement), byId("rating-news", HTMLElement), this.parts.pass()];
    const level = Number(new FormData(form).get("level"));
    const comment = byId("rating-comment", HTMLTextAreaElement).value.trim();
    try {
      await this.parts.call("POST", this.#route(), { token: pass?.token, body: { level, comment } });
    } catch (error) {
      return announce(news, `没有记下来：${/** @type {any} */ (error).detail ?? "请稍后再试。"}`);
    }
    form.hidden = true;
    announce(news, "评价记下了，谢谢您。");
    news.tabIndex = -1;
    news.focus();
  }

  #route() {
    return `/api/v1/applications/${encodeURIComponent(this.#number)}/rating`;
  }
}

/** Show a receipt. @param {HTMLElement} place @param {Receipt} receipt */
export function showReceipt(place, receipt) {
  place.hidden = false;
  place.replaceChildren(element("h2", { text: "办好了，这是回执" }), definitions(receiptFacts(receipt), "receipt-facts"), element("p", { text: "受理号请记下来，或者截屏。" }));
}
