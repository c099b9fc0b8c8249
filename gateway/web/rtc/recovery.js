/** Decides when a connection is made anew: there is one way back, a new connection over a living line; knows no DOM. */

/** @typedef {"new"|"connecting"|"connected"|"disconnected"|"failed"|"closed"} PeerState as RTCPeerConnection tells it */
/** @typedef {{line: boolean, peer: PeerState, offeredAt: number|null, aliveAt: number, sending: boolean}} Standing line: the WebSocket answers; offeredAt: an offer waits for its answer since then; times in milliseconds */
/** @typedef {"wait"|"restart"|"reopen"} Step restart: a new connection; reopen: the line is dead though it does not say so */

const SILENCE = 3_000; // milliseconds without a packet while we send: feedback comes every second at least
const QUIET_SILENCE = 9_000; // while nothing is sent, only the checks of ICE answer, every 2.5 s
const ANSWER_WITHIN = 3_000; // an answer to an offer takes 50 ms and the way there and back
const CONNECT_WITHIN = 8_000; // from the answer to the first packet

/** @param {Standing} standing @param {number} now milliseconds @returns {Step} */
export function step(standing, now) {
  const { line, peer, offeredAt, aliveAt, sending } = standing;
  if (!line) return "wait"; // the welcome of a new line brings a new connection
  if (offeredAt !== null) return now - offeredAt > ANSWER_WITHIN ? "reopen" : "wait";
  if (peer === "failed" || peer === "closed") return "restart";
  if (peer === "new" || peer === "connecting") return now - aliveAt > CONNECT_WITHIN ? "restart" : "wait";
  return now - aliveAt > (sending ? SILENCE : QUIET_SILENCE) ? "restart" : "wait";
}
