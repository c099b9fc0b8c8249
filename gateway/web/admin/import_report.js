/** Shows what an import changed, dropped, doubted, warns of and could not find out. */

import { element } from "../dom.js";
import { chip, fold, nothing } from "./controls.js";
import { decodeImportReport } from "./report_wire.js";
import { chapterName, reportSize, samplesShown } from "./sayings.js";
import { KINDS, REPORT } from "./words.js";

const SHOWN = 50; // of each list; nobody reads on

/** @param {Record<string, unknown>} raw @returns {Node[]} */
export function reportNodes(raw) {
  const report = decodeImportReport(raw);
  const changed = report.changes.reduce((sum, change) => sum + change.count, 0);
  return [
    part(REPORT.doubted, REPORT.doubtedLead, report.doubted.length, report.doubted.map(({ chapter, doubt }) => [chip(KINDS[doubt.kind] ?? doubt.kind, "doubts"), quote(doubt.quote), aside([chapterName(chapter), doubt.note])]), true),
    part(REPORT.flagged, REPORT.flaggedLead, report.flagged.length, report.flagged.map(({ where, flag }) => [chip(KINDS[flag.kind] ?? flag.kind, "doubts"), quote(flag.quote), aside([where, flag.note])]), true),
    part(REPORT.undetermined, REPORT.undeterminedLead, report.undetermined.length, report.undetermined.map((sentence) => [element("span", { text: sentence })]), true),
    fold(REPORT.changed, reportSize(changed), changed > 0 ? [lead(REPORT.changedLead), ...report.changes.map(change)] : [nothing(REPORT.none)]),
    part(REPORT.dropped, REPORT.droppedLead, report.dropped.length, report.dropped.map(({ text, reason, where }) => [chip(reason), quote(text), aside([where])])),
    part(REPORT.other, "", report.remarks.length, report.remarks.map((sentence) => [element("span", { text: sentence })])),
  ];
}

/** @param {string} title @param {string} words @param {number} count @param {Node[][]} items @param {boolean} [isOpen] */
function part(title, words, count, items, isOpen = false) {
  if (count === 0) return fold(title, REPORT.none, [nothing(REPORT.none)]);
  const shown = element("ul", { class: "report-list" }, ...items.slice(0, SHOWN).map((nodes) => element("li", {}, ...nodes)));
  const some = samplesShown(Math.min(SHOWN, count), count);
  return fold(title, reportSize(count), [words ? lead(words) : null, some ? lead(some) : null, shown].filter((node) => node !== null), isOpen);
}

/** @param {import("./report_wire.js").Change} one */
function change({ what, kind, count, samples }) {
  const title = element("p", { class: "change-title" }, element("strong", { text: what || KINDS[kind] || kind }), chip(reportSize(count)));
  return element("div", { class: "change" }, title, element("ul", { class: "samples" }, ...samples.map((sample) => element("li", { text: sample }))));
}

const lead = (/** @type {string} */ words) => element("p", { class: "hint", text: words });
const quote = (/** @type {string} */ words) => element("q", { class: "quote", text: words });
const aside = (/** @type {string[]} */ parts) => element("span", { class: "second", text: parts.filter(Boolean).join("：") });
