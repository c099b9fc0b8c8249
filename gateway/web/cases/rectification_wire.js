/** Reads what the gateway says about rectification cases, remarks and ratings; knows no DOM. */

import { count, list, maybe, text } from "../admin/wire.js";
import { whole } from "./wire.js";

/** @typedef {"open"|"in_hand"|"fixed"|"called_back"|"closed"|"withdrawn"} CaseState */
/** @typedef {{at: string|null, staff: string, reached: boolean, accepts: boolean|null, result: string}} Call accepts is null if the citizen did not say */
/**
 * @typedef {object} Rectification
 * @property {string} number
 * @property {"rating"|"remark"} source
 * @property {string} about receipt number of what was rated, or number of the remark
 * @property {string} state one of CaseState
 * @property {string|null} opened_at
 * @property {string|null} due
 * @property {number|null} working_days_left null where the gateway does not tell it
 * @property {boolean} overdue
 * @property {string|null} owner the name under which a colleague signs in
 * @property {string} outcome
 * @property {string|null} closed_on
 * @property {number} reopened
 * @property {Call[]} calls
 */
/**
 * @typedef {Rectification & {kind: string, level: number|null, text: string, aspects: Array<[string, number]>, item: string|null,
 *   phone: string|null}} WholeCase the phone is for the owner alone
 */
/**
 * @typedef {{number: string, kind: string, subject: string|null, text: string, at: string|null, due: string|null, overdue: boolean,
 *   reply_by: string, phone: string|null}} Remark
 */
/** @typedef {{count: number, share: number|null, target: number, open: number, overdue: number, on_time: number|null}} Ratings shares are 0 to 1; null if there is nothing to count */

/** @param {any} raw an answer with `cases` @returns {Rectification[]} */
export const decodeCases = (raw) => list(raw?.cases).map(decodeCase).filter((one) => one.number !== "");

/** @param {any} raw @returns {Rectification} */
export function decodeCase(raw) {
  return {
    number: text(raw?.number),
    source: raw?.source === "remark" ? "remark" : "rating",
    about: text(raw?.about),
    state: text(raw?.state),
    opened_at: maybe(raw?.opened_at),
    due: maybe(raw?.due),
    working_days_left: whole(raw?.working_days_left),
    overdue: raw?.overdue === true,
    owner: maybe(raw?.owner),
    outcome: text(raw?.outcome),
    closed_on: maybe(raw?.closed_on),
    reopened: count(raw?.reopened),
    calls: list(raw?.calls).map((one) => ({ at: maybe(one?.at), staff: text(one?.staff), reached: one?.reached === true, accepts: typeof one?.accepts === "boolean" ? one.accepts : null, result: text(one?.result) })),
  };
}

/** @param {any} raw @returns {WholeCase} */
export function decodeWholeCase(raw) {
  const aspects = Object.entries(raw?.aspects ?? {}).map(([name, level]) => /** @type {[string, number]} */ ([name, Number(level)]));
  return { ...decodeCase(raw), kind: text(raw?.kind), level: whole(raw?.level), text: text(raw?.text), aspects, item: maybe(raw?.item), phone: maybe(raw?.phone) };
}

/** @param {any} raw an answer with `remarks` @returns {Remark[]} */
export function decodeRemarks(raw) {
  return list(raw?.remarks)
    .map((one) => ({
      number: text(one?.number),
      kind: text(one?.kind),
      subject: maybe(one?.subject),
      text: text(one?.text),
      at: maybe(one?.at),
      due: maybe(one?.due),
      overdue: one?.overdue === true,
      reply_by: text(one?.reply_by),
      phone: maybe(one?.phone),
    }))
    .filter((one) => one.number !== "");
}

/** @param {any} raw @returns {Ratings} */
export function decodeRatings(raw) {
  const share = (/** @type {unknown} */ value) => (typeof value === "number" && value >= 0 && value <= 1 ? value : null);
  return {
    count: count(raw?.count),
    share: share(raw?.very_satisfied_share),
    target: share(raw?.target) ?? 0,
    open: count(raw?.rectifications?.open),
    overdue: count(raw?.rectifications?.overdue),
    on_time: share(raw?.rectifications?.on_time_share),
  };
}
