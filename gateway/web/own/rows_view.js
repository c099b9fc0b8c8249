/** Shows rows of a card: what it is, how much, and when that was so. */

import { element } from "../dom.js";

/** Make the rows. @param {Array<{label: string, value: string, note: string}>} rows */
export function rowsView(rows) {
  const made = rows.map(({ label, value, note }) => element("div", {}, element("dt", { text: label }), element("dd", {}, element("strong", { text: value }), note ? element("span", { class: "as-of", text: note }) : null)));
  return element("dl", { class: "rows" }, ...made);
}
