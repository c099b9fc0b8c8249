/** Goes from one page of the staff's work to another: desk, supervision, training. */

import { byId, element } from "../dom.js";

/** @typedef {{id: string, name: string, opened: () => void}} Page id: of its element */

export class Pages {
  /** @type {Page[]} */ #pages = [];

  constructor() {
    this.place = byId("pages", HTMLElement);
  }

  /** Offer these pages and open the first. @param {Page[]} pages */
  offer(pages) {
    this.#pages = pages;
    this.place.replaceChildren(...pages.map(({ id, name }) => element("button", { class: "page-name", type: "button", text: name, "data-page": id, on: { click: () => this.open(id) } })));
    this.place.hidden = pages.length < 2;
    this.open(pages[0]?.id ?? "");
  }

  /** Open one. @param {string} id */
  open(id) {
    for (const page of this.#pages) byId(page.id, HTMLElement).hidden = page.id !== id;
    for (const button of this.place.children) {
      if (button.getAttribute("data-page") === id) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
    this.#pages.find((page) => page.id === id)?.opened();
  }

  /** Nobody is signed in: show none. @param {string[]} ids */
  close(ids) {
    this.#pages = [];
    this.place.replaceChildren();
    for (const id of ids) byId(id, HTMLElement).hidden = true;
  }
}
