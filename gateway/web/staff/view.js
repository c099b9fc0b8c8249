/** Draws the tables of accounts and of what waits for a second administrator. */

import { button, table } from "../admin/controls.js";
import { element } from "../dom.js";
import { dutiesInWords, stateOf } from "./allowed.js";
import { KINDS, LIST, REQUESTS } from "./words.js";

/** @typedef {import("./wire.js").Account} Account */
/** @typedef {import("./wire.js").Request} Request */

/** @param {HTMLElement} place @param {Account[]} accounts @param {(account: Account) => void} act */
export function showAccounts(place, accounts, act) {
  const rows = accounts.map((one) => [
    element("span", {}, element("strong", { text: one.display_name }), element("span", { class: "second", text: `工号 ${one.name}${one.mine ? LIST.mine : ""}` })),
    dutiesInWords(one.duties),
    stateOf(one),
    pressed(LIST.act, one.display_name, `account:${one.name}`, () => act(one)),
  ]);
  keepingFocus(place, rows.length ? table(LIST.columns, rows, LIST.caption) : element("p", { class: "nothing-here", text: LIST.none }));
}

/** @param {HTMLElement} place @param {Request[]} requests @param {{approve: (request: Request) => void, refuse: (request: Request) => void}} acts */
export function showRequests(place, requests, { approve, refuse }) {
  const rows = requests.map((one) => [
    KINDS[one.kind] ?? one.kind,
    element("span", {}, element("strong", { text: one.display_name }), element("span", { class: "second", text: `工号 ${one.name}` })),
    dutiesInWords(one.duties),
    one.requested_by,
    decision(one, approve, refuse),
  ]);
  keepingFocus(place, rows.length ? table(REQUESTS.columns, rows, REQUESTS.caption) : element("p", { class: "nothing-here", text: REQUESTS.none }));
}

/** @param {Request} one @param {(request: Request) => void} approve @param {(request: Request) => void} refuse */
function decision(one, approve, refuse) {
  const cannot = one.mine ? REQUESTS.mine : one.about_me ? REQUESTS.aboutMe : "";
  const yes = cannot ? element("span", { class: "second", text: cannot }) : pressed(REQUESTS.approve, one.display_name, `approve:${one.id}`, () => approve(one));
  const no = pressed(one.mine ? REQUESTS.takeBack : REQUESTS.refuse, one.display_name, `refuse:${one.id}`, () => refuse(one));
  return element("div", { class: "actions" }, yes, no);
}

/** A button that says to the ear whom it is about. @param {string} words @param {string} whom @param {string} key @param {() => void} act */
function pressed(words, whom, key, act) {
  return button(words, act, "small", { "aria-label": `${words}：${whom}`, "data-key": key });
}

/** Show something else, and leave the focus on the same button. @param {HTMLElement} place @param {HTMLElement} shown */
function keepingFocus(place, shown) {
  const held = document.activeElement instanceof HTMLElement && place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  place.replaceChildren(shown);
  const same = [...place.querySelectorAll("button")].find((one) => one.dataset.key === held);
  if (held) (same ?? place.closest("section")?.querySelector("button, input"))?.focus();
}
