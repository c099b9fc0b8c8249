/** Puts the page together that shows managers how the service does. */

import { SESSION, askToSignIn } from "./desk/sign_in.js";
import { armPrinting, showBoard } from "./board/view.js";
import { BOARD } from "./board/words.js";
import { announce, byId } from "./dom.js";
import { call, Problem } from "./service.js";
import { openFrame } from "./staff_frame.js";

const [page, trouble, said, sheets] = [byId("board", HTMLElement), byId("trouble", HTMLElement), byId("said", HTMLElement), byId("sheets", HTMLElement)];
const [first, last] = [byId("first", HTMLInputElement), byId("last", HTMLInputElement)];

byId("span", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void look();
});
byId("print", HTMLButtonElement).addEventListener("click", () => print());
armPrinting(sheets);
await openFrame({ entered, signedOut });

async function entered() {
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
