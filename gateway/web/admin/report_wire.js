/** Reads the report of an import; knows no DOM. */

import { count, list, text, texts } from "./wire.js";

/** @typedef {{kind: string, what: string, count: number, samples: string[]}} Change */
/** @typedef {{kind: string, quote: string, note: string}} Mark */
/**
 * @typedef {object} ImportReport
 * @property {Change[]} changes
 * @property {Array<{text: string, reason: string, where: string}>} dropped
 * @property {Array<{chapter: number, doubt: Mark}>} doubted `chapter` counts from 0
 * @property {Array<{where: string, flag: Mark}>} flagged
 * @property {string[]} undetermined
 * @property {string[]} remarks
 */

/** @param {any} raw {} while the import goes on @returns {ImportReport} */
export function decodeImportReport(raw) {
  return {
    changes: list(raw?.changes).map((one) => ({ kind: text(one?.kind), what: text(one?.what), count: count(one?.count), samples: texts(one?.samples) })),
    dropped: list(raw?.dropped).map((one) => ({ text: text(one?.text), reason: text(one?.reason), where: text(one?.where) })),
    doubted: list(raw?.doubted).map((one) => ({ chapter: count(one?.chapter), doubt: mark(one?.doubt ?? one) })),
    flagged: list(raw?.flagged).map((one) => ({ where: text(one?.where), flag: mark(one?.flag ?? one) })),
    undetermined: texts(raw?.undetermined),
    remarks: texts(raw?.remarks),
  };
}

/** @param {any} raw @returns {Mark} */
const mark = (raw) => ({ kind: text(raw?.kind), quote: text(raw?.quote), note: text(raw?.note) });
