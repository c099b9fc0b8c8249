/** Shows how a regression went, and what fell. */

import { element } from "../dom.js";
import { table } from "./controls.js";
import { entryRoute, hashOf } from "./routes.js";
import { RELEASES } from "./release_words.js";
import { reportInWords } from "./sayings.js";

/** @typedef {import("./answers_wire.js").Report} Report */
/** @typedef {import("./answers_wire.js").Fall} Fall */

/** @param {Report} report @returns {HTMLElement} */
export function reportView(report) {
  const said = element("p", { class: "verdict" }, element("strong", { text: reportInWords(report) }));
  return element("div", { class: `report ${report.passes ? "good" : "bad"}` }, said, ...falls(RELEASES.falls, report.falls), ...falls(RELEASES.fainter, report.fainter), ...falls(RELEASES.ownFailures, report.own_failures));
}

/** @param {string} title @param {Fall[]} list @returns {Node[]} */
function falls(title, list) {
  if (list.length === 0) return [];
  const rows = list.map(({ ask, region, expected, entry, got, score }) => [
    element("div", {}, element("span", { text: ask }), region ? element("span", { class: "second", text: region }) : null),
    element("div", { class: "ids" }, ...(expected.length > 0 ? expected : [entry]).map(idLink)),
    got ? element("div", { class: "ids" }, idLink(got), score === null ? null : element("span", { class: "second", text: score.toFixed(2) })) : RELEASES.noAnswer,
  ]);
  return [element("h4", { text: title }), table(RELEASES.fallColumns, rows, title)];
}

/** @param {string} id of a version, or a key */
export function idLink(id) {
  return id.includes("@") ? element("a", { class: "id", href: hashOf(entryRoute(id)), text: id }) : element("span", { class: "id", text: id });
}
