/** Is the frame of every page of staff: the way in and out, the account, the way past the bar. */

import { armAccount, settleAccount } from "./desk/account_security.js";
import { armSignIn, askToSignIn, showSignedIn, signOut } from "./desk/sign_in.js";
import { byId } from "./dom.js";
import { call, Problem } from "./service.js";

export const TITLE = document.title; // as the page is sent; what it shows may be named before it

/** @typedef {{name: string, display_name: string, duties: string[]}} Me */

/**
 * Make the frame work, and enter if somebody is signed in already.
 * @param {{
 *   entered: (me: Me) => Promise<void>, signedOut: (reason: string) => void,
 *   mayLeave?: () => Promise<boolean>, isBusy?: () => boolean,
 * }} parts entered, signedOut: of the page itself; mayLeave: false if something must be saved first; isBusy: work goes on without a key being pressed
 */
export async function openFrame({ entered, signedOut, mayLeave = async () => true, isBusy }) {
  const enter = async () => {
    const me = await settleAccount(call);
    const named = { name: me.name, display_name: me.display_name || me.name, duties: me.duties ?? [] };
    showSignedIn(named.display_name);
    await entered(named);
  };
  armSignIn({ call, entered: enter, isBusy });
  armAccount({ call, left: signedOut });
  byId("sign-out", HTMLButtonElement).addEventListener("click", async () => {
    if (!(await mayLeave())) return;
    signedOut(await signOut(call));
  });
  const skip = byId("skip", HTMLAnchorElement);
  skip.addEventListener("click", (event) => {
    event.preventDefault(); // on some pages the hash names what is shown
    const aim = byId(skip.hash.slice(1), HTMLElement);
    // Another part of the work is open, or nobody is signed in yet.
    const shown = aim.getClientRects().length > 0 ? aim : document.querySelector("main:not([hidden])");
    if (shown instanceof HTMLElement) shown.focus();
  });
  await enter().catch((error) => askToSignIn(error instanceof Problem && error.status === 401 ? "" : error.detail));
}
