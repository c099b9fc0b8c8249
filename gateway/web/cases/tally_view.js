/** Shows above every view what presses today, in words. */

import { element } from "../dom.js";
import { hashOf } from "./routes.js";
import { rectifiedInWords, shareInWords } from "./sayings.js";
import { FILTER_WORDS, TALLY } from "./words.js";
import { LIST } from "./rectification_words.js";

/** @typedef {import("./case_service.js").Tally} Tally */

/** @param {HTMLElement} place @param {Tally} tally */
export function showTally(place, { due_today: dueToday, late, papers, ratings }) {
  const first = /** @type {const} */ ({ name: "work", page: 1, number: "" });
  place.replaceChildren(
    element(
      "ul",
      { class: "tally-list" },
      figure(TALLY.dueToday, `${dueToday} 件`, hashOf({ ...first, filter: "all" })),
      figure(TALLY.late, `${late} 件`, hashOf({ ...first, filter: "late" }), late > 0),
      figure(FILTER_WORDS.needs_papers, `${papers} 件`, hashOf({ ...first, filter: "needs_papers" })),
      figure(TALLY.share, shareInWords(ratings), null, ratings.share !== null && ratings.share < ratings.target),
      figure(LIST.title, rectifiedInWords(ratings), hashOf({ name: "rectifications", which: "open" }), ratings.overdue > 0),
    ),
  );
}

/** Say that there are no figures now. @param {HTMLElement} place */
export function tallyBroken(place) {
  place.replaceChildren(element("p", { class: "hint", text: TALLY.broken }));
}

/** @param {string} name @param {string} words @param {string|null} href @param {boolean} [isPressing] */
function figure(name, words, href, isPressing = false) {
  const said = element("span", { class: isPressing ? "figure pressing" : "figure" }, element("span", { class: "figure-name", text: `${name}：` }), element("strong", { text: words }));
  return element("li", {}, href ? element("a", { href }, said) : said);
}
