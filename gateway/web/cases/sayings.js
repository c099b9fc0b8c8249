/** Says what depends on numbers, days and names on the cases page; knows no DOM. */

import { clockTime, dateInWords } from "../words.js";
import { LEVELS } from "./rectification_words.js";
import { PHASES, TALLY, WORK } from "./words.js";

/** @typedef {import("./wire.js").Row} Row */
/** @typedef {import("./rectification_wire.js").Rectification} Rectification */
/** @typedef {import("./rectification_wire.js").Ratings} Ratings */

const OVER = ["approved", "rejected", "cancelled"];

/** Say how much time is left. @param {Row} row */
export function dueInWords(row) {
  if (OVER.includes(row.phase)) return "已经结束";
  if (row.phase === "needs_papers") return row.answer_by ? `等材料，不算时限；最晚 ${dateInWords(row.answer_by)} 补齐` : "等材料，不算时限";
  return clockInWords(row.working_days_left, row.late, row.due);
}

/** Say how much time is left for a rectification. @param {Rectification} one */
export function caseDueInWords(one) {
  if (one.state === "closed") return one.closed_on ? `${dateInWords(one.closed_on)}结案` : "已结案";
  if (one.state === "withdrawn") return "不用办了";
  return clockInWords(one.working_days_left, one.overdue, one.due);
}

/** @param {number|null} left working days, below zero if the day has passed @param {boolean} isLate @param {string|null} due */
export function clockInWords(left, isLate, due) {
  if (isLate) {
    // On the weekend after its day something is late although no working day has gone by.
    if (left === null || left >= 0) return due ? `已超期，期限是 ${dateInWords(due)}` : "已超期";
    return `超期 ${-left} 个工作日`;
  }
  if (left === 0) return "今天到期";
  if (left !== null && left > 0) return `还剩 ${left} 个工作日`;
  return due ? `最晚 ${dateInWords(due)}` : "没有期限";
}

/** Name how far an application has come. @param {string} phase */
export const phaseInWords = (phase) => PHASES[phase] ?? phase;

/** Say who answers for something. @param {{owner: string|null, owner_name?: string|null}} one @param {string} me @param {(name: string) => string} nameOf */
export function ownerInWords(one, me, nameOf) {
  if (one.owner === null) return WORK.nobody;
  return one.owner === me ? WORK.me : (one.owner_name ?? nameOf(one.owner));
}

/** Say how many there are and which page is shown. @param {number} total @param {number} page @param {number} pages */
export const totalInWords = (total, page, pages) => (pages > 1 ? `共 ${total} 件，第 ${page} 页，共 ${pages} 页` : `共 ${total} 件`);

export const casesInWords = (/** @type {number} */ total) => `共 ${total} 张整改单`;
export const remarksInWords = (/** @type {number} */ total) => `共 ${total} 条等答复`;
export const reopenedInWords = (/** @type {number} */ times) => (times > 0 ? `群众不认可，重新整改过 ${times} 次` : "");

/** Say how content the citizens are, and whether that is enough. @param {Ratings} ratings */
export function shareInWords({ share, target }) {
  if (share === null) return TALLY.few;
  const verdict = share >= target ? "已达到" : "还没达到";
  return `${percent(share)}，目标 ${percent(target)}，${verdict}`;
}

/** Say how the rectifications stand. @param {Ratings} ratings */
export function rectifiedInWords({ open, overdue, on_time: onTime }) {
  const kept = onTime === null ? "" : `，按时结案 ${percent(onTime)}`;
  return `${open} 张在办，${overdue} 张超期${kept}`;
}

/** @param {number} level */
export const levelInWords = (level) => LEVELS[level] ?? String(level);

/** Write a receipt number in groups, so that it can be read out. @param {string} number */
export const grouped = (number) => (/^\d{14}$/.test(number) ? `${number.slice(0, 8)} ${number.slice(8, 13)} ${number.slice(13)}` : number);

/** Write a moment as day and time; empty if there is none. @param {string|null} iso */
export function momentInWords(iso) {
  const moment = iso ? new Date(iso) : null;
  if (!moment || Number.isNaN(moment.getTime())) return "";
  return `${dateInWords(moment.toLocaleDateString("sv-SE"))} ${clockTime(iso)}`;
}

/** Count what is due today among rows that come the most urgent first. @param {Row[]} rows */
export const dueToday = (rows) => rows.filter((row) => runs(row) && !row.late && row.working_days_left === 0).length;

/** Tell whether a later page may hold more that is due today. @param {Row[]} rows */
export function mayHoldMore(rows) {
  const last = rows.at(-1);
  return last !== undefined && last.working_days_left !== null && last.working_days_left <= 0;
}

/** The clock stands while papers are missing. @param {Row} row */
const runs = (row) => row.phase === "submitted" || row.phase === "in_review";

/** Take the lines of a text apart; empty ones are left out. @param {string} text */
export const linesOf = (text) => text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");

/** @param {number} share */
const percent = (share) => `${Math.floor(share * 1000 + 1e-6) / 10}%`;
