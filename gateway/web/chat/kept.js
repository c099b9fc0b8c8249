/** Asks the server what it keeps of this conversation: version, characters, a code for the telephone. */

/** @typedef {{ask: (method: string, route: string) => Promise<any>}} Asked */

/** Return the version of the page and its characters; null while the server cannot tell. @param {Asked} conversation @returns {Promise<{persona: string, script: string}|null>} */
export async function preferencesOf(conversation) {
  const kept = await conversation.ask("GET", "/preferences");
  return typeof kept?.persona === "string" ? { persona: kept.persona, script: String(kept.script ?? "") } : null;
}

/** Return the code with which a telephone call goes on with the form, in groups; "" if there is none. @param {Asked} conversation */
export async function codeForTelephone(conversation) {
  const made = await conversation.ask("POST", "/code");
  return String(made?.code ?? "").replace(/^(\d{3})(\d{3})$/, "$1 $2");
}
