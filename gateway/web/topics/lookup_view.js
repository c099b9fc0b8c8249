/** Looks up drugs and consumables on a topic's page. */

import { element } from "../dom.js";
import { decodeFound } from "./wire.js";

const KINDS = { drugs: { title: "查药品", label: "药盒上写的名字", example: "例如：阿司匹林" }, consumables: { title: "查耗材", label: "耗材的名字", example: "例如：血糖试纸" } };

/** @typedef {keyof typeof KINDS} Kind */

export class LookupView {
  /** @param {{kind: Kind, call: typeof import("../service.js").call, region: () => string}} parts */
  constructor({ kind, call, region }) {
    const { title, label, example } = KINDS[kind];
    this.kind = kind;
    this.call = call;
    this.region = region;
    this.box = element("input", { type: "search", maxlength: 100, placeholder: example, enterkeyhint: "search", autocomplete: "off" });
    this.result = element("div", { class: "found", role: "status" });
    const form = element("form", { class: "looking", role: "search", "aria-label": title }, element("label", { class: "field" }, element("span", { text: label }), this.box), element("button", { class: "button", type: "submit", text: title }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.look(this.box.value.trim());
    });
    this.view = element("section", { class: "panel" }, element("h3", { text: title }), form, this.result);
  }

  /** Tell whether this page can look up such things. @param {string} kind @returns {kind is Kind} */
  static knows(kind) {
    return kind in KINDS;
  }

  /** Show what a name means. @param {string} asked */
  async look(asked) {
    if (!asked) return this.box.focus();
    this.box.value = asked;
    const region = this.region() ? `&region=${encodeURIComponent(this.region())}` : "";
    try {
      this.#show(asked, decodeFound(await this.call("GET", `/api/v1/lookups/${this.kind}?q=${encodeURIComponent(asked)}${region}`), asked));
    } catch (error) {
      this.result.replaceChildren(element("p", { text: /** @type {any} */ (error).detail ?? "现在查不了，请稍后再试。" }));
    }
  }

  /** @param {string} asked @param {import("./wire.js").Found} found */
  #show(asked, found) {
    if (found.products.length === 0 && found.choices.length === 0) {
      const words = `没有查到“${asked}”。没查到不等于不能报：请照盒子上的字再写一遍，或者问工作人员。`;
      return this.result.replaceChildren(element("p", { text: words }), element("p", {}, element("a", { class: "button quiet", href: "/chat?human=1", text: "问工作人员" })));
    }
    const choices = found.choices.map((choice) => element("button", { class: "button quiet", type: "button", text: choice, on: { click: () => void this.look(choice) } }));
    const shown = found.ask ? [] : found.products;
    const demo = shown.some((product) => product.demo) ? element("p", { class: "demo", text: "下面是演示数据，是为了试用编的，不要照着办。" }) : null;
    const rows = shown.map((product) => element("li", {}, element("strong", { text: product.title }), element("span", { text: product.facts.join("，") })));
    this.result.replaceChildren(
      ...[
        found.ask ? element("p", { text: found.ask }) : null,
        choices.length > 0 ? element("div", { class: "row" }, ...choices) : null,
        demo,
        rows.length > 0 ? element("ul", { class: "products" }, ...rows) : null,
        shown.length > 0 && found.note ? element("p", { text: found.note }) : null,
      ].filter((one) => one !== null),
    );
  }
}
