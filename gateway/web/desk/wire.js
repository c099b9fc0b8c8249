/** Holds the words of the wire between the staff page and the gateway; knows no DOM. */

import { decodeLine, parsed } from "../protocol.js";

/** @typedef {import("../protocol.js").Line} Line */
/** @typedef {{id: string, conversation_id: string, channel: string, item: string, fields: Array<[string, string]>, region: string, persona: string, state: string, agent: string, waiting_seconds: number}} Ticket */
/** @typedef {{name: string, display_name: string}} Clerk */
/** @typedef {{type: "tickets", tickets: Ticket[]} | {type: "message", ticket_id: string, line: Line} | {type: "closed", ticket_id: string} | {type: "call_backs"}} StaffFrame */
/** @typedef {"waiting"|"mine"|"theirs"} Lane */

/** Read one frame of the staff stream; null if it is broken or unknown. @param {string} json @returns {StaffFrame|null} */
export function decodeStaffFrame(json) {
  const raw = parsed(json);
  if (raw?.type === "tickets") return { type: "tickets", tickets: decodeTickets(raw) };
  if (raw?.type === "message") return { type: "message", ticket_id: text(raw.ticket_id), line: { ...decodeLine(raw), who: "citizen" } };
  // What the system says, e.g. that the caller rang off, stands among what was said.
  if (raw?.type === "system") return { type: "message", ticket_id: text(raw.ticket_id), line: { ...decodeLine(raw), who: "system" } };
  if (raw?.type === "call_backs_changed") return { type: "call_backs" };
  if (raw?.type === "closed") return { type: "closed", ticket_id: text(raw.ticket_id) };
  return null;
}

/** Read a list of tickets. @param {any} raw @returns {Ticket[]} */
export function decodeTickets(raw) {
  return (Array.isArray(raw?.tickets) ? raw.tickets : []).map(decodeTicket).filter((/** @type {Ticket} */ ticket) => ticket.id !== "");
}

/** Read one ticket. @param {any} raw @returns {Ticket} */
export function decodeTicket(raw) {
  return {
    id: text(raw?.id),
    conversation_id: text(raw?.conversation_id),
    channel: text(raw?.channel),
    item: text(raw?.item),
    fields: Object.entries(raw?.fields ?? {}).map(([label, value]) => [label, String(value ?? "")]),
    region: text(raw?.region),
    persona: text(raw?.persona),
    state: text(raw?.state),
    agent: text(raw?.agent),
    waiting_seconds: Number.isFinite(raw?.waiting_seconds) ? raw.waiting_seconds : 0,
  };
}

/** Read the history that comes with an accepted ticket. @param {any} raw @returns {Line[]} */
export function decodeHistory(raw) {
  return (Array.isArray(raw?.history) ? raw.history : []).map(decodeLine);
}

/** Tell in which list a ticket stands for this clerk. @param {Ticket} ticket @param {Clerk} clerk @returns {Lane} */
export function laneOf(ticket, clerk) {
  if (!ticket.agent) return "waiting";
  return [clerk.name, clerk.display_name].includes(ticket.agent) ? "mine" : "theirs";
}

/** Return the tickets that came to the queue since the last list. @param {Ticket[]} before @param {Ticket[]} now @returns {Ticket[]} */
export function newlyWaiting(before, now) {
  const known = new Set(before.filter((ticket) => !ticket.agent).map((ticket) => ticket.id));
  return now.filter((ticket) => !ticket.agent && !known.has(ticket.id));
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
