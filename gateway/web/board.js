/** Puts the page together that shows managers how the service does. */

import { armAccount, settleAccount } from "./desk/account_security.js";
import { SESSION, armSignIn, askToSignIn, showSignedIn } from "./desk/sign_in.js";
import { showBoard } from "./board/view.js";
import { BOARD } from "./board/words.js";
import { announce, byId } from "./dom.js";
import { call, Problem } from "./service.js";

const [page, trouble, said, sheets] = [byId("board", HTMLElement), byId("trouble", HTMLElement), byId("said", HTMLElement), byId("sheets", HTMLElement)];
const [first, last] = [byId("first", HTMLInputElement), byId("last", HTMLInputElement)];

armSignIn({ call, entered: enter });
armAccount({ call, left: signedOut });
byId("sign-out", HTMLButtonElement).addEventListener("click", async () => {
  await call("DELETE", "/api/v1/staff/session").catch(() => null);
  signedOut(SESSION.left);
});
byId("span", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void look();
});
byId("print", HTMLButtonElement).addEventListener("click", () => print());
await enter().catch((error) => askToSignIn(error instanceof Problem && error.status === 401 ? "" : error.detail));

async function enter() {
  const me = await settleAccount(call);
  showSignedIn(me.display_name || me.name);
  page.hidden = false;
  await look();
}

async function look() {
  const asked = first.value && last.value ? `?${new URLSearchParams({ first: first.value, last: last.value })}` : "";
  try {
    const board = await call("GET", `/api/v1/admin/board${asked}`);
    [first.value, last.value] = [board.first, board.last];
    byId("table", HTMLAnchorElement).href = `/api/v1/admin/board.csv?${new URLSearchParams({ first: board.first, last: board.last })}`;
    said.textContent = BOARD.span(board.first, board.last);
    trouble.replaceChildren();
    showBoard(sheets, board);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return signedOut(SESSION.expired);
    announce(trouble, error instanceof Problem && error.status < 500 ? error.detail : BOARD.lost);
  }
}

/** @param {string} reason */
function signedOut(reason) {
  page.hidden = true;
  sheets.replaceChildren();
  trouble.replaceChildren();
  askToSignIn(reason);
}
