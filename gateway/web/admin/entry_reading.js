/** Shows an entry whole, for reading. */

import { element } from "../dom.js";
import { panel } from "./controls.js";
import { inOrder, spansOf } from "./doubts.js";
import { DOCUMENT, DOCUMENT_FIELDS, DOUBTS, ENTRY, FIELDS, dayInWords } from "./words.js";

/** @typedef {import("./wire.js").Content} Content */

/** @param {Content} content @returns {HTMLElement} */
export function entryReading(content) {
  const { document: source } = content;
  const wording = panel(ENTRY.wording, pairs([[FIELDS.plain, content.plain], [FIELDS.spoken, content.spoken], [FIELDS.brief, content.brief]]));
  const basics = panel(ENTRY.basics, pairs([[FIELDS.section, content.section], [FIELDS.topic, content.topic], [FIELDS.items, content.items.join("、")]]));
  const validity = panel(
    ENTRY.validity,
    pairs([
      [ENTRY.from, dayInWords(content.in_force.from)],
      [ENTRY.until, dayInWords(content.in_force.until)],
      [FIELDS.superseded_by, content.superseded_by],
      [FIELDS.expired_note, content.expired_note],
    ]),
  );
  const tests = content.tests.map((test) => [test.ask, test.region, test.also.length > 0 ? `${ENTRY.testAlso}：${test.also.join("、")}` : ""].filter(Boolean).join("　"));
  const asking = panel(ENTRY.asking, named(FIELDS.asked_as, content.asked_as), named(FIELDS.tests, tests));
  const facts = panel(
    DOCUMENT.facts,
    pairs([
      [DOCUMENT_FIELDS.title, source.title],
      [DOCUMENT_FIELDS.issuer, source.issuer],
      [DOCUMENT_FIELDS.number, source.number],
      [DOCUMENT_FIELDS.date, dayInWords(source.date)],
      [DOCUMENT_FIELDS.date_note, source.date_note],
      [DOCUMENT_FIELDS.region, source.region],
    ]),
  );
  const columns = element("div", { class: "reading-columns" }, element("div", { class: "stack" }, wording, asking), element("div", { class: "stack" }, basics, validity, facts));
  return element("div", { class: "reading" }, panel(ENTRY.text, official(content)), columns);
}

/** @param {Content} content */
function official({ text, doubts }) {
  const spans = spansOf(text, inOrder(doubts)).map((span) => {
    if (span.doubt === null) return document.createTextNode(span.text);
    const mark = element("mark", { class: "doubt" }, element("span", { class: "unseen", text: DOUBTS.mark }));
    mark.append(span.text);
    return mark;
  });
  return element("p", { class: "official" }, ...spans);
}

/** @param {Array<[string, string|null]>} rows */
function pairs(rows) {
  const shown = rows.map(([term, value]) => element("div", {}, element("dt", { text: term }), element("dd", { class: value ? "" : "second", text: value || ENTRY.empty })));
  return element("dl", { class: "rows" }, ...shown);
}

/** @param {string} title @param {string[]} lines */
function named(title, lines) {
  const items = lines.length > 0 ? element("ol", { class: "plain-list" }, ...lines.map((line) => element("li", { text: line }))) : element("p", { class: "second", text: ENTRY.empty });
  return element("div", {}, element("h4", { text: title }), items);
}
