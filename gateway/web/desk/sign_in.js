/** Asks a clerk for name and password, and for the code of the phone where one is bound. */

import { announce, byId } from "../dom.js";
import { offerOpenId } from "./openid_door.js";
import { reportActs } from "./still_here.js";

export const SESSION = {
  noDutyTitle: "还不能打开这一页",
  expired: "登录已过期，请重新登录。",
  left: "您已退出登录。",
};
const CODE_WANTED = "/problems/code-wanted";

/** @param {{call: typeof import("../service.js").call, entered: () => Promise<void>, isBusy?: () => boolean}} parts isBusy: work goes on without a key being pressed */
export function armSignIn({ call, entered, isBusy }) {
  const form = byId("sign-in", HTMLFormElement);
  const [name, password] = [byId("name", HTMLInputElement), byId("password", HTMLInputElement)];
  const problem = byId("sign-in-problem", HTMLElement);
  const [codeField, code] = [byId("code-field", HTMLElement), byId("code", HTMLInputElement)];
  reportActs({ call, isBusy });
  void offerOpenId({ call, form, problem, entered });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wasAsked = !codeField.hidden;
    const body = { name: name.value.trim(), password: password.value, ...(wasAsked ? { code: code.value.trim() } : {}) };
    code.value = "";
    try {
      await call("POST", "/api/v1/staff/session", { body });
    } catch (error) {
      const wantsCode = /** @type {any} */ (error).kind === CODE_WANTED;
      codeField.hidden = !wantsCode;
      announce(problem, /** @type {any} */ (error).detail ?? "登录没有成功，请再试一次。");
      if (!wantsCode) password.value = ""; // the code comes with the same password
      (wantsCode ? code : password).focus();
      return;
    }
    codeField.hidden = true;
    password.value = "";
    problem.replaceChildren();
    try {
      await entered();
    } catch (error) {
      announce(problem, /** @type {any} */ (error).detail ?? "登录没有成功，请再试一次。");
    }
  });
}

/** End the session, at the provider, too, where that vouched for it; return what is to be said. @param {typeof import("../service.js").call} call @returns {Promise<string>} */
export async function signOut(call) {
  const over = await call("DELETE", `/api/v1/staff/session?${new URLSearchParams({ back: location.pathname })}`).catch(() => null);
  if (over?.url) location.assign(over.url);
  return over?.detail ?? SESSION.left;
}

/** Show who is signed in instead of the form. @param {string} name */
export function showSignedIn(name) {
  byId("my-name", HTMLElement).textContent = name;
  byId("me", HTMLElement).hidden = false;
  byId("sign-in-page", HTMLElement).hidden = true;
}

/** Show the form, and why it is there again. @param {string} reason */
export function askToSignIn(reason) {
  byId("me", HTMLElement).hidden = true;
  byId("sign-in-page", HTMLElement).hidden = false;
  if (reason) announce(byId("sign-in-problem", HTMLElement), reason);
  // The code is asked for instead, if the gateway was quick to say so.
  byId(byId("openid-code", HTMLElement).hidden ? "name" : "openid-code-typed", HTMLInputElement).focus();
}
