/** Holds the words of the wire between 我的医保, 进度 and the gateway; knows no DOM. */

import { decodeReply } from "../protocol.js";
import { dateInWords } from "../words.js";

/** @typedef {{label: string, value: string, note: string}} Row */
/** @typedef {{name: string, until: string, rows: Row[], digest: string, spoken: string}} Mine */
/** @typedef {{at: string, what: string}} Look */
/** @typedef {{number: string, item: string, phase: string, phase_text: string, submitted_at: string, due: string, note: string, missing: string[], next: string}} Filed */

/** Read 我的医保. @param {any} raw @returns {Mine} */
export function decodeMine(raw) {
  const rows = list(raw?.card?.rows).map((row) => ({ label: text(row?.label), value: text(row?.value), note: text(row?.note) }));
  return { name: text(raw?.name), until: text(raw?.until), rows, digest: text(raw?.digest), spoken: text(raw?.spoken) };
}

/** Read when one's data was shown. @param {any} raw @returns {Look[]} */
export function decodeLooks(raw) {
  return list(raw?.looks).map((look) => ({ at: text(look?.at), what: text(look?.what) }));
}

/** Read what was submitted in this conversation. @param {any} raw @returns {Filed[]} */
export function decodeFiled(raw) {
  return list(raw?.applications).map((one) => ({
    ...{ number: text(one?.number), item: text(one?.item), phase: text(one?.phase), phase_text: text(one?.phase_text) },
    ...{ submitted_at: text(one?.submitted_at), due: text(one?.due), note: text(one?.note), next: text(one?.next) },
    missing: list(one?.missing).map(text),
  }));
}

/** Read the answer to a question about progress. @param {any} raw */
export function decodeProgress(raw) {
  return decodeReply(raw?.reply);
}

/** Write a moment as people say it. @param {string} iso */
export function momentWords(iso) {
  const [, hour, minute] = iso.match(/T(\d{2}):(\d{2})/) ?? [];
  return hour ? `${dateInWords(iso)} ${hour}:${minute}` : dateInWords(iso);
}

/** Read the number behind the hash of a receipt's QR code; empty if there is none. @param {string} hash */
export function numberIn(hash) {
  return hash.match(/^#(\d{14})$/)?.[1] ?? "";
}

/**
 * Return what is asked, or the sentence that says what is missing.
 * @param {string} number receipt number or mobile number, as typed @param {string} tail last four of the ID number
 * @returns {{body: {number?: string, mobile?: string, tail: string}}|{problem: string, field: "number"|"tail"}}
 */
export function progressQuestion(number, tail) {
  const digits = number.normalize("NFKC").replace(/[\s-]/g, "");
  const last = tail.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  const isMobile = /^1[3-9]\d{9}$/.test(digits);
  if (!isMobile && !/^\d{14}$/.test(digits)) return { problem: "受理号是 14 位数字，手机号是 11 位数字。请再看一看，少了或多了几位。", field: "number" };
  if (!/^\d{3}[\dX]$/.test(last)) return { problem: "请填身份证号的最后四位，最后一位可以是 X。", field: "tail" };
  return { body: { ...(isMobile ? { mobile: digits } : { number: digits }), tail: last } };
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const list = (/** @type {unknown} */ raw) => (Array.isArray(raw) ? raw : []);
