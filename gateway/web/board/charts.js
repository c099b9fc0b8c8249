/** Draws with Chart.js what a table beside it also says; without the library nothing is drawn. */

import { element } from "../dom.js";
import { linesOf } from "./tables.js";
import { LEVELS } from "./words.js";

const COLOURS = ["#0b4f5c", "#b98a35", "#a3101b", "#3f5056"]; // teal, gold, red, grey of tokens.css
const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3]]; // colour is not the only sign (WCAG 1.4.1)
const MARKS = ["circle", "rectRot", "triangle", "rect"];
const SCALES = { y: { beginAtZero: true, ticks: { precision: 0 } } };

/** @type {{destroy(): void}[]} */
let drawn = [];

/** Draw conversations a day, one line for each channel. @param {import("./tables.js").Board} board @returns {HTMLElement|null} */
export function volumesChart(board) {
  const { days, lines } = linesOf(board);
  if (!lines.length) return null;
  const datasets = lines.map(({ name, counts }, at) => {
    const colour = COLOURS[at % COLOURS.length];
    return { label: name, data: counts, borderColor: colour, backgroundColor: colour, borderDash: DASHES[at % DASHES.length], pointStyle: MARKS[at % MARKS.length], pointRadius: 4 };
  });
  return chart({ type: "line", data: { labels: days.map((day) => day.slice(5)), datasets }, options: { scales: SCALES, plugins: { legend: { labels: { usePointStyle: true } } } } });
}

/** Draw how many gave each mark. @param {import("./tables.js").Board} board @returns {HTMLElement|null} */
export function ratingsChart({ ratings }) {
  if (!ratings.levels.some((count) => count > 0)) return null;
  return chart({ type: "bar", data: { labels: LEVELS, datasets: [{ data: ratings.levels, backgroundColor: COLOURS[0] }] }, options: { indexAxis: "y", scales: { x: { beginAtZero: true, ticks: { precision: 0 } } }, plugins: { legend: { display: false } } } });
}

/** Forget the charts of the last board. */
export function clearCharts() {
  for (const chart of drawn) chart.destroy();
  drawn = [];
}

/** @param {any} wish @returns {HTMLElement|null} */
function chart(wish) {
  const library = /** @type {any} */ (globalThis).Chart;
  if (!library) return null;
  const canvas = element("canvas", { "aria-hidden": "true" }); // its table says the same
  const frame = element("div", { class: "chart" }, canvas);
  const { fontFamily } = getComputedStyle(document.documentElement);
  library.defaults.font = { family: fontFamily, size: 16 };
  library.defaults.color = "#16272b";
  requestAnimationFrame(() => drawn.push(new library(canvas, { ...wish, options: { ...wish.options, animation: false, responsive: true, maintainAspectRatio: false } })));
  return frame;
}
