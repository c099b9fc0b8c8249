/** Puts the cases page together: what staff do after something was submitted. */

import { forgetDrafts } from "./cases/act_dialog.js";
import { CaseService } from "./cases/case_service.js";
import { pageOf } from "./cases/pages.js";
import { hashOf, menuOf, routeOf, START } from "./cases/routes.js";
import { Stage } from "./cases/stage.js";
import { showTally, tallyBroken } from "./cases/tally_view.js";
import { CASE, NO_DUTY, TROUBLE } from "./cases/words.js";
import { SESSION, askToSignIn } from "./desk/sign_in.js";
import { byId, element } from "./dom.js";
import { call, Problem } from "./service.js";
import { openFrame, TITLE } from "./staff_frame.js";

const DUTY = "desk";

const service = new CaseService({ call });
const stage = new Stage({ expired: () => signedOut(SESSION.expired), done: () => void count() });
const [frame, tally] = [byId("office", HTMLElement), byId("tally", HTMLElement)];
let shownHash = "";
let isSignedIn = false;

addEventListener("hashchange", () => void arrive());
await openFrame({ entered, signedOut });

/** @param {import("./staff_frame.js").Me} me */
async function entered(me) {
  if (stage.me.name !== me.name) forgetDrafts(); // what a colleague wrote here is not mine to send
  stage.me = me;
  const isAllowed = me.duties.includes(DUTY);
  byId("menu", HTMLElement).hidden = !isAllowed;
  frame.hidden = false;
  if (!isAllowed) return refuse();
  // Without the list, names stay as they are signed in under, and a colleague's is typed.
  isSignedIn = true;
  // What presses stands above every view: it comes first, so that no view jumps down for it.
  [stage.colleagues] = await Promise.all([service.colleagues().catch(() => []), count()]);
  if (!location.hash) history.replaceState(null, "", hashOf(START));
  await arrive();
}

/** The account has another duty: one clear sentence, and a way to change the account. */
function refuse() {
  const room = stage.clear();
  tally.replaceChildren();
  stage.head(room, SESSION.noDutyTitle);
  room.append(element("p", { class: "callout", text: NO_DUTY }));
  stage.begin(room);
}

/** Show the view that the address names. */
async function arrive() {
  if (!isSignedIn || location.hash === shownHash) return;
  shownHash = location.hash;
  const route = routeOf(shownHash);
  for (const link of byId("menu", HTMLElement).querySelectorAll("a")) {
    if (link.id === `menu-${menuOf(route)}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  closeDialogs(); // they belong to the view that is left
  const room = stage.clear();
  stage.quiet();
  scrollTo(0, 0);
  try {
    await pageOf(route, { service, stage, room }).open();
    stage.sayPending();
  } catch (error) {
    stage.refused(error);
    if (!isSignedIn || !room.isConnected) return;
    stage.head(room, TROUBLE.title, { back: { words: CASE.back, route: START } });
    room.append(element("p", { class: "callout", text: /** @type {any} */ (error).status === 404 ? TROUBLE.notFound : (/** @type {any} */ (error).detail ?? TROUBLE.unknown) }));
    stage.begin(room);
  }
}

/** Count what presses; the views work without it. */
async function count() {
  try {
    const counted = await service.tally();
    if (isSignedIn) showTally(tally, counted);
  } catch (error) {
    if (isSignedIn) tallyBroken(tally);
    if (error instanceof Problem && error.status === 401) stage.refused(error);
  }
}

/** @param {string} reason */
function signedOut(reason) {
  isSignedIn = false;
  shownHash = "";
  closeDialogs(); // nothing of a citizen stays in view
  stage.clear();
  stage.quiet();
  tally.replaceChildren();
  document.title = TITLE;
  frame.hidden = true;
  askToSignIn(reason);
}

function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
}
