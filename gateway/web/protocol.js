/** Holds the words of the wire between the pages and the gateway; knows no DOM. */

/** @typedef {{title: string, issuer: string, number: string, date: string, in_force_from: string, in_force_until: string, region: string, section: string, document_id: string}} Source */
/** @typedef {{label: string, value: string, note: string}} CardRow */
/** @typedef {{kind: string, title: string, rows: CardRow[], link: string|null}} Card something to look at beside the text */
/** @typedef {{text: string, spoken: string, status: string, sources: Source[], choices: string[], wants_human: boolean, cards: Card[]}} Reply */
/** @typedef {{intent: string|null, item: string|null, state: string, fields: Record<string, string>, field_labels: Record<string, string>, awaiting: string|null, error_on: string|null, delegate: string|null, seq: number|null, step: [number, number]|null, acting_for: string|null, persona: string|null, script: string|null}} Turn persona, script: version and characters that were asked for in this turn */
/** @typedef {{position: number, minutes: number|null, open_now: boolean, elder_lane?: boolean}} Queue elder_lane: served earlier, being old */
/** @typedef {{seq: number, at: string|null, who: string, text: string, name: string|null, reply: Reply|null, message_id: string|null}} Line */
/** @typedef {{code: string, name: string}} Region */
/** @typedef {{name: string, region: string, hotline: string, hours: string, regions: Region[]}} Info */
/** @typedef {{type: string, [key: string]: any}} Frame one decoded frame of the citizen's stream */

export const MESSAGE_LIMIT = 1000; // characters, as the gateway counts them
export const CHOICE_LIMIT = 5; // quick replies under one reply
export const TOKEN_REFUSED = 4401; // close code: the conversation is no longer ours

/**
 * Write the first frame of a citizen's stream.
 * @param {string} token @param {number} last seq of the last turn seen, 0 for none
 */
export function encodeHello(token, last) {
  return JSON.stringify({ type: "hello", token, last });
}

/** Write the frame that carries one message. @param {string} text @param {string} messageId @param {string|null} [about] the policy entry that it is about */
export function encodeMessage(text, messageId, about = null) {
  return JSON.stringify({ type: "message", text, message_id: messageId, ...(about ? { about } : {}) });
}

/** Read one frame of the citizen's stream; null if it is broken or unknown. @param {string} json @returns {Frame|null} */
export function decodeFrame(json) {
  const raw = parsed(json);
  if (!raw || !Object.hasOwn(FRAMES, raw.type)) return null;
  return { type: raw.type, ...FRAMES[raw.type]?.(raw) };
}

/** Read any JSON object; null if it is none. @param {string} json @returns {Record<string, any>|null} */
export function parsed(json) {
  try {
    const raw = JSON.parse(json);
    return raw && typeof raw === "object" && !Array.isArray(raw) ? raw : null;
  } catch {
    return null;
  }
}

/** Read a reply; null while a person answers. @param {any} raw @returns {Reply|null} */
export function decodeReply(raw) {
  if (!raw || typeof raw.text !== "string") return null;
  return {
    text: raw.text,
    spoken: text(raw.spoken),
    status: text(raw.status),
    sources: list(raw.sources).map(decodeSource),
    choices: list(raw.choices).map(text).filter(Boolean).slice(0, CHOICE_LIMIT),
    wants_human: raw.wants_human === true,
    cards: list(raw.cards).map(decodeCard),
  };
}

/** Read what became of a message; null if it is not told. @param {any} raw @returns {Turn|null} */
export function decodeTurn(raw) {
  if (!raw || typeof raw !== "object") return null;
  return {
    intent: nullable(raw.intent),
    item: nullable(raw.item),
    state: text(raw.state) || "idle",
    fields: words(raw.fields),
    field_labels: words(raw.field_labels),
    awaiting: nullable(raw.awaiting),
    error_on: nullable(raw.error_on),
    delegate: nullable(raw.delegate),
    seq: number(raw.seq),
    step: decodeStep(raw.step),
    acting_for: nullable(raw.acting_for),
    persona: nullable(raw.persona),
    script: nullable(raw.script),
  };
}

/** Read one line of a transcript. @param {any} raw @returns {Line} */
export function decodeLine(raw) {
  return {
    seq: number(raw?.seq) ?? 0,
    at: nullable(raw?.at),
    who: text(raw?.who) || "system",
    text: text(raw?.text),
    name: nullable(raw?.name),
    reply: decodeReply(raw?.reply),
    message_id: nullable(raw?.message_id),
  };
}

/** Read what the office says about itself. @param {any} raw @returns {Info} */
export function decodeInfo(raw) {
  return {
    name: text(raw?.name),
    region: text(raw?.region),
    hotline: text(raw?.hotline),
    hours: text(raw?.hours),
    regions: list(raw?.regions).map((region, at) => decodeRegion(region, text(list(raw?.region_names)[at]))).filter((region) => region.code !== ""),
  };
}

