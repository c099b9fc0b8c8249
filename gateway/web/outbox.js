/** Decides which of a citizen's messages are still to be sent; knows no DOM, clock or socket. */

/** @typedef {"waiting"|"sent"|"refused"} Delivery waiting: not yet sent; sent: no answer yet; refused: told why */
/** @typedef {{message_id: string, text: string, at: string, delivery: Delivery, detail: string, about?: string}} Entry about: the policy entry that it is about */
/** @typedef {readonly Entry[]} Outbox oldest first; a settled message leaves it */

/** @type {Outbox} */
export const EMPTY = Object.freeze([]);

/** Add a message at the end; the same id is never added twice. @param {Outbox} outbox @param {string} messageId @param {string} text @param {string} at @param {string|null} [about] @returns {Outbox} */
export function queued(outbox, messageId, text, at, about = null) {
  if (outbox.some((entry) => entry.message_id === messageId)) return outbox;
  return [...outbox, { message_id: messageId, text, at, delivery: "waiting", detail: "", ...(about ? { about } : {}) }];
}

/** Return what goes out now, in the order in which it was written. @param {Outbox} outbox @returns {Entry[]} */
export function toSend(outbox) {
  return outbox.filter((entry) => entry.delivery === "waiting");
}

/** Note that a message went out. @param {Outbox} outbox @param {string} messageId */
export function sent(outbox, messageId) {
  return moved(outbox, messageId, "sent");
}

/** Drop a message that the gateway has answered or passed on. @param {Outbox} outbox @param {string|null} messageId @returns {Outbox} */
export function settled(outbox, messageId) {
  return outbox.filter((entry) => entry.message_id !== messageId);
}

/** Keep a message that the gateway would not take, with its reason. @param {Outbox} outbox @param {string} messageId @param {string} detail */
export function refused(outbox, messageId, detail) {
  return moved(outbox, messageId, "refused", detail);
}

/** Put a refused message back in its place; its id stays, so it is never answered twice. @param {Outbox} outbox @param {string} messageId */
export function retried(outbox, messageId) {
  return moved(outbox, messageId, "waiting");
}

/** Note that the line broke: what was sent but never answered must go out again. @param {Outbox} outbox @returns {Outbox} */
export function disconnected(outbox) {
  return outbox.map((entry) => (entry.delivery === "sent" ? { ...entry, delivery: "waiting" } : entry));
}

/** Tell whether an answer is still to come. @param {Outbox} outbox */
export function awaitsAnswer(outbox) {
  return outbox.some((entry) => entry.delivery === "sent");
}

/** Write an outbox for storage. @param {Outbox} outbox */
export function packed(outbox) {
  return JSON.stringify(outbox);
}

/** Read an outbox from storage; what was sent before a reload is sent again. @param {string|null} stored @returns {Outbox} */
export function unpacked(stored) {
  try {
    const entries = JSON.parse(stored ?? "[]");
    return Array.isArray(entries) ? disconnected(entries.filter(isEntry)) : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** @param {Outbox} outbox @param {string} messageId @param {Delivery} delivery @param {string} detail @returns {Outbox} */
function moved(outbox, messageId, delivery, detail = "") {
  return outbox.map((entry) => (entry.message_id === messageId ? { ...entry, delivery, detail } : entry));
}

/** @param {any} raw @returns {raw is Entry} */
function isEntry(raw) {
  return (
    typeof raw?.message_id === "string" &&
    typeof raw.text === "string" &&
    typeof raw.at === "string" &&
    ["waiting", "sent", "refused"].includes(raw.delivery)
  );
}
