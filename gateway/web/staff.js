/** Puts the page together on which administrators look after accounts, and how long data are kept. */

import { forgetDrafts } from "./cases/act_dialog.js";
import { SESSION, askToSignIn } from "./desk/sign_in.js";
import { announce, byId } from "./dom.js";
import { Problem } from "./service.js";
import { actOn, approve, open, refuse } from "./staff/acts.js";
import { matching, named } from "./staff/allowed.js";
import { showAccounts, showRequests } from "./staff/view.js";
import { changeTerms, showTerms } from "./staff/terms.js";
import { accounts, requests, terms } from "./staff/wire.js";
import { LIST, LOST } from "./staff/words.js";
import { openFrame } from "./staff_frame.js";

/** @typedef {import("./staff/acts.js").Outcome} Outcome */

const [page, notice, trouble] = ["accounts-page", "notice", "trouble"].map((id) => byId(id, HTMLElement));
const [listed, waiting, found, kept] = ["accounts", "requests", "found", "terms"].map((id) => byId(id, HTMLElement));
const find = byId("find", HTMLInputElement);
/** @type {import("./staff/wire.js").Account[]} */ let known = [];
/** @type {import("./staff/wire.js").Terms|null} */ let inForce = null;

byId("open-account", HTMLButtonElement).addEventListener("click", () => void after(open()));
byId("change-terms", HTMLButtonElement).addEventListener("click", () => inForce && void after(changeTerms(inForce)));
find.addEventListener("input", showKnown);
await openFrame({ entered: look, signedOut });

async function look() {
  try {
    const [all, asked, days] = await Promise.all([accounts(), requests(), terms()]);
    [known, inForce] = [all, days];
    showRequests(waiting, named(asked, all), { approve: (one) => void after(approve(one)), refuse: (one) => void after(refuse(one)) });
    showTerms(kept, days, (done) => void after(done));
    showKnown();
    page.hidden = false;
    trouble.replaceChildren();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return signedOut(SESSION.expired);
    announce(trouble, error instanceof Problem && error.status === 403 ? error.detail : LOST);
  }
}

function showKnown() {
  const shown = matching(known, find.value);
  found.textContent = LIST.found(shown.length);
  showAccounts(listed, shown, (account) => void after(actOn(account)));
}

/** Say what came of an act, and show how everything is now. @param {Promise<Outcome>} done */
async function after(done) {
  notice.replaceChildren();
  const { kind, detail } = await done;
  if (kind === "left") return;
  if (kind === "expired") return signedOut(detail);
  await look();
  announce(kind === "done" ? notice : trouble, detail);
}

/** @param {string} reason */
function signedOut(reason) {
  page.hidden = true;
  for (const place of [listed, waiting, kept, notice, trouble]) place.replaceChildren();
  [known, inForce] = [[], null];
  forgetDrafts();
  askToSignIn(reason);
}
