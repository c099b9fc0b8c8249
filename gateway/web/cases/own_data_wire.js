/** Reads what the gateway says about citizens' requests about their own data; knows no DOM. */

import { count, list, maybe, text } from "../admin/wire.js";

/** @typedef {{number: string, right: string, words: string, at: string|null, due: string, overdue: boolean, kept: number}} OwnDataRequest words: what is asked for; kept: accepted applications that stay */

/** @param {any} raw @returns {OwnDataRequest[]} */
export function decodeOwnData(raw) {
  return list(raw?.requests)
    .map((one) => ({
      number: text(one?.number),
      right: text(one?.right),
      words: text(one?.right_text),
      at: maybe(one?.asked_at),
      due: text(one?.due),
      overdue: one?.overdue === true,
      kept: count(one?.outcome?.kept),
    }))
    .filter((one) => one.number !== "");
}

/** Return what is to be corrected, as the citizen said it. @param {any} raw */
export const decodeWords = (raw) => text(raw?.words);
