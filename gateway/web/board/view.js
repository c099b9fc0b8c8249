/** Shows the board: one sheet for each matter, with its chart, its table and what it means. */

import { element } from "../dom.js";
import { clearCharts, ratingsChart, volumesChart } from "./charts.js";
import { aimOf, rowsOf } from "./tables.js";
import { BOARD, SHEETS } from "./words.js";

/** @param {HTMLElement} place @param {import("./tables.js").Board} board */
export function showBoard(place, board) {
  clearCharts();
  const rows = rowsOf(board);
  const { ratings } = board;
  const aim = aimOf(ratings);
  place.replaceChildren(
    sheet("volumes", rows.volumes, { chart: volumesChart(board), isFolded: true }),
    sheet("contacts", rows.contacts),
    sheet("waits", rows.waits),
    sheet("ratings", rows.ratings, {
      chart: ratingsChart(board),
      figures: [aim === null ? null : `非常满意率 ${aim}`, ratings.rectified === null ? null : `差评按期整改 ${BOARD.share(ratings.rectified)}`],
    }),
    sheet("items", rows.items),
    sheet("hearing", rows.hearing),
    sheet("gaps", rows.gaps),
    sheet("expiring", rows.expiring),
  );
}

/** Put the figures of every chart on paper, too: nobody can open them there. @param {HTMLElement} place */
export function armPrinting(place) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...place.querySelectorAll("details")].filter((one) => !one.open);
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}

/**
 * @param {keyof typeof SHEETS} name @param {import("./tables.js").Row[]} rows
 * @param {{chart?: HTMLElement|null, figures?: (string|null)[], isFolded?: boolean}} [more] isFolded: a long table is opened on demand
 */
function sheet(name, rows, { chart = null, figures = [], isFolded = false } = {}) {
  const { title, note, head } = SHEETS[name];
  const id = `sheet-${name}`;
  const table = rows.length ? tableOf(title, head, rows) : element("p", { class: "nothing", text: BOARD.nothing });
  const body = isFolded && chart && rows.length ? element("details", {}, element("summary", { text: "看数字" }), table) : table;
  const lines = figures.filter((line) => line !== null).map((line) => element("p", { class: "figure", text: line }));
  return element("section", { class: "sheet", "aria-labelledby": id }, element("h2", { id, text: title }), ...lines, chart, body, element("p", { class: "second", text: note }));
}

/** @param {string} title @param {string[]} head @param {import("./tables.js").Row[]} rows */
function tableOf(title, head, rows) {
  const heads = head.map((text) => element("th", { scope: "col", text }));
  const lines = rows.map(([first, ...others]) => element("tr", {}, element("th", { scope: "row", text: String(first) }), ...others.map((cell) => element("td", { text: String(cell) }))));
  const table = element("table", {}, element("caption", { class: "unseen", text: title }), element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines));
  return element("div", { class: "scroll", role: "region", "aria-label": `${title}（表格）`, tabindex: "0" }, table);
}