/** Read a place in the queue; null when the citizen does not wait. @param {any} raw @returns {Queue|null} */
export function decodeQueue(raw) {
  if (!raw || typeof raw !== "object") return null;
  return {
    position: number(raw.position) ?? 1,
    minutes: number(raw.minutes),
    open_now: raw.open_now !== false,
    ...(raw.elder_lane === true ? { elder_lane: true } : {}),
  };
}

/**
 * Return the choice that a bare number stands for; null if the text is anything else.
 * @param {string} typed @param {readonly string[]} choices @returns {string|null}
 */
export function chosenText(typed, choices) {
  const bare = typed.normalize("NFKC").trim().match(/^([1-9])[.,、。)]?$/u);
  return bare ? (choices[Number(bare[1]) - 1] ?? null) : null;
}

/** Count characters as Python's len() does, not UTF-16 halves. @param {string} typed */
export function characterCount(typed) {
  return [...typed].length;
}

/**
 * Return how many milliseconds to wait before trying again: 1, 2, 4 .. 30 s, give or take a fifth,
 * so that a thousand pages do not come back in the same second.
 * @param {number} failures attempts that failed in a row, from 1 @param {number} chance 0..1
 */
export function reconnectDelay(failures, chance) {
  const seconds = Math.min(30, 2 ** (Math.max(1, failures) - 1));
  return Math.round(seconds * 1000 * (0.8 + 0.4 * chance));
}

/** Return a new message id; randomUUID is missing on plain-HTTP intranets. @returns {string} */
export function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @type {Record<string, (raw: any) => object>} */
const FRAMES = {
  welcome: (raw) => ({ stage: text(raw.stage) || "bot", queue: decodeQueue(raw.queue), agent: nullable(raw.agent) }),
  reply: (raw) => ({
    in_reply_to: nullable(raw.in_reply_to),
    reply: decodeReply(raw.reply),
    turn: decodeTurn(raw.turn),
    seq: number(raw.seq) ?? number(raw.turn?.seq),
  }),
  typing: (raw) => ({ who: text(raw.who) }),
  queue: (raw) => ({ queue: decodeQueue(raw) }),
  agent: decodeSaid,
  system: decodeSaid,
  stage: (raw) => ({ stage: text(raw.stage) || "bot", agent: nullable(raw.agent) }),
  call: (raw) => ({ url: callAddress(raw.url), until: nullable(raw.until) }),
  problem: (raw) => ({ detail: text(raw.detail), in_reply_to: nullable(raw.in_reply_to) }),
};

/** @param {any} raw what a person, or the office itself, said */
function decodeSaid(raw) {
  return { text: text(raw.text), name: nullable(raw.name), at: nullable(raw.at), seq: number(raw.seq) };
}

/** Let a link to a call lead to our own call page only. @param {unknown} raw @returns {string|null} */
function callAddress(raw) {
  return typeof raw === "string" && /^\/call#[\w-]{1,128}$/.test(raw) ? raw : null;
}

/** @param {any} raw @returns {Source} */
function decodeSource(raw) {
  return {
    title: text(raw?.title),
    issuer: text(raw?.issuer),
    number: text(raw?.number),
    date: text(raw?.date),
    in_force_from: text(raw?.in_force_from),
    in_force_until: text(raw?.in_force_until),
    region: text(raw?.region),
    section: text(raw?.section),
    document_id: text(raw?.document_id),
  };
}

/** @param {any} raw @returns {Card} */
function decodeCard(raw) {
  const rows = list(raw?.rows).map((row) => ({ label: text(row?.label), value: text(row?.value), note: text(row?.note) }));
  return { kind: text(raw?.kind), title: text(raw?.title), rows, link: nullable(raw?.link) };
}

/** @param {any} raw the number of the open question, and of how many @returns {[number, number]|null} */
function decodeStep(raw) {
  const [step, total] = list(raw).map(number);
  return step && total ? [step, total] : null;
}

/** @param {any} raw a name, or {code, name} @param {string} name how the page is to write it; empty: as it is @returns {Region} */
function decodeRegion(raw, name) {
  if (typeof raw === "string") return { code: raw, name: name || raw };
  const code = text(raw?.code) || text(raw?.name);
  return { code, name: text(raw?.name) || code };
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const nullable = (/** @type {unknown} */ raw) => (typeof raw === "string" && raw !== "" ? raw : null);
const number = (/** @type {unknown} */ raw) => (Number.isFinite(raw) ? /** @type {number} */ (raw) : null);
const list = (/** @type {unknown} */ raw) => (Array.isArray(raw) ? raw : []);

/** @param {any} raw @returns {Record<string, string>} */
function words(raw) {
  const pairs = Object.entries(raw && typeof raw === "object" ? raw : {});
  return Object.fromEntries(pairs.filter(([, value]) => value !== null).map(([key, value]) => [key, String(value)]));
}
