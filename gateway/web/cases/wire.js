/** Reads what the gateway says about applications that were submitted; knows no DOM. */

import { count, list, maybe, text, texts } from "../admin/wire.js";

/** @typedef {"submitted"|"in_review"|"needs_papers"|"approved"|"rejected"|"cancelled"} Phase */
/**
 * @typedef {object} Row
 * @property {string} number the receipt number
 * @property {string} item
 * @property {string} item_code
 * @property {string|null} region
 * @property {string} phase one of Phase
 * @property {string|null} submitted_at
 * @property {string|null} due the promised day
 * @property {number|null} working_days_left below zero if the day has passed; null if no clock runs
 * @property {boolean} late
 * @property {string|null} owner the name under which a colleague signs in
 * @property {string|null} owner_name
 * @property {string} note what the citizen was told last
 * @property {string[]} missing what was asked for in the one-time notice
 * @property {string|null} answer_by
 */
/** @typedef {{name: string, photo: string|null, held: "photo"|"have"|"later"|"other"}} Paper */
/** @typedef {{at: string|null, who: string, text: string}} Happening */
/** @typedef {{at: string|null, text: string, is_sent: boolean}} Notice */
/**
 * @typedef {Row & {version: number|null, delegate: string|null, identity: string, core_reference: string|null, fields: Array<[string, string]>, masked: string[],
 *   papers: Paper[], parts: Row[], history: Happening[], notices: Notice[]|null}} Application masked: labels of fields that are not shown in full; notices are null where the gateway does not tell them
 */
/** @typedef {{rows: Row[], total: number, page: number, pages: number}} Worklist */
/** @typedef {{name: string, needed_when: string, substitute: string}} Material */
/** @typedef {{name: string, display_name: string}} Member */

const PHOTO = "photo:";

/** @param {any} raw @returns {Worklist} */
export function decodeWorklist(raw) {
  const rows = list(raw?.applications).map(decodeRow).filter((row) => row.number !== "");
  return { rows, total: count(raw?.total), page: count(raw?.page) || 1, pages: count(raw?.pages) };
}

/** @param {any} raw @returns {Row} */
export function decodeRow(raw) {
  return {
    number: text(raw?.number),
    item: text(raw?.item),
    item_code: text(raw?.item_code),
    region: maybe(raw?.region),
    phase: text(raw?.phase),
    submitted_at: maybe(raw?.submitted_at),
    due: maybe(raw?.due),
    working_days_left: whole(raw?.working_days_left),
    late: raw?.late === true,
    owner: maybe(raw?.owner),
    owner_name: maybe(raw?.owner_name),
    note: text(raw?.note),
    missing: texts(raw?.missing),
    answer_by: maybe(raw?.answer_by),
  };
}

/** @param {any} raw @returns {Application} */
export function decodeApplication(raw) {
  return {
    ...decodeRow(raw),
    version: whole(raw?.version),
    delegate: maybe(raw?.delegate),
    identity: text(raw?.identity),
    core_reference: maybe(raw?.core_reference),
    fields: Object.entries(raw?.fields ?? {}).map(([label, value]) => [label, String(value ?? "")]),
    masked: texts(raw?.masked),
    papers: list(raw?.papers).map(decodePaper).filter((paper) => paper.name !== ""),
    parts: list(raw?.parts).map(decodeRow),
    history: list(raw?.history).map((one) => ({ at: maybe(one?.at), who: text(one?.who), text: text(one?.text) })),
    notices: Array.isArray(raw?.notices) ? list(raw.notices).map((one) => ({ at: maybe(one?.at), text: text(one?.text), is_sent: maybe(one?.sent_at) !== null })) : null,
  };
}

/** @param {any} raw an item of the catalogue @returns {Material[]} */
export function decodeMaterials(raw) {
  return list(raw?.materials).map((one) => ({ name: text(one?.name), needed_when: text(one?.needed_when), substitute: text(one?.substitute) })).filter((one) => one.name !== "");
}

/** @param {any} raw an answer with `staff` @returns {Member[]} */
export function decodeColleagues(raw) {
  return list(raw?.staff).map((one) => ({ name: text(one?.name), display_name: text(one?.display_name) || text(one?.name) })).filter((one) => one.name !== "");
}

/** @param {any} raw @returns {Paper} */
function decodePaper(raw) {
  const held = text(raw?.held);
  if (held.startsWith(PHOTO)) return { name: text(raw?.name), photo: held.slice(PHOTO.length), held: "photo" };
  return { name: text(raw?.name), photo: null, held: held === "have" || held === "later" ? held : "other" };
}

export const whole = (/** @type {unknown} */ raw) => (typeof raw === "number" && Number.isInteger(raw) ? raw : null);
