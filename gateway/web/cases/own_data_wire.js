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

/** @typedef {{number: string, item: string, state: string, whose: Array<{label: string, masked: string}>}} Filed an application that was handed in in the conversation */
/** @typedef {{said: string, person: {name: string, idNumber: string}|null, filed: Filed[]}} Whose said: what is to be corrected, as the citizen said it; person: who is proven to speak */

/** Return whose request it is, and what was said. @param {any} raw @returns {Whose} */
export function decodeWhose(raw) {
  const person = raw?.person ? { name: text(raw.person.name), idNumber: text(raw.person.id_number) } : null;
  const filed = list(raw?.applications).map((one) => ({
    number: text(one?.number),
    item: text(one?.item),
    state: text(one?.phase_text),
    whose: list(one?.whose).map((value) => ({ label: text(value?.label), masked: text(value?.masked) })),
  }));
  return { said: text(raw?.words), person, filed };
}
