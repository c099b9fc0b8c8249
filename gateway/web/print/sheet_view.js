/** Shows a sheet as it comes out of the printer. */

import { element } from "../dom.js";
import { rowsView } from "../own/rows_view.js";

const CODE = /^\d{3} \d{3}$/; // what is read out at the telephone or the counter
const SVG = "http://www.w3.org/2000/svg";

/** Make what stands under the sheet's title. @param {import("./wire.js").Sheet} sheet @returns {HTMLElement[]} */
export function sheetView(sheet) {
  const blocks = sheet.blocks.map(blockView);
  const foot = element("footer", { class: "sheet-foot" }, element("div", {}, element("p", { class: "sheet-call", text: sheet.call }), element("p", { text: sheet.printed })), sheet.qr ? codeView(sheet.qr) : null);
  return [...blocks, foot];
}

/** @param {import("./wire.js").Block} block */
function blockView(block) {
  const heading = block.heading ? element("h2", { text: block.heading }) : null;
  const rows = block.rows.length > 0 ? rowsView(block.rows) : null;
  if (!block.heading) return element("section", {}, ...block.lines.map((line) => element("p", { text: line })), rows);
  if (block.lines.length === 1 && !rows) return element("section", {}, heading, element("p", { class: CODE.test(block.lines[0] ?? "") ? "sheet-code" : "only", text: block.lines[0] }));
  const kind = block.numbered ? "ol" : "ul";
  const lines = block.lines.length > 0 ? element(kind, { class: block.numbered ? "steps" : "points" }, ...block.lines.map((line) => element("li", { text: line }))) : null;
  return element("section", {}, heading, lines, rows);
}

/** @param {import("./wire.js").Code} code */
function codeView(code) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${code.size} ${code.size}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", `二维码：${code.caption}`);
  picture.setAttribute("shape-rendering", "crispEdges");
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", code.path);
  picture.append(dark);
  return element("figure", { class: "qr" }, /** @type {any} */ (picture), element("figcaption", { text: code.caption }));
}
