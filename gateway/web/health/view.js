/** Shows how every part is: state in words and colour, since when, what to do. */

import { element } from "../dom.js";
import { HEALTH, STATES } from "./words.js";

/** @typedef {{name: string, text: string}} Step */
/** @typedef {{alert: string, title: string, steps: Step[]}} Runbook */
/** @typedef {{part: string, name: string, state: "ok"|"degraded"|"down"|"unused", since: string, problem: string|null, problem_at: string|null, runbooks: Runbook[]}} Part */
/** @typedef {{state: "ok"|"degraded"|"down", says: string, looked_at: string|null, parts: Part[]}} Health */

/** @type {WeakMap<Element, string>} what each row shows */ const shown = new WeakMap();
const TIME = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
const CLOCK = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {{overall: HTMLElement, lookedAt: HTMLElement, parts: HTMLElement}} places @param {Health} health */
export function showHealth({ overall, lookedAt, parts }, health) {
  if (overall.textContent !== health.says) overall.textContent = health.says; // said aloud when it changes
  overall.dataset.state = health.state;
  lookedAt.textContent = health.looked_at ? HEALTH.lookedAt(CLOCK.format(new Date(health.looked_at))) : HEALTH.notYet;
  const rows = new Map([...parts.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.part, row]));
  for (const part of health.parts) {
    const [before, seen] = [rows.get(part.part), JSON.stringify(part)];
    if (before && shown.get(before) === seen) continue; // what somebody reads stays as it is
    const row = rowOf(part);
    const folds = [...(before?.querySelectorAll("details") ?? [])].map((fold) => fold.open);
    for (const [at, fold] of [...row.querySelectorAll("details")].entries()) fold.open = folds[at] ?? false;
    shown.set(row, seen);
    if (before) before.replaceWith(row);
    else parts.append(row);
  }
}

/** @param {Part} part @returns {HTMLElement} */
function rowOf(part) {
  const row = element("li", { class: "part" });
  row.dataset.part = part.part;
  row.dataset.state = part.state;
  const head = element("h2", { class: "part-name", text: part.name });
  const state = element("p", { class: "part-state" }, element("strong", { text: STATES[part.state] }), element("span", { class: "second", text: HEALTH.since(TIME.format(new Date(part.since))) }));
  row.append(head, state);
  const isNow = part.state !== "ok";
  if (part.problem && isNow) row.append(element("p", { class: "part-problem", text: part.problem }));
  else if (part.problem && part.problem_at) row.append(element("p", { class: "second", text: HEALTH.last(TIME.format(new Date(part.problem_at))) + part.problem }));
  if (part.state !== "unused") for (const runbook of part.runbooks) row.append(foldOf(runbook));
  return row;
}

/** Show what stands between backticks as code. @param {string} text @returns {Node[]} */
function inCode(text) {
  return text.split("`").map((piece, at) => (at % 2 ? element("code", { text: piece }) : document.createTextNode(piece)));
}

/** @param {Runbook} runbook @returns {HTMLElement} */
function foldOf(runbook) {
  const steps = runbook.steps.flatMap(({ name, text }) => [element("dt", { text: name }), element("dd", {}, ...inCode(text))]);
  return element("details", { class: "runbook" }, element("summary", { text: HEALTH.todo(runbook.title) }), element("dl", {}, ...steps));
}
