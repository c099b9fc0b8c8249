/** Shows a comparison: what went and what came, for the eye and for the ear. */

import { element } from "../dom.js";
import { partsOf, sizeOf } from "./diff.js";
import { diffSize, leftOut } from "./sayings.js";
import { REVIEW } from "./release_words.js";

/** @param {import("./wire.js").FieldDiff[]} fields @returns {HTMLElement} */
export function diffView(fields) {
  return element("div", { class: "diff" }, ...fields.map(fieldView));
}

/** @param {import("./wire.js").FieldDiff} field */
function fieldView({ label, pieces }) {
  const { gone, added } = sizeOf(pieces);
  const head = element("p", { class: "diff-head" }, element("strong", { text: label }), element("span", { class: "second", text: diffSize(gone, added) }));
  return element("div", { class: "diff-field" }, head, element("p", { class: "diff-text" }, ...partsOf(pieces).flatMap(partView)));
}

/** @param {import("./diff.js").Part} part @returns {Node[]} */
function partView({ op, text, count }) {
  if (op === "same") return [document.createTextNode(text)];
  if (op === "left_out") return [element("span", { class: "second", text: leftOut(count) })];
  // Struck or underlined for the eye; the ear hears which it is, and where it ends.
  const isGone = op === "gone";
  const words = element(isGone ? "del" : "ins", {}, element("span", { class: "unseen", text: isGone ? REVIEW.gone : REVIEW.added }));
  words.append(text, element("span", { class: "unseen", text: REVIEW.end }));
  return [words];
}
