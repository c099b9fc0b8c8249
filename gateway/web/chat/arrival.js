/** Reads why somebody comes to the chat from outside: a QR code, a leaflet, a link; knows no DOM. */

/** @typedef {{kind: "code", code: string}|{kind: "item", code: string, region: string}|{kind: "ask", text: string}} Arrival */

const LONGEST = 100; // characters of a question that a link may bring

/** Return what the address asks for; null if nothing. @param {URLSearchParams} query @param {string} hash @returns {Arrival|null} */
export function arrivalOf(query, hash) {
  const [, code] = hash.match(/^#(\d{6})$/) ?? [];
  if (code) return { kind: "code", code };
  const item = query.get("item") ?? "";
  if (/^[A-Z0-9-]{1,32}$/.test(item)) return { kind: "item", code: item, region: query.get("region") ?? "" };
  const text = (query.get("ask") ?? "").trim().slice(0, LONGEST);
  return text ? { kind: "ask", text } : null;
}

/** Return what is asked of the citizen, and what is said for them if they agree. @param {Arrival} arrival @param {string} [name] of the item @returns {{question: string, yes: string, say: string}} */
export function proposal(arrival, name = "") {
  if (arrival.kind === "code") return { question: `要接着办上次没办完的事吗？接续码 ${arrival.code.slice(0, 3)} ${arrival.code.slice(3)}`, yes: "接着办", say: `接着办，接续码${arrival.code}` };
  if (arrival.kind === "item") return { question: `要办“${name}”吗？`, yes: "现在办", say: `我要办${name}` };
  return { question: `要问这一句吗？“${arrival.text}”`, yes: "是的，问", say: arrival.text };
}

/** Return the receipt number that a reply gives out; null if it gives none, or a masked one. @param {string} text @returns {string|null} */
export function receiptIn(text) {
  return text.match(/已经受理。受理号是 (\d{14})，/)?.[1] ?? null;
}

/** Return the six digits of a card to go on with; null if it is another card. @param {import("../protocol.js").Card} card @returns {string|null} */
export function resumeCodeOf(card) {
  const digits = card.kind === "code" ? (card.rows[0]?.value ?? "").replace(/\s/g, "") : "";
  return /^\d{6}$/.test(digits) ? digits : null;
}
