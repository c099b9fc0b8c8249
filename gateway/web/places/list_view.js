/** Lists the places, nearest first: how far, open or not, call, apply there, print the address. */

import { element, icon } from "../dom.js";
import { wish } from "../topics/wire.js";
import { addressWords, dialled, distanceWords, hoursWords } from "./wire.js";

/** @typedef {import("./wire.js").Place} Place */

export class ListView {
  /** @param {{list: HTMLElement, item: () => string, done: (place: Place) => Promise<string[]>}} parts `done` names what is done at a place */
  constructor(parts) {
    this.parts = parts;
    this.isOfMany = false;
  }

  /** Show these places. @param {Place[]} places @param {boolean} [isOfMany] whether they may lie in several regions */
  show(places, isOfMany = false) {
    this.isOfMany = isOfMany;
    this.parts.list.replaceChildren(...places.map((place, index) => this.#place(place, index + 1)));
  }

  /** @param {Place} place @param {number} number */
  #place(place, number) {
    const facts = [hoursWords(place.hours), place.holidays, place.accessible ? "设有无障碍通道" : ""].filter(Boolean);
    const card = element(
      "li",
      { class: "panel place" },
      element("h3", {}, element("span", { class: "number", text: String(number) }), element("span", { text: place.name })),
      element("p", { class: "now", text: [distanceWords(place), place.open_words].filter(Boolean).join("，") }),
      element("p", { class: "address", text: addressWords(place, this.isOfMany) }),
      ...facts.map((fact) => element("p", { class: "hours", text: fact })),
    );
    card.append(this.#buttons(place, card));
    return card;
  }

  /** @param {Place} place @param {HTMLElement} card */
  #buttons(place, card) {
    const call = place.phone ? element("a", { class: "button", href: dialled(place.phone) }, icon("phone"), element("span", { text: `打电话 ${place.phone}` })) : null;
    const print = element("button", { class: "button quiet", type: "button", on: { click: () => printed(card) } }, icon("print"), element("span", { text: "打印地址" }));
    const box = element("div", { class: "row" }, call, this.#applying(place), print);
    return box;
  }

  /** @param {Place} place */
  #applying(place) {
    const item = this.parts.item();
    if (item) return element("a", { class: "button quiet", href: "/chat", "data-say": wish(item), text: `现在办：${item}` });
    const more = element("ul", { class: "done-here" });
    const box = element("details", { class: "doing" }, element("summary", { text: "在这里能办什么" }), more);
    box.addEventListener("toggle", async () => {
      if (!box.open || more.childElementCount > 0) return;
      const names = await this.parts.done(place);
      const links = names.map((name) => element("li", {}, element("a", { class: "question", href: "/chat", "data-say": wish(name), text: name })));
      more.replaceChildren(...(links.length > 0 ? links : [element("li", { text: "还没有登记这里能办哪些事，请先打电话问。" })]));
    });
    return box;
  }
}

/** Print one place alone. @param {HTMLElement} card */
function printed(card) {
  document.documentElement.dataset.printing = "place";
  card.classList.add("printed");
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.printing;
    card.classList.remove("printed");
  }, { once: true });
  print();
}
