/** Shows one rectification case: what the citizen said, its clock, what was put right, and the calls back. */

import { nothing, panel } from "../admin/controls.js";
import { definitions, element } from "../dom.js";
import { caseActsFor } from "./allowed.js";
import { clockMark, stateMark } from "./controls.js";
import { RectificationActs } from "./rectification_acts.js";
import { CASE, KINDS, STATES } from "./rectification_words.js";
import { hashOf } from "./routes.js";
import { caseDueInWords, grouped, levelInWords, momentInWords, ownerInWords, reopenedInWords } from "./sayings.js";
import { CASE as APPLICATION } from "./words.js";

/** @typedef {import("./rectification_wire.js").WholeCase} WholeCase */

export class RectificationPage {
  /** @param {import("./pages.js").PageParts} parts @param {string} number */
  constructor(parts, number) {
    this.parts = parts;
    this.number = number;
    this.acts = new RectificationActs(parts, { changed: (one) => this.#show(one), stale: () => this.open() });
  }

  async open() {
    this.#show(await this.parts.service.rectification(this.number));
  }

  /** @param {WholeCase} one */
  #show(one) {
    const { stage, room } = this.parts;
    const again = reopenedInWords(one.reopened);
    const marks = [stateMark(STATES[one.state] ?? one.state, one.state), clockMark(caseDueInWords(one), one.overdue), ...(again ? [element("span", { text: again })] : [])];
    stage.head(room, `${KINDS[one.kind] ?? CASE.acts} ${one.number}`, { back: { words: CASE.back, route: { name: "rectifications", which: "open" } }, marks });
    const main = element("div", { class: "stack" }, panel(CASE.acts, ...this.#acts(one)), this.#said(one), panel(CASE.outcome, one.outcome ? element("p", { class: "written", text: one.outcome }) : nothing(CASE.noOutcome)));
    room.append(element("div", { class: "two" }, main, element("div", { class: "stack" }, this.#facts(one), this.#calls(one))));
    stage.begin(room);
  }

  /** @param {WholeCase} one */
  #acts(one) {
    const { me, nameOf } = this.parts.stage;
    const allowed = caseActsFor(one, me.name);
    if (allowed.length > 0) return [element("div", { class: "actions" }, ...allowed.map((act) => this.acts.buttonFor(act, one)))];
    const isOver = one.state === "withdrawn" || one.owner === null;
    return [element("p", { text: isOver ? CASE.over : `${ownerInWords(one, me.name, nameOf)}：${CASE.theirs}` })];
  }

  /** @param {WholeCase} one */
  #said(one) {
    const rated = one.level === null ? [] : /** @type {Array<[string, string]>} */ ([[CASE.level, levelInWords(one.level)], ...one.aspects.map(([name, level]) => [name, levelInWords(level)])]);
    const words = one.text ? element("blockquote", { class: "written", text: one.text }) : nothing(CASE.noWords);
    return panel(CASE.said, words, rated.length > 0 ? definitions(rated, "rows") : null);
  }

  /** @param {WholeCase} one */
  #facts(one) {
    const { me, nameOf } = this.parts.stage;
    const facts = definitions(
      [
        [CASE.item, one.item ?? ""],
        [CASE.opened, momentInWords(one.opened_at)],
        [APPLICATION.owner, ownerInWords(one, me.name, nameOf)],
        [CASE.phone, this.#phone(one)],
      ],
      "rows",
    );
    const about = one.source === "rating" ? element("p", {}, element("a", { href: hashOf({ name: "case", number: one.about }), text: `${CASE.toCase} ${grouped(one.about)}` })) : element("p", { text: `${CASE.remark} ${one.about}` });
    return panel(APPLICATION.facts, facts, about);
  }

  /** @param {WholeCase} one */
  #phone(one) {
    if (one.phone !== null) return one.phone;
    return one.owner === this.parts.stage.me.name ? CASE.noPhone : CASE.phoneHidden;
  }

  /** @param {WholeCase} one */
  #calls({ calls }) {
    const { nameOf } = this.parts.stage;
    const items = calls.map(({ at, staff, reached, accepts, result }) => {
      const came = reached ? `${CASE.reached}，${CASE.accepts[accepts === null ? "unknown" : accepts ? "yes" : "no"]}` : CASE.notReached;
      return element("li", {}, element("p", {}, element("strong", { text: came })), element("p", { text: result }), element("p", { class: "second", text: [momentInWords(at), nameOf(staff)].filter(Boolean).join("，") }));
    });
    return panel(CASE.calls, items.length > 0 ? element("ol", { class: "history" }, ...items) : nothing(CASE.noCalls));
  }
}
