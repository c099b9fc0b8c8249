/** Puts the page together that tells staff how the product is. */

import { SESSION, askToSignIn } from "./desk/sign_in.js";
import { announce, byId } from "./dom.js";
import { showHealth } from "./health/view.js";
import { HEALTH } from "./health/words.js";
import { call, Problem } from "./service.js";
import { openFrame } from "./staff_frame.js";

const EVERY = 10_000; // milliseconds, as the gateway looks

const [page, trouble] = [byId("health", HTMLElement), byId("trouble", HTMLElement)];
const places = { overall: byId("overall", HTMLElement), lookedAt: byId("looked-at", HTMLElement), parts: byId("parts", HTMLElement) };
let isSignedIn = false;

setInterval(() => void look(), EVERY);
await openFrame({ entered, signedOut });

async function entered() {
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
