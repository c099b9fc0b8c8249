/** Holds the words of the wire between the staff page and the gateway; knows no DOM. */

import { decodeLine, parsed } from "../protocol.js";

/** @typedef {import("../protocol.js").Line} Line */
/** @typedef {{from: string, to: string, at: string, reason: string, summary: string}} HandOn from and to: staff names or a team's id */
/** @typedef {{name: string, display_name: string, state: DutyState|"gone", serving: number}} Colleague */
/** @typedef {{id: string, conversation_id: string, channel: string, item: string, code: string, fields: Array<[string, string]>, region: string, persona: string, state: string, agent: string, waiting_seconds: number, team: string, wants_agent: string, note: string}} Ticket code: of the item, if the gateway tells it; team: id; wants_agent: staff name of whom it was handed on to */
/** @typedef {{name: string, display_name: string, duties?: string[]}} Clerk */
/** @typedef {"on"|"busy"|"away"} DutyState */
/** @typedef {{id: string, name: string, open: boolean, minutes: number|null}} Team */
/**
 * @typedef {{type: "tickets", tickets: Ticket[]} | {type: "message", ticket_id: string, line: Line} | {type: "closed", ticket_id: string}
 *   | {type: "call_backs"} | {type: "ring", ticket: Ticket, until: string} | {type: "ring_over", ticket_id: string}
 *   | {type: "presence", state: DutyState, detail: string} | {type: "calls"} | {type: "presence_changed"} | {type: "signed_out", detail: string}} StaffFrame
 */
/** @typedef {"waiting"|"mine"|"theirs"} Lane */

const DUTY = ["on", "busy", "away"];

/** Read one frame of the staff stream; null if it is broken or unknown. @param {string} json @returns {StaffFrame|null} */
export function decodeStaffFrame(json) {
  const raw = parsed(json);
  if (raw?.type === "tickets") return { type: "tickets", tickets: decodeTickets(raw) };
  if (raw?.type === "message") return { type: "message", ticket_id: text(raw.ticket_id), line: { ...decodeLine(raw), who: "citizen" } };
  // What the system says, e.g. that the caller rang off, stands among what was said.
  if (raw?.type === "system") return { type: "message", ticket_id: text(raw.ticket_id), line: { ...decodeLine(raw), who: "system" } };
  if (raw?.type === "call_backs_changed") return { type: "call_backs" };
  if (raw?.type === "calls_changed") return { type: "calls" };
  if (raw?.type === "presence_changed") return { type: "presence_changed" };
  if (raw?.type === "ring" && text(raw.ticket?.id)) return { type: "ring", ticket: decodeTicket(raw.ticket), until: text(raw.until) };
  if (raw?.type === "ring_over") return { type: "ring_over", ticket_id: text(raw.ticket_id) };
  if (raw?.type === "presence") return { type: "presence", state: decodeDuty(raw.state), detail: text(raw.detail) };
  if (raw?.type === "signed_out") return { type: "signed_out", detail: text(raw.detail) };
  if (raw?.type === "closed") return { type: "closed", ticket_id: text(raw.ticket_id) };
  return null;
}

/** Read a list of tickets. @param {any} raw @returns {Ticket[]} */
export function decodeTickets(raw) {
  return list(raw?.tickets).map(decodeTicket).filter((ticket) => ticket.id !== "");
}

/** Read one ticket. @param {any} raw @returns {Ticket} */
export function decodeTicket(raw) {
  return {
    id: text(raw?.id),
    conversation_id: text(raw?.conversation_id),
    channel: text(raw?.channel),
    item: text(raw?.item),
    code: text(raw?.item_code),
    fields: Object.entries(raw?.fields ?? {}).map(([label, value]) => [label, String(value ?? "")]),
    region: text(raw?.region),
    persona: text(raw?.persona),
    state: text(raw?.state),
    agent: text(raw?.agent),
    waiting_seconds: Number.isFinite(raw?.waiting_seconds) ? raw.waiting_seconds : 0,
    team: text(raw?.team),
    wants_agent: text(raw?.wants_agent),
    note: text(raw?.note),
  };
}

/** Read what is never said to citizens. @param {any} raw @returns {import("./phrases.js").Forbidden[]} */
export function decodeForbidden(raw) {
  return list(raw?.forbidden).map((/** @type {any} */ one) => ({ words: list(one?.words).map(text).filter(Boolean), instead: text(one?.instead) }));
}

/** Read the history that comes with an accepted ticket. @param {any} raw @returns {Line[]} */
export function decodeHistory(raw) {
  return list(raw?.history).map(decodeLine);
}

/** Read how a ticket came to this clerk, oldest first. @param {any} raw @returns {HandOn[]} */
export function decodeHandOns(raw) {
  return list(raw?.hand_ons).map((step) => ({ from: text(step?.agent), to: text(step?.to) || text(step?.team), at: text(step?.at), reason: text(step?.reason), summary: text(step?.summary) }));
}

/** Read who serves at the desk. @param {any} raw @returns {Colleague[]} */
export function decodeColleagues(raw) {
  return list(raw?.colleagues)
    .map((one) => ({ name: text(one?.name), display_name: text(one?.display_name) || text(one?.name), state: one?.state === "gone" ? "gone" : decodeDuty(one?.state), serving: Number.isInteger(one?.serving) ? one.serving : 0 }))
    .filter((one) => one.name !== "");
}

/** Say how it is with a colleague. @param {Colleague} colleague */
export function colleagueSentence({ display_name, state, serving }) {
  const words = { on: "在岗", busy: "忙碌", away: "离开", gone: "没有上线" }[state];
  return serving > 0 && state !== "gone" ? `${display_name}：${words}，正在接待 ${serving} 位` : `${display_name}：${words}`;
}

/** Read the teams, as anybody may see them. @param {any} raw @returns {Team[]} */
export function decodeTeams(raw) {
  return list(raw?.teams)
    .map((team) => ({ id: text(team?.id), name: text(team?.name) || text(team?.id), open: (team?.open_now ?? team?.open) !== false, minutes: Number.isFinite(team?.minutes) ? team.minutes : null }))
    .filter((team) => team.id !== "");
}

/** Read how it is with an agent; who never said so is away. @param {unknown} raw @returns {DutyState} */
export function decodeDuty(raw) {
  return /** @type {DutyState} */ (DUTY.find((state) => state === raw) ?? "away");
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

/**
 * Sort tickets under the names of the teams that they chose; one group without a name if nobody chose any.
 * @param {Ticket[]} tickets @param {Team[]} teams @returns {Array<{name: string, tickets: Ticket[]}>}
 */
export function byTeam(tickets, teams) {
  if (tickets.every((ticket) => ticket.team === "")) return tickets.length > 0 ? [{ name: "", tickets }] : [];
  const ids = [...new Set(tickets.map((ticket) => ticket.team))];
  return ids.map((id) => ({
    name: id === "" ? "不限班组" : (teams.find((team) => team.id === id)?.name ?? id),
    tickets: tickets.filter((ticket) => ticket.team === id),
  }));
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
/** @param {unknown} raw @returns {any[]} */
const list = (raw) => (Array.isArray(raw) ? raw : []);
