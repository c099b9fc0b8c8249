/** Shows one of several sheets beside the case; the arrow keys go from one to the next. */

import { element } from "../dom.js";

/** @typedef {{id: string, name: string, content: HTMLElement}} Sheet */

export class SideTabs {
  /** @type {Sheet[]} */ #sheets = [];
  #open = "";

  /** @param {HTMLElement} place */
  constructor(place) {
    this.list = element("div", { class: "tabs", role: "tablist", "aria-label": "办件资料" });
    this.body = element("div", { class: "sheets" });
    place.replaceChildren(this.list, this.body);
    this.list.addEventListener("keydown", (event) => this.#arrow(event));
  }

  /** Offer these sheets; the open one stays open if it is among them. @param {Sheet[]} sheets @param {string} [open] id */
  offer(sheets, open) {
    this.#sheets = sheets;
    for (const sheet of sheets) {
      sheet.content.id ||= `sheet-${sheet.id}`;
      sheet.content.setAttribute("role", "tabpanel");
      sheet.content.setAttribute("aria-labelledby", `tab-${sheet.id}`);
    }
    this.list.replaceChildren(
      ...sheets.map(({ id, name, content }, index) => element("button", { id: `tab-${id}`, class: "tab", type: "button", role: "tab", text: name, title: `Alt+${index + 1}`, "aria-controls": content.id, on: { click: () => this.open(id) } })),
    );
    this.body.replaceChildren(...sheets.map(({ content }) => content));
    this.open(open ?? (sheets.some(({ id }) => id === this.#open) ? this.#open : (sheets[0]?.id ?? "")));
  }

  /** Show a sheet. @param {string} id @param {boolean} [isWanted] whether the keyboard goes there */
  open(id, isWanted = false) {
    if (!this.#sheets.some((sheet) => sheet.id === id)) return;
    this.#open = id;
    this.#sheets.forEach((sheet, index) => {
      const isOpen = sheet.id === id;
      sheet.content.hidden = !isOpen;
      const tab = /** @type {HTMLElement} */ (this.list.children[index]);
      tab.setAttribute("aria-selected", String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
      if (isOpen && isWanted) tab.focus();
    });
  }

  /** Show the sheet at a place. @param {number} place from 1 */
  openAt(place) {
    const sheet = this.#sheets[place - 1];
    if (sheet) this.open(sheet.id, true);
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const now = this.#sheets.findIndex(({ id }) => id === this.#open);
    this.openAt(((now + by + this.#sheets.length) % this.#sheets.length) + 1);
  }
}
