/** Lends a page beside the chat the conversation of this tab, or opens one that the chat goes on with. */

import { decodeReply, parsed } from "./protocol.js";
import { call, Unreachable } from "./service.js";
import { lasting, thisTab } from "./storage.js";
import { version } from "./versions.js";

export const SESSION = "yibao.session"; // the chat's own
export const REGION = "yibao.region";

/** @typedef {{id: string, token: string}} Session */

/** Return the conversation of this tab; null if there is none. @returns {Session|null} */
export function keptSession() {
  const kept = parsed(thisTab.read(SESSION) ?? "");
  return typeof kept?.id === "string" && typeof kept.token === "string" ? { id: kept.id, token: kept.token } : null;
}

/** Return the conversation of this tab, or open one. @returns {Promise<Session>} */
export async function session() {
  const kept = keptSession();
  if (kept) return kept;
  const region = lasting.read(REGION);
  const body = { channel: "web", persona: version(), ...(region ? { region } : {}) };
  const opened = await call("POST", "/api/v1/conversations", { body });
  const greeting = decodeReply(opened?.greeting);
  if (!greeting) throw new Unreachable();
  thisTab.write(SESSION, JSON.stringify({ id: opened.conversation_id, token: opened.token, greeting }));
  return { id: opened.conversation_id, token: opened.token };
}

/** Forget a conversation that is ours no longer. */
export function forgetSession() {
  thisTab.write(SESSION, null);
  thisTab.write("yibao.turn", null);
}
