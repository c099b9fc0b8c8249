/** Reads what the gateway says about entries and documents; knows no DOM. */

/** @typedef {"draft"|"in_review"|"approved"|"published"|"retired"|"discarded"} EntryState */
/** @typedef {{start: number, end: number, kind: string, quote: string, note: string}} Doubt in characters (code points) of the text */
/** @typedef {{kind: string, quote: string, note: string}} Flag */
/** @typedef {{ask: string, region: string|null, also: string[]}} TestQuestion */
/** @typedef {{id: string, title: string, issuer: string, number: string|null, date: string|null, date_note: string|null, region: string}} PolicyDocument */
/**
 * @typedef {object} Content
 * @property {PolicyDocument} document
 * @property {string} section
 * @property {string} topic
 * @property {string[]} items
 * @property {string} text
 * @property {string} plain
 * @property {string} spoken
 * @property {string|null} brief
 * @property {string[]} asked_as
 * @property {TestQuestion[]} tests
 * @property {{from: string|null, until: string|null}} in_force
 * @property {string|null} superseded_by
 * @property {string|null} expired_note
 * @property {Doubt[]} doubts
 * @property {Flag[]} flags
 */
/**
 * @typedef {{id: string, key: string, version: number, state: EntryState, revision: number, authors: string[], reviewer: string|null,
 *   note: string|null, updated_at: string|null, shortcomings: string[]}} Head
 */
/** @typedef {Head & {content: Content}} Entry */
/** @typedef {Head & {section: string, topic: string, text_start: string, doubts: number, flags: number, published_version: number|null}} Row */
/** @typedef {PolicyDocument & {counts: Record<string, number>}} Listed */
/** @typedef {{id: string, at: string|null, by: string, source_name: string, state: string, step: string|null, done: number, total: number, document_id: string|null, problem: string|null, report: Record<string, unknown>}} Import */
/** @typedef {{op: "same"|"gone"|"new", text: string}} Piece */
/** @typedef {{field: string, label: string, pieces: Piece[]}} FieldDiff */
/** @typedef {{at: string|null, by: string, action: string, detail: Record<string, unknown>}} Event */
/** @typedef {{name: string, display_name: string}} Member */

const STATES = ["draft", "in_review", "approved", "published", "retired", "discarded"];
const COUNTED = ["draft", "in_review", "approved", "published", "retired", "doubts"];

/** @param {any} raw @returns {Entry} */
export function decodeEntry(raw) {
  return { ...head(raw), content: decodeContent(raw?.content) };
}

/** @param {any} raw @returns {Row} */
export function decodeRow(raw) {
  return {
    ...head(raw),
    section: text(raw?.section),
    topic: text(raw?.topic),
    text_start: text(raw?.text_start),
    doubts: count(raw?.doubts),
    flags: count(raw?.flags),
    published_version: Number.isInteger(raw?.published_version) ? raw.published_version : null,
  };
}

/** @param {any} raw an answer with `entries` @returns {Row[]} */
export function decodeRows(raw) {
  return list(raw?.entries).map(decodeRow).filter((row) => row.key !== "");
}

/** @param {any} raw @returns {Content} */
export function decodeContent(raw) {
  return {
    document: decodeDocument(raw?.document),
    section: text(raw?.section),
    topic: text(raw?.topic),
    items: texts(raw?.items),
    text: text(raw?.text),
    plain: text(raw?.plain),
    spoken: text(raw?.spoken),
    brief: maybe(raw?.brief),
    asked_as: texts(raw?.asked_as),
    tests: list(raw?.tests).map((one) => ({ ask: text(one?.ask), region: maybe(one?.region), also: texts(one?.also) })),
    in_force: { from: maybe(raw?.in_force?.from), until: maybe(raw?.in_force?.until) },
    superseded_by: maybe(raw?.superseded_by),
    expired_note: maybe(raw?.expired_note),
    doubts: list(raw?.doubts).map(doubt).filter((one) => one.end >= one.start),
    flags: list(raw?.flags).map((one) => ({ kind: text(one?.kind), quote: text(one?.quote), note: text(one?.note) })),
  };
}

