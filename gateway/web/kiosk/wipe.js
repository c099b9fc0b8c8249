/** Takes everything of one citizen off a shared machine. */

import { call } from "../service.js";
import { keptSession } from "../session.js";

export const KIOSK = "yibao.kiosk"; // in this tab: the machine is shared; frame.js reads it
const WAIT = 1500; // milliseconds at most that the gateway may take to forget who it was

/** Leave the queue, forget who it was, and empty what the browser keeps. */
export async function wipe() {
  const own = keptSession();
  if (own) {
    const path = `/api/v1/conversations/${own.id}`;
    const asked = [call("DELETE", `${path}/identity`, { token: own.token }), call("DELETE", `${path}/queue`, { token: own.token })];
    await Promise.race([Promise.allSettled(asked), new Promise((done) => setTimeout(done, WAIT))]);
  }
  emptied();
}

/** Empty what the browser keeps, at once; the token goes with it, so nobody goes on with the conversation here. */
export function emptied() {
  for (const area of [() => sessionStorage, () => localStorage]) {
    try {
      area().clear();
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }
  for (const cookie of document.cookie.split(";")) {
    const name = cookie.split("=")[0]?.trim();
    if (name) document.cookie = `${name}=; Max-Age=0; path=/`;
  }
}
