/** Reads what the knowledge search found, and writes it for the citizen with its source; knows no DOM. */

import { characterCount, MESSAGE_LIMIT } from "../protocol.js";
import { dateInWords } from "../words.js";

/** @typedef {{text: string, title: string, issuer: string, date: string, region: string, section: string}} Passage */

/** @param {any} raw @returns {Passage[]} */
export function decodePassages(raw) {
  return (Array.isArray(raw?.passages) ? raw.passages : [])
    .map((/** @type {any} */ one) => ({ text: text(one?.text), title: text(one?.title), issuer: text(one?.issuer), date: text(one?.date), region: text(one?.region), section: text(one?.section) }))
    .filter((/** @type {Passage} */ one) => one.text !== "");
}

/** Name the source of a passage. @param {Passage} passage */
export function sourceLine({ title, issuer, date, region, section }) {
  const place = [issuer, section, region, date ? dateInWords(date) : ""].filter(Boolean).join("，");
  return `依据：《${title}》${place ? `（${place}）` : ""}`;
}

/** Write a passage so that it can be sent as one message: a source is never cut off. @param {Passage} passage */
export function asMessage(passage) {
  const source = sourceLine(passage);
  const room = MESSAGE_LIMIT - characterCount(source) - 1;
  const whole = [...passage.text];
  return `${whole.length > room ? `${whole.slice(0, room - 1).join("")}…` : passage.text}\n${source}`;
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
