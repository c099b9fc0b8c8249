/** Puts the policy editors' page together. */

import { KnowledgeService } from "./admin/knowledge_service.js";
import { pageOf } from "./admin/pages.js";
import { hashOf, menuOf, routeOf } from "./admin/routes.js";
import { Stage } from "./admin/stage.js";
import { menuWords } from "./admin/sayings.js";
import { DOCUMENT, MENU, NO_DUTY, TROUBLE } from "./admin/words.js";
import { SESSION, askToSignIn } from "./desk/sign_in.js";
import { byId, element } from "./dom.js";
import { openFrame, TITLE } from "./staff_frame.js";

/** @typedef {import("./admin/pages.js").Page} Page */

const DUTY = "knowledge";

const service = new KnowledgeService({ fetch: (path, request) => fetch(path, request) });
const stage = new Stage({ expired: () => signedOut(SESSION.expired), done: () => void countMenu() });
const frame = byId("library", HTMLElement);
/** @type {Page|null} */ let page = null;
let shownHash = "";
let isSignedIn = false;

addEventListener("hashchange", () => void arrive());
addEventListener("beforeunload", (event) => {
  if (page?.isUnsaved) event.preventDefault(); // the browser asks whether to lose what is not saved
});
await openFrame({ entered, signedOut, mayLeave });

/** @param {import("./staff_frame.js").Me} me */
async function entered(me) {
  stage.me = me;
  if (!me.duties.includes(DUTY)) return refuse();
  stage.colleagues = await service.staff();
  isSignedIn = true;
  frame.hidden = false;
  if (!location.hash) history.replaceState(null, "", hashOf(routeOf("")));
  await arrive();
}

/** The account has another duty: one clear sentence, and a way to change the account. */
function refuse() {
  const room = stage.clear();
  frame.hidden = false;
  byId("menu", HTMLElement).hidden = true;
  stage.head(room, SESSION.noDutyTitle);
  room.append(element("p", { class: "callout", text: NO_DUTY }));
}

/** Show the page that the address names; what was being written is saved first. */
async function arrive() {
  if (!isSignedIn) return;
  if (location.hash === shownHash) return;
  const target = location.hash;
  if (page?.leave && !(await page.leave())) {
    history.replaceState(null, "", shownHash); // not saved: stay, the page says why
    return stage.warn(TROUBLE.notSaved);
  }
  shownHash = target;
  const route = routeOf(target);
  for (const link of byId("menu", HTMLElement).querySelectorAll("a")) {
    if (link.getAttribute("href") === `#/${menuOf(route)}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const room = stage.clear();
  page = pageOf(route, { service, stage, room });
  void countMenu();
  stage.quiet();
  scrollTo(0, 0);
  try {
    await page.open();
    stage.sayPending();
  } catch (error) {
    stage.sayPending();
    stage.refused(error);
    if (!isSignedIn) return;
    stage.head(room, TROUBLE.title, { back: { words: DOCUMENT.back, route: routeOf("") } });
    room.append(element("p", { class: "callout", text: /** @type {any} */ (error).status === 404 ? TROUBLE.notFound : (/** @type {any} */ (error).detail ?? TROUBLE.unknown) }));
  }
}

/** Say in the menu how much waits for a reviewer and for a release. */
async function countMenu() {
  const counted = await Promise.all([service.rows({ state: "in_review" }), service.rows({ state: "approved" })]).catch(() => null);
  if (!counted) return; // the page itself says what is wrong
  const [reviews, releases] = counted.map((rows) => rows.length);
  byId("menu-reviews", HTMLElement).textContent = menuWords(MENU.reviews, reviews ?? 0);
  byId("menu-releases", HTMLElement).textContent = menuWords(MENU.releases, releases ?? 0);
}

/** What is being written is saved before anybody signs out. */
async function mayLeave() {
  if (!page?.leave || (await page.leave())) return true;
  stage.warn(TROUBLE.notSaved);
  return false;
}

/** @param {string} reason */
function signedOut(reason) {
  isSignedIn = false;
  page = null;
  shownHash = "";
  stage.clear();
  stage.quiet();
  document.title = TITLE;
  frame.hidden = true;
  byId("menu", HTMLElement).hidden = false;
  askToSignIn(reason);
}
