/** Puts the page together that tells staff how the product is. */

import { armAccount, settleAccount } from "./desk/account_security.js";
import { SESSION, armSignIn, askToSignIn, showSignedIn } from "./desk/sign_in.js";
import { announce, byId } from "./dom.js";
import { showHealth } from "./health/view.js";
import { HEALTH } from "./health/words.js";
import { call, Problem } from "./service.js";

const EVERY = 10_000; // milliseconds, as the gateway looks

const [page, trouble] = [byId("health", HTMLElement), byId("trouble", HTMLElement)];
const places = { overall: byId("overall", HTMLElement), lookedAt: byId("looked-at", HTMLElement), parts: byId("parts", HTMLElement) };
let isSignedIn = false;

armSignIn({ call, entered: enter });
armAccount({ call, left: signedOut });
byId("sign-out", HTMLButtonElement).addEventListener("click", async () => {
  await call("DELETE", "/api/v1/staff/session").catch(() => null);
  signedOut(SESSION.left);
});
setInterval(() => void look(), EVERY);
await enter().catch((error) => askToSignIn(error instanceof Problem && error.status === 401 ? "" : error.detail));

async function enter() {
  const me = await settleAccount(call);
  showSignedIn(me.display_name || me.name);
  page.hidden = false;
  isSignedIn = true;
  await look();
}

async function look() {
  if (!isSignedIn || document.hidden) return;
  try {
    showHealth(places, await call("GET", "/api/v1/admin/health"));
    trouble.replaceChildren();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return signedOut(SESSION.expired);
    const isRefused = error instanceof Problem && error.status === 403;
    const says = isRefused ? error.detail : HEALTH.lost;
    if (trouble.textContent !== says) announce(trouble, says); // once, and not every ten seconds
  }
}

/** @param {string} reason */
function signedOut(reason) {
  isSignedIn = false;
  page.hidden = true;
  places.parts.replaceChildren();
  trouble.replaceChildren();
  askToSignIn(reason);
}
