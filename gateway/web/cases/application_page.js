/** Shows one application: what was filled in, its papers, what happened, and what can be done. */

import { button, nothing, panel, table } from "../admin/controls.js";
import { definitions, element } from "../dom.js";
import { dateInWords } from "../words.js";
import { actsFor } from "./allowed.js";
import { ApplicationActs } from "./application_acts.js";
import { clockMark, stateMark } from "./controls.js";
import { showPhoto } from "./photo_dialog.js";
import { hashOf, START } from "./routes.js";
import { dueInWords, grouped, momentInWords, ownerInWords, phaseInWords } from "./sayings.js";
import { maskedValue } from "./unmasking.js";
import { CASE, HELD, IDENTITY, WORK } from "./words.js";

/** @typedef {import("./wire.js").Application} Application */
/** @typedef {import("./wire.js").Paper} Paper */

export class ApplicationPage {
  /** @param {import("./pages.js").PageParts} parts @param {string} number */
  constructor(parts, number) {
    this.parts = parts;
    this.number = number;
    this.acts = new ApplicationActs(parts, { changed: (application) => this.#show(application), stale: () => this.open() });
  }

  async open() {
    this.#show(await this.parts.service.application(this.number));
  }

  /** @param {Application} application */
  #show(application) {
    const { stage, room } = this.parts;
    const marks = [stateMark(phaseInWords(application.phase), application.phase), clockMark(dueInWords(application), application.late), element("span", { text: `${WORK.number} ${grouped(application.number)}` })];
    stage.head(room, application.item || CASE.facts, { back: { words: CASE.back, route: START }, marks });
    const papers = this.#papers(application);
    const main = element("div", { class: "stack" }, panel(CASE.acts, ...this.#acts(application)), ...this.#told(application), ...this.#parts(application), this.#fields(application), papers);
    const aside = element("div", { class: "stack" }, this.#facts(application), this.#history(application), this.#notices(application));
    room.append(element("div", { class: "two" }, main, aside));
    stage.begin(room);
  }

  /** @param {Application} application */
  #acts(application) {
    const allowed = actsFor(application, this.parts.stage.me.name);
    if (allowed.length === 0) return [element("p", { text: CASE.over })];
    const why = application.parts.length > 0 ? element("p", { text: CASE.inParts }) : this.#theirs(application);
    return [why, element("div", { class: "actions" }, ...this.acts.buttonsFor(allowed, application))];
  }

  /** @param {Application} application */
  #theirs(application) {
    const { me, nameOf } = this.parts.stage;
    if (application.owner === null || application.owner === me.name) return null;
    return element("p", { text: `${ownerInWords(application, me.name, nameOf)}${CASE.theirs}` });
  }

  /** @param {Application} application */
  #told(application) {
    const rows = /** @type {Array<[string, string]>} */ ([
      [CASE.asked, application.missing.join("、")],
      [CASE.until, application.answer_by ? dateInWords(application.answer_by) : ""],
      [CASE.note, application.note],
    ]);
    return rows.some(([, words]) => words !== "") ? [panel(CASE.told, definitions(rows, "rows"))] : [];
  }

  /** @param {Application} application */
  #parts({ parts }) {
    if (parts.length === 0) return [];
    const { me, nameOf } = this.parts.stage;
    const rows = parts.map((part) => [
      part.number ? element("a", { class: "row-link", href: hashOf({ name: "case", number: part.number }), text: part.item }) : part.item,
      part.number ? grouped(part.number) : "",
      stateMark(phaseInWords(part.phase), part.phase),
      clockMark(dueInWords(part), part.late),
      ownerInWords(part, me.name, nameOf),
    ]);
    return [panel(CASE.parts, table(WORK.columns, rows, CASE.parts, "cases"))];
  }

  /** @param {Application} application */
  #fields({ number, fields, masked }) {
    const rows = fields.map(([label, value]) => /** @type {[string, string|Node]} */ ([label, masked.includes(label) ? maskedValue(this.parts, { number, label, masked: value }) : value]));
    const filled = rows.length > 0 ? definitions(rows, "rows") : nothing(CASE.noFields);
    return panel(CASE.fields, filled, element("p", { class: "hint", text: CASE.fieldsNote }));
  }

  /** @param {Application} application */
  #papers({ papers }) {
    if (papers.length === 0) return panel(CASE.papers, nothing(CASE.noPapers));
    const hasPhoto = papers.some((paper) => paper.photo !== null);
    return panel(CASE.papers, element("ul", { class: "paper-list" }, ...papers.map(paperItem)), hasPhoto ? element("p", { class: "hint", text: CASE.photoNote }) : null);
  }

  /** @param {Application} application */
  #facts(application) {
    const { me, nameOf } = this.parts.stage;
    return panel(
      CASE.facts,
      definitions(
        [
          [CASE.region, application.region ?? CASE.noRegion],
          [CASE.submitted, momentInWords(application.submitted_at)],
          [CASE.due, application.due ? dateInWords(application.due) : ""],
          [CASE.owner, ownerInWords(application, me.name, nameOf)],
          [CASE.identity, IDENTITY[application.identity] ?? application.identity],
          [CASE.delegate, application.delegate ?? ""],
          [CASE.reference, application.core_reference ?? ""],
        ],
        "rows",
      ),
    );
  }

  /** @param {Application} application */
  #history({ history }) {
    const items = history.map(({ at, who, text }) => element("li", {}, element("p", { text }), element("p", { class: "second", text: [momentInWords(at), who].filter(Boolean).join("，") })));
    return panel(CASE.history, items.length > 0 ? element("ol", { class: "history" }, ...items) : nothing(CASE.noHistory));
  }

  /** @param {Application} application */
  #notices({ notices }) {
    if (notices === null) return null;
    const items = notices.map(({ at, text, is_sent: isSent }) => element("li", {}, element("p", { text }), element("p", { class: "second", text: [momentInWords(at), isSent ? CASE.noticeSent : CASE.noticeWaits].filter(Boolean).join("，") })));
    return panel(CASE.notices, items.length > 0 ? element("ol", { class: "history" }, ...items) : nothing(CASE.noNotices));
  }
}

/** @param {Paper} paper */
function paperItem({ name, photo, held }) {
  const look = photo === null ? null : button(CASE.look, () => showPhoto(photo, name), "small", { "aria-label": `${CASE.look}：${name}` });
  return element("li", {}, element("span", {}, element("strong", { text: name }), element("span", { class: "second", text: HELD[held] ?? "" })), look);
}
