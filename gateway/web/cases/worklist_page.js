/** Shows the applications that wait for the desk, the most urgent first. */

import { linkButton, nothing, sheet, table } from "../admin/controls.js";
import { element } from "../dom.js";
import { clockMark, filterLinks, finder, stateMark } from "./controls.js";
import { FILTERS, hashOf } from "./routes.js";
import { dueInWords, grouped, ownerInWords, phaseInWords, totalInWords } from "./sayings.js";
import { FILTER_WORDS, WORK } from "./words.js";

/** @typedef {import("./wire.js").Row} Row */
/** @typedef {Extract<import("./routes.js").Route, {name: "work"}>} WorkRoute */

export class WorklistPage {
  /** @param {import("./pages.js").PageParts} parts @param {WorkRoute} route */
  constructor(parts, route) {
    this.parts = parts;
    this.route = route;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const list = await service.worklist(this.route);
    const found = this.route.number;
    stage.head(room, WORK.title, { lead: WORK.lead });
    const links = FILTERS.map((filter) => ({ key: filter, words: FILTER_WORDS[filter], href: hashOf({ name: "work", filter, page: 1, number: "" }), isCurrent: !found && filter === this.route.filter }));
    const search = finder({ label: WORK.number, hint: WORK.numberHint, value: found, words: WORK.find, find: (number) => stage.go({ name: "work", filter: "all", page: 1, number }) });
    const total = element("p", { class: "second", text: totalInWords(list.total, list.page, list.pages) });
    const rows = list.rows.length > 0 ? table(WORK.columns, list.rows.map((row) => this.#cells(row)), WORK.caption, "cases") : nothing(found ? WORK.notFound : WORK.none);
    const all = found ? linkButton(WORK.back, hashOf({ ...this.route, number: "" })) : null;
    room.append(sheet(element("div", { class: "finder" }, filterLinks(WORK.filters, links), search), all, total, rows, this.#pages(list.pages)));
    stage.begin(room);
    stage.say(totalInWords(list.total, list.page, list.pages));
  }

  /** @param {Row} row @returns {Array<string|Node>} */
  #cells(row) {
    const { me, nameOf } = this.parts.stage;
    const link = element("a", { class: "row-link", href: hashOf({ name: "case", number: row.number }), text: row.item || row.number });
    return [
      link,
      element("span", { class: "whole", text: grouped(row.number) }),
      stateMark(phaseInWords(row.phase), row.phase),
      clockMark(dueInWords(row), row.late),
      ownerInWords(row, me.name, nameOf),
    ];
  }

  /** @param {number} pages */
  #pages(pages) {
    if (pages <= 1) return null;
    const { page } = this.route;
    const to = (/** @type {number} */ other, /** @type {string} */ words) => (other < 1 || other > pages ? null : linkButton(words, hashOf({ ...this.route, page: other })));
    return element("nav", { class: "actions", "aria-label": WORK.pages }, to(page - 1, WORK.previous), to(page + 1, WORK.next));
  }
}
