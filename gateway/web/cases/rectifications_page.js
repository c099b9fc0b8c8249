/** Shows the rectification cases that bad ratings and complaints opened, the most urgent first. */

import { nothing, sheet, table } from "../admin/controls.js";
import { element } from "../dom.js";
import { clockMark, filterLinks, finder, stateMark } from "./controls.js";
import { LIST, SOURCES, STATES, WHICH_WORDS } from "./rectification_words.js";
import { hashOf, WHICH } from "./routes.js";
import { caseDueInWords, casesInWords, ownerInWords } from "./sayings.js";

/** @typedef {import("./rectification_wire.js").Rectification} Rectification */

export class RectificationsPage {
  /** @param {import("./pages.js").PageParts} parts @param {import("./routes.js").Which} which */
  constructor(parts, which) {
    this.parts = parts;
    this.which = which;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const cases = await service.rectifications(this.which);
    stage.head(room, LIST.title, { lead: LIST.lead });
    const links = WHICH.map((which) => ({ key: which, words: WHICH_WORDS[which], href: hashOf({ name: "rectifications", which }), isCurrent: which === this.which }));
    const search = finder({ label: LIST.number, words: LIST.find, find: (number) => stage.go({ name: "rectification", number: number.toUpperCase() }) });
    const total = element("p", { class: "second", text: casesInWords(cases.length) });
    const rows = cases.length > 0 ? table(LIST.columns, cases.map((one) => this.#cells(one)), LIST.caption, "cases") : nothing(LIST.none);
    room.append(sheet(element("div", { class: "finder" }, filterLinks(LIST.filters, links), search), total, rows));
    stage.begin(room);
    stage.say(casesInWords(cases.length));
  }

  /** @param {Rectification} one @returns {Array<string|Node>} */
  #cells(one) {
    const { me, nameOf } = this.parts.stage;
    return [
      element("a", { class: "row-link whole", href: hashOf({ name: "rectification", number: one.number }), text: one.number }),
      SOURCES[one.source],
      stateMark(STATES[one.state] ?? one.state, one.state),
      clockMark(caseDueInWords(one), one.overdue),
      ownerInWords(one, me.name, nameOf),
    ];
  }
}