/** @param {any} raw @returns {PolicyDocument} */
export function decodeDocument(raw) {
  return {
    id: text(raw?.id),
    title: text(raw?.title),
    issuer: text(raw?.issuer),
    number: maybe(raw?.number),
    date: maybe(raw?.date),
    date_note: maybe(raw?.date_note),
    region: text(raw?.region),
  };
}

/** @param {any} raw an answer with `documents` @returns {Listed[]} */
export function decodeDocuments(raw) {
  return list(raw?.documents)
    .map((one) => ({ ...decodeDocument(one), counts: Object.fromEntries(COUNTED.map((name) => [name, count(one?.counts?.[name])])) }))
    .filter((one) => one.id !== "");
}

/** @param {any} raw @returns {Import} */
export function decodeImport(raw) {
  return {
    id: String(raw?.id ?? ""),
    at: maybe(raw?.at),
    by: text(raw?.by),
    source_name: text(raw?.source_name),
    state: ["running", "done", "failed"].includes(raw?.state) ? raw.state : "running",
    step: maybe(raw?.step),
    done: count(raw?.done),
    total: count(raw?.total),
    document_id: maybe(raw?.document_id),
    problem: maybe(raw?.problem),
    report: raw?.report && typeof raw.report === "object" && !Array.isArray(raw.report) ? raw.report : {},
  };
}

/** @param {any} raw an answer with `fields` @returns {{against: string|null, fields: FieldDiff[]}} */
export function decodeDiff(raw) {
  const fields = list(raw?.fields).map((one) => ({ field: text(one?.field), label: text(one?.label) || text(one?.field), pieces: list(one?.pieces).map(piece).filter((part) => part.text !== "") }));
  return { against: maybe(raw?.against), fields: fields.filter((one) => one.pieces.length > 0) };
}

/** @param {any} raw an answer with `events` @returns {Event[]} */
export function decodeEvents(raw) {
  return list(raw?.events).map((one) => ({ at: maybe(one?.at), by: text(one?.by), action: text(one?.action), detail: one?.detail && typeof one.detail === "object" ? one.detail : {} }));
}

/** @param {any} raw an answer with `staff` @returns {Member[]} */
export function decodeStaff(raw) {
  return list(raw?.staff).map((one) => ({ name: text(one?.name), display_name: text(one?.display_name) || text(one?.name) })).filter((one) => one.name !== "");
}

/** @param {any} raw @returns {Head} */
function head(raw) {
  const key = text(raw?.key);
  const version = Number.isInteger(raw?.version) ? raw.version : 1;
  return {
    id: text(raw?.id) || `${key}@${version}`,
    key,
    version,
    state: STATES.includes(raw?.state) ? raw.state : "draft",
    revision: count(raw?.revision),
    authors: texts(raw?.authors),
    reviewer: maybe(raw?.reviewer),
    note: maybe(raw?.note),
    updated_at: maybe(raw?.updated_at),
    shortcomings: texts(raw?.shortcomings),
  };
}

/** @param {any} raw @returns {Doubt} */
function doubt(raw) {
  return { start: count(raw?.start), end: count(raw?.end), kind: text(raw?.kind), quote: text(raw?.quote), note: text(raw?.note) };
}

/** @param {any} raw @returns {Piece} */
function piece(raw) {
  return { op: raw?.op === "gone" || raw?.op === "new" ? raw.op : "same", text: text(raw?.text) };
}

export const list = (/** @type {unknown} */ raw) => /** @type {any[]} */ (Array.isArray(raw) ? raw : []);
export const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
export const texts = (/** @type {unknown} */ raw) => /** @type {string[]} */ (list(raw).filter((one) => typeof one === "string"));
export const maybe = (/** @type {unknown} */ raw) => (typeof raw === "string" && raw !== "" ? raw : null);
export const count = (/** @type {unknown} */ raw) => (typeof raw === "number" && Number.isFinite(raw) && raw > 0 ? raw : 0);
