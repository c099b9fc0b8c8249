/** Decides how long a ticket rings at this agent; knows no DOM. */

/** @typedef {import("./wire.js").Ticket} Ticket */
/** @typedef {{ticket: Ticket, endsAt: number}} Ring endsAt: milliseconds of the page's own clock */

export const RINGS_FOR = 20; // seconds

/**
 * Begin to ring. The clock of this machine may be wrong: what does not fit counts as a ring that has just begun.
 * @param {Ticket} ticket @param {string} until ISO 8601 @param {number} wall Date.now() @param {number} steady performance.now()
 * @returns {Ring}
 */
export function rung(ticket, until, wall, steady) {
  const told = new Date(until).getTime() - wall;
  const left = told > 0 && told <= RINGS_FOR * 1000 ? told : RINGS_FOR * 1000;
  return { ticket, endsAt: steady + left };
}

/** Return the seconds left, in whole seconds, from 0. @param {Ring} ring @param {number} steady */
export function secondsLeft(ring, steady) {
  return Math.max(0, Math.ceil((ring.endsAt - steady) / 1000));
}

/** Tell whether a ring goes on, as the queue shows it. @param {Ring} ring @param {Ticket[]} tickets @param {number} steady */
export function stillRings(ring, tickets, steady) {
  if (secondsLeft(ring, steady) === 0) return false;
  const known = tickets.find((ticket) => ticket.id === ring.ticket.id);
  return known === undefined || known.agent === "";
}

/** Say who rings. @param {Ticket} ticket @param {string} channel in words */
export function ringSentence(ticket, channel) {
  const who = ticket.persona === "elder" ? "一位长辈" : "一位办事人";
  return `${who}在等您：${ticket.item || "咨询"}，${[channel, ticket.region].filter(Boolean).join("，")}`;
}
