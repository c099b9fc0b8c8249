/** Reads what WeChat's sign-in brought in the address; knows no DOM. */

/** @typedef {{id: string, token: string, to: string}} Arrival */
/** @typedef {{id: string, token: string, greeting: object}} Session as the chat keeps it in its tab */

const CHAT = "/chat";
const PAGES = new Set([CHAT, "/call", "/policies", "/topics", "/progress", "/places", "/me"]); // which there are, the gateway knows
const ID = /^[0-9a-f-]{36}$/;
const TOKEN = /^[A-Za-z0-9_-]{20,128}$/;

/** Return it; null if the address holds none. @param {string} hash with "#" @returns {Arrival|null} */
export function arrivalOf(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const [id, token, to] = [values.get("id") ?? "", values.get("token") ?? "", values.get("to") ?? CHAT];
  if (!ID.test(id) || !TOKEN.test(token)) return null;
  return { id, token, to: PAGES.has(to) ? to : CHAT };
}

/** Return what the chat keeps; null if the transcript begins with no greeting. @param {Arrival} arrival @param {any} transcript @returns {Session|null} */
export function sessionOf(arrival, transcript) {
  const greeting = transcript?.lines?.[0]?.reply;
  if (typeof greeting?.text !== "string") return null;
  return { id: arrival.id, token: arrival.token, greeting };
}
