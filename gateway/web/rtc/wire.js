/** Reads and writes the frames of a call; knows no DOM. */

import { decodeQueue, parsed } from "../protocol.js";

/** @typedef {import("./ladder.js").Rung} Rung */
/** @typedef {{id: string, role: string, name: string, media: Rung, connected: boolean, linked: boolean, heldUntil: string|null}} Seat */
/** @typedef {{seat: string, name: string}} Lock */
/**
 * @typedef {{key: string, label: string, kind: string, value: string, shown: string, offered: string, choices: string[], why: string,
 *   by: string|null, byName: string, at: string|null, version: number, error: string, lock: Lock|null}} Field
 */
/** @typedef {"filling"|"confirmable"|"confirmed"|"signed"|"submitted"} FormState */
/**
 * @typedef {{applicationId: string, item: string, code: string, version: number, state: FormState, fields: Field[],
 *   papers: {name: string, state: string}[], doubled: string, confirmedAt: string|null, signedAt: string|null, number: string|null}} Form
 */
/** @typedef {{seq: number, at: string|null, who: string, name: string|null, text: string, messageId: string|null}} Said */
/** @typedef {{state: "off"|"asked"|"on"|"refused", text: string}} Recording */
/** @typedef {{type: string, [key: string]: any}} CallFrame */

const STATES = ["filling", "confirmable", "confirmed", "signed", "submitted"];
const RECORDINGS = ["off", "asked", "on", "refused"];
const MEDIA = ["video", "low", "audio", "text"];

/** Write the first frame. @param {string|null} session null: the cookie of staff says who we are @param {number} last seq of the last line seen */
export function callHello(session, last) {
  return JSON.stringify({ type: "hello", last, ...(session ? { session } : {}) });
}

/** Read one frame; null if it is broken or unknown. @param {string} json @returns {CallFrame|null} */
export function decodeCallFrame(json) {
  const raw = parsed(json);
  if (!raw || !Object.hasOwn(FRAMES, raw.type)) return null;
  return { type: raw.type, ...FRAMES[raw.type]?.(raw) };
}

/** Read a form; null if none is open. @param {any} raw @returns {Form|null} */
export function decodeForm(raw) {
  if (!raw || typeof raw !== "object") return null;
  return {
    applicationId: text(raw.application_id),
    item: text(raw.item),
    code: text(raw.code),
    version: number(raw.version) ?? 0,
    state: /** @type {FormState} */ (oneOf(STATES, raw.state)),
    fields: list(raw.fields).map(decodeField).filter((field) => field.key !== ""),
    papers: list(raw.papers).map((paper) => ({ name: text(paper?.name), state: text(paper?.state) })),
    doubled: text(raw.doubled),
    confirmedAt: nullable(raw.confirmed_at),
    signedAt: nullable(raw.signed_at),
    number: nullable(raw.number),
  };
}

/** Read a field of a form. @param {any} raw @returns {Field} */
export function decodeField(raw) {
  return {
    key: text(raw?.key) || text(raw?.field),
    label: text(raw?.label),
    kind: text(raw?.kind),
    value: text(raw?.value),
    shown: text(raw?.shown) || text(raw?.value),
    offered: text(raw?.offered),
    choices: list(raw?.choices).map(text).filter(Boolean),
    why: text(raw?.why),
    by: nullable(raw?.by),
    byName: text(raw?.by_name),
    at: nullable(raw?.at),
    version: number(raw?.version) ?? 0,
    error: text(raw?.error),
    lock: decodeLock(raw?.lock),
  };
}

/** Put one written field into a form; a frame need not bring all of it. @param {Form} form @param {Record<string, any>} raw as it came, `field` the key @returns {Form} */
export function withField(form, raw) {
  const key = text(raw.field) || text(raw.key);
  const fields = form.fields.map((field) => (field.key === key ? merged(field, raw) : field));
  return { ...form, version: Math.max(form.version, number(raw.version) ?? 0), fields };
}

/** Put the locks into a form. @param {Form} form @param {Record<string, Lock>} locks by field @returns {Form} */
export function withLocks(form, locks) {
  return { ...form, fields: form.fields.map((field) => ({ ...field, lock: locks[field.key] ?? null })) };
}

/** Read a seat. @param {any} raw @returns {Seat} */
export function decodeSeat(raw) {
  return {
    id: text(raw?.id),
    role: text(raw?.role),
    name: text(raw?.name),
    media: /** @type {Rung} */ (oneOf(MEDIA, raw?.media)),
    connected: raw?.connected === true,
    linked: raw?.linked === true,
    heldUntil: nullable(raw?.held_until),
  };
}

/** Read a line of the transcript. @param {any} raw @returns {Said} */
export function decodeSaid(raw) {
  return { seq: number(raw?.seq) ?? 0, at: nullable(raw?.at), who: text(raw?.who) || "system", name: nullable(raw?.name), text: text(raw?.text), messageId: nullable(raw?.message_id) };
}

