/** Reads what the gateway says about releases, trial questions and gaps; knows no DOM. */

import { count, list, maybe, text, texts } from "./wire.js";

/** @typedef {{ask: string, region: string|null, entry: string, expected: string[], got: string|null, score: number|null}} Fall */
/** @typedef {{asked: number, right: number, before_right: number, falls: Fall[], fainter: Fall[], own_failures: Fall[], seconds: number, passes: boolean}} Report */
/** @typedef {{number: number, at: string|null, by: string, kind: string, note: string, added: string[], removed: string[], report: Report|null}} Release */
/** @typedef {{releases: Release[], in_force: number, loaded: number}} Releases */
/** @typedef {{id: string, title: string, section: string, region: string, score: number, text: string, plain: string, expired: boolean, evidence: Array<[string, number]>}} Hit */
/** @typedef {{verdict: string, region: string|null, line: number, milliseconds: number, passages: Hit[]}} Trial */
/** @typedef {{row: number, question: string, region: string, verdict: string, top: string, score: number, expected: string, right: boolean|null}} BatchRow */
/** @typedef {{rows: BatchRow[], summary: {asked: number, found: number, right: number, judged: number}}} Batch */
/** @typedef {{id: string, question: string, region: string, state: string, owner: string|null, asked: number, thumbs_down: number, last_at: string|null, entry_key: string|null, samples: string[]}} Gap */

/** @param {any} raw @returns {Report} */
export function decodeReport(raw) {
  return {
    asked: count(raw?.asked),
    right: count(raw?.right),
    before_right: count(raw?.before_right),
    falls: list(raw?.falls).map(fall),
    fainter: list(raw?.fainter).map(fall),
    own_failures: list(raw?.own_failures).map(fall),
    seconds: count(raw?.seconds),
    passes: raw?.passes === true,
  };
}

/** @param {any} raw @returns {Release} */
export function decodeRelease(raw) {
  return {
    number: count(raw?.number),
    at: maybe(raw?.at),
    by: text(raw?.by),
    kind: text(raw?.kind),
    note: text(raw?.note),
    added: texts(raw?.added),
    removed: texts(raw?.removed),
    report: typeof raw?.report?.asked === "number" ? decodeReport(raw.report) : null,
  };
}

/** @param {any} raw @returns {Releases} */
export function decodeReleases(raw) {
  return { releases: list(raw?.releases).map(decodeRelease), in_force: count(raw?.in_force), loaded: count(raw?.loaded) };
}

/** @param {any} raw @returns {Trial} */
export function decodeTrial(raw) {
  return { verdict: text(raw?.verdict), region: maybe(raw?.region), line: count(raw?.line), milliseconds: count(raw?.milliseconds), passages: list(raw?.passages).map(hit) };
}

/** @param {any} raw @returns {Batch} */
export function decodeBatch(raw) {
  const rows = list(raw?.rows).map((one, index) => ({
    row: count(one?.row) || index + 1,
    question: text(one?.question),
    region: text(one?.region),
    verdict: text(one?.verdict),
    top: text(one?.top),
    score: count(one?.score),
    expected: text(one?.expected),
    right: typeof one?.right === "boolean" ? one.right : null,
  }));
  const sums = raw?.summary;
  return { rows, summary: { asked: count(sums?.asked), found: count(sums?.found), right: count(sums?.right), judged: count(sums?.judged) } };
}

/** @param {any} raw @returns {Gap} */
export function decodeGap(raw) {
  return {
    id: String(raw?.id ?? ""),
    question: text(raw?.question),
    region: text(raw?.region),
    state: text(raw?.state),
    owner: maybe(raw?.owner),
    asked: count(raw?.asked),
    thumbs_down: count(raw?.thumbs_down),
    last_at: maybe(raw?.last_at),
    entry_key: maybe(raw?.entry_key),
    samples: texts(raw?.samples),
  };
}

/** @param {any} raw an answer with `gaps` @returns {Gap[]} */
export function decodeGaps(raw) {
  return list(raw?.gaps).map(decodeGap).filter((gap) => gap.id !== "");
}

/** @param {any} raw @returns {Fall} */
function fall(raw) {
  return { ask: text(raw?.ask), region: maybe(raw?.region), entry: text(raw?.entry), expected: texts(raw?.expected), got: maybe(raw?.got), score: typeof raw?.score === "number" ? raw.score : null };
}

/** @param {any} raw @returns {Hit} */
function hit(raw) {
  const evidence = Object.entries(raw?.evidence ?? {}).filter((pair) => typeof pair[1] === "number");
  return {
    id: text(raw?.id),
    title: text(raw?.title),
    section: text(raw?.section),
    region: text(raw?.region),
    score: count(raw?.score),
    text: text(raw?.text),
    plain: text(raw?.plain),
    expired: raw?.expired === true,
    evidence: /** @type {Array<[string, number]>} */ (evidence),
  };
}
