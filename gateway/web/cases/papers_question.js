/** Asks which papers are missing, for the one-time notice (一次性告知). */

import { field } from "../admin/controls.js";
import { element } from "../dom.js";
import { wasAsked } from "./allowed.js";
import { writing, written } from "./controls.js";
import { linesOf } from "./sayings.js";
import { HELD, PAPERS } from "./words.js";

/** @typedef {import("./wire.js").Application} Application */
/** @typedef {import("./wire.js").Material} Material */

const [MOST, LONGEST] = [30, 100]; // papers, characters of each: what the gateway takes

/** Return the controls that ask. @param {Application} application @param {Material[]} materials of its item @returns {Node[]} */
export function papersControls(application, materials) {
  const isAgain = wasAsked(application);
  const warning = element("div", { class: "callout" }, element("p", { text: isAgain ? PAPERS.again : PAPERS.once }), isAgain ? element("p", { text: PAPERS.before + application.missing.join("、") }) : null);
  const ticks = materials.map((material) => tick(material, application));
  const until = field(PAPERS.until, element("input", { type: "date", name: "answer_by" }), PAPERS.untilHint);
  return [
    warning,
    ...(ticks.length > 0 ? [element("fieldset", { class: "field" }, element("legend", { text: PAPERS.pick }), element("div", { class: "material-list" }, ...ticks))] : []),
    writing({ label: PAPERS.other, name: "other", longest: MOST * LONGEST, rows: 2 }),
    ...(isAgain ? [writing({ label: PAPERS.reason, name: "reason", longest: 200, isNeeded: true, rows: 2 })] : []),
    writing({ label: PAPERS.note, name: "note", longest: 500, hint: PAPERS.noteHint, rows: 2 }),
    until,
  ];
}

/** Read what was asked for. @param {FormData} values @returns {import("./case_service.js").Asking} */
export function askingOf(values) {
  const ticked = values.getAll("missing").map(String);
  const missing = [...new Set([...ticked, ...linesOf(written(values, "other"))])].map((name) => [...name].slice(0, LONGEST).join(""));
  return { missing, note: written(values, "note"), answer_by: written(values, "answer_by") || null, reason: written(values, "reason") };
}

/** Say what is wrong with the request; empty if nothing is. @param {FormData} values */
export function wrongWith(values) {
  const { missing } = askingOf(values);
  if (missing.length === 0) return PAPERS.none;
  return missing.length > MOST ? PAPERS.tooMany : "";
}

/** @param {Material} material @param {Application} application */
function tick(material, application) {
  const held = application.papers.find((paper) => paper.name === material.name);
  const asides = [material.needed_when, held ? HELD[held.held] : ""].filter(Boolean).join("；");
  const words = element("span", {}, document.createTextNode(material.name), asides ? element("span", { class: "second", text: asides }) : null);
  return element("label", { class: "tick" }, element("input", { type: "checkbox", name: "missing", value: material.name }), words);
}