/** @param {Field} field @param {Record<string, any>} raw @returns {Field} */
function merged(field, raw) {
  const whole = decodeField(raw);
  const told = Object.fromEntries(Object.entries(whole).filter(([name]) => Object.hasOwn(raw, WIRE_NAMES[name] ?? name)));
  const shown = text(raw.shown) || (Object.hasOwn(raw, "value") ? whole.value : field.shown);
  return { ...field, ...told, key: field.key, label: whole.label || field.label, shown };
}

/** @type {Record<string, string>} */
const WIRE_NAMES = { byName: "by_name" };

/** @type {Record<string, (raw: any) => object>} */
const FRAMES = {
  photo: (raw) => ({
    photo: { id: text(raw.photo?.id), kind: text(raw.photo?.kind), material: text(raw.photo?.material), at: nullable(raw.photo?.at) },
    seat: text(raw.seat),
  }),
  welcome: (raw) => ({
    call: { id: text(raw.call?.id), state: text(raw.call?.state), ticketId: text(raw.call?.ticket_id), liveAt: nullable(raw.call?.live_at) },
    you: { seat: text(raw.you?.seat), role: text(raw.you?.role), name: text(raw.you?.name) },
    seats: list(raw.seats).map(decodeSeat),
    form: decodeForm(raw.form),
    lines: list(raw.lines).map(decodeSaid),
    iceServers: decodeIce(raw.ice_servers),
    recording: decodeRecording(raw.recording),
    engine: decodeEngine(raw.engine),
    queue: decodeQueue(raw.queue),
    note: text(raw.note),
  }),
  answer: (raw) => ({ sdp: text(raw.sdp), offer: nullable(raw.offer), kind: text(raw.kind) || "call", seat: nullable(raw.seat) }),
  engine: (raw) => ({ engine: decodeEngine(raw.engine) }),
  ice: (raw) => ({ iceServers: decodeIce(raw.ice_servers) }),
  peer: (raw) => ({ from: text(raw.from), data: raw.data }),
  places: (raw) => ({ places: raw.places && typeof raw.places === "object" ? raw.places : {} }),
  seats: (raw) => ({ seats: list(raw.seats).map(decodeSeat) }),
  form: (raw) => ({ form: decodeForm(raw.form) }),
  field: (raw) => ({ raw }),
  locks: (raw) => ({ locks: decodeLocks(raw.locks) }),
  confirmed: (raw) => ({ by: text(raw.by), at: nullable(raw.at) }),
  unconfirmed: (raw) => ({ why: text(raw.why) }),
  signed: (raw) => ({ at: nullable(raw.at) }),
  receipt: (raw) => ({ number: text(raw.number), item: text(raw.item), due: text(raw.due) }),
  line: (raw) => ({ line: decodeSaid(raw) }),
  queue: (raw) => ({ queue: decodeQueue(raw) }),
  point: (raw) => ({ target: nullable(raw.target) }),
  snapshot_wanted: (raw) => ({ kind: text(raw.kind) }),
  mask: (raw) => ({ on: raw.on === true }),
  recording: (raw) => ({ recording: decodeRecording(raw) }),
  caption: (raw) => ({ seat: text(raw.seat), text: text(raw.text), final: raw.final === true }),
  held: (raw) => ({ seat: text(raw.seat), until: nullable(raw.until) }),
  ended: (raw) => ({ why: text(raw.why), rates: nullable(raw.rates) }),
  beat: () => ({}),
  problem: (raw) => ({ detail: text(raw.detail), inReplyTo: nullable(raw.in_reply_to) }),
};

/** @param {any} raw @returns {Recording} */
function decodeRecording(raw) {
  return { state: /** @type {any} */ (oneOf(RECORDINGS, raw?.state)), text: text(raw?.text) };
}

/** @param {any} raw @returns {RTCIceServer[]} */
function decodeIce(raw) {
  return list(raw).filter((server) => server?.urls).map(({ urls, username, credential }) => ({ urls, ...(username ? { username, credential } : {}) }));
}

/** @param {any} raw @returns {"forward"|"peer"} */
function decodeEngine(raw) {
  return raw === "peer" ? "peer" : "forward";
}

/** @param {any} raw @returns {Record<string, Lock>} */
function decodeLocks(raw) {
  const pairs = Object.entries(raw && typeof raw === "object" ? raw : {}).map(([key, lock]) => [key, decodeLock(lock)]);
  return Object.fromEntries(pairs.filter(([, lock]) => lock !== null));
}

/** @param {any} raw @returns {Lock|null} */
function decodeLock(raw) {
  return raw && typeof raw === "object" ? { seat: text(raw.seat), name: text(raw.name) } : null;
}

/** @param {readonly string[]} known @param {unknown} raw */
const oneOf = (known, raw) => known.find((one) => one === raw) ?? known[0];
const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const nullable = (/** @type {unknown} */ raw) => (typeof raw === "string" && raw !== "" ? raw : null);
const number = (/** @type {unknown} */ raw) => (typeof raw === "number" && Number.isFinite(raw) ? raw : null);
const list = (/** @type {unknown} */ raw) => (Array.isArray(raw) ? raw : []);
