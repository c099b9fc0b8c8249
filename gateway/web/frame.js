/** Works what every citizen's page has around it: menu, versions, links that say something in the chat. */

import { announce, byId } from "./dom.js";
import { thisTab } from "./storage.js";
import { choose, chooseScript, chooseSize, nameOf, script, size, SIZES, version, VERSIONS, whenChanged } from "./versions.js";

export const SAY = "yibao.say"; // what the chat says for the citizen when it opens
const KIOSK = "yibao.kiosk"; // in this tab: the machine is shared, see kiosk/
const CHAT = "/chat";

/** Make the frame work; once on each page. */
export function workFrame() {
  const radios = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=version], input[name=size], input[name=script]"));
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-choose]"));
  const show = () => {
    const chosen = /** @type {Record<string, string>} */ ({ version: version(), size: size(), script: script() });
    radios.forEach((radio) => (radio.checked = radio.value === chosen[radio.name]));
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.choose === version())));
  };
  const change = /** @type {Record<string, (wanted: string) => void>} */ ({ version: choosing, size: sizing, script: chooseScript });
  radios.forEach((radio) => radio.addEventListener("change", () => change[radio.name]?.(radio.value)));
  buttons.forEach((button) => button.addEventListener("click", () => choosing(button.dataset.choose ?? "")));
  whenChanged(show);
  show();
  document.addEventListener("click", followSaying);
  document.getElementById("read-page")?.addEventListener("click", () => void readPage(), { once: true });
  if (thisTab.read(KIOSK)) void import("./kiosk/watch.js").then((kiosk) => kiosk.watch());
  if (!("popover" in HTMLElement.prototype)) openWithoutPopovers();
}

/** Go to the chat and say something there. @param {string} text */
export function sayInChat(text) {
  // Not in the address: a link from elsewhere must not be able to speak for anybody.
  thisTab.write(SAY, text);
  location.assign(CHAT);
}

/** Read the page to who asks; what reads is loaded only now. */
async function readPage() {
  const { PageReader } = await import("./read_page.js");
  new PageReader(byId("read-page", HTMLButtonElement)).toggle();
}

/** @param {string} wanted */
function choosing(wanted) {
  const found = VERSIONS.find((one) => one === wanted);
  if (!found) return;
  choose(found);
  announce(byId("frame-news", HTMLElement), `已换成${nameOf(found)}。`);
}

/** @param {string} wanted */
function sizing(wanted) {
  const found = SIZES.find((one) => one === wanted);
  if (found) chooseSize(found);
}

/** @param {MouseEvent} event */
function followSaying(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-say]") : null;
  if (!(link instanceof HTMLAnchorElement) || location.pathname === CHAT) return;
  thisTab.write(SAY, link.dataset.say ?? null); // the link itself leads to the chat
}

/** Open and close with a class what browsers from before 2023 do not know how to open. */
function openWithoutPopovers() {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[popovertarget]"))) {
    const panel = document.getElementById(button.getAttribute("popovertarget") ?? "");
    button.addEventListener("click", () => panel?.classList.toggle("open"));
  }
}
