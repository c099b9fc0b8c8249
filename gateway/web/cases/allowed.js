/** Decides which acts are offered for an application or a rectification case; the gateway decides again; knows no DOM. */

/** @typedef {import("./wire.js").Application} Application */
/** @typedef {import("./rectification_wire.js").Rectification} Rectification */
/** @typedef {"take"|"transfer"|"review"|"papers"|"approve"|"reject"} Act */
/** @typedef {"take"|"fix"|"call"|"close"|"reopen"} CaseAct */

/** The moves that core/applications.py allows after the submission. @type {Record<string, Act[]>} */
const MOVES = {
  submitted: ["review", "papers", "approve", "reject"],
  in_review: ["approve", "papers", "reject"],
  needs_papers: ["review", "reject"],
};

/** The moves that core/rectifications.py allows. @type {Record<string, CaseAct[]>} */
const CASE_MOVES = { in_hand: ["fix"], fixed: ["call", "reopen"], called_back: ["close", "reopen"], closed: ["reopen"] };

/** Return what I may do with an application. @param {Application} application @param {string} me the name under which I sign in @returns {Act[]} */
export function actsFor(application, me) {
  const moves = MOVES[application.phase];
  if (!moves) return [];
  const given = /** @type {Act[]} */ (application.owner === null ? ["take", "transfer"] : ["transfer"]);
  if (application.parts.length > 0) return given; // its parts are decided one by one
  return application.owner === null || application.owner === me ? [...given.filter((act) => act === "take"), ...moves, "transfer"] : given;
}

/** Return what I may do with a rectification case. @param {Rectification} one @param {string} me @returns {CaseAct[]} */
export function caseActsFor(one, me) {
  if (one.state === "open" && (one.owner === null || one.owner === me)) return ["take"];
  return one.owner === me ? (CASE_MOVES[one.state] ?? []) : [];
}

/** Tell whether the one-time notice went out before: another one needs a reason. @param {Application} application */
export const wasAsked = (application) => application.missing.length > 0;
