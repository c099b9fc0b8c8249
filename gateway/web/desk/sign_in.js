/** Asks a clerk for name and password. */

import { announce, byId } from "../dom.js";

/** @param {{call: typeof import("../service.js").call, entered: () => Promise<void>}} parts */
export function armSignIn({ call, entered }) {
  const form = byId("sign-in", HTMLFormElement);
  const [name, password] = [byId("name", HTMLInputElement), byId("password", HTMLInputElement)];
  const problem = byId("sign-in-problem", HTMLElement);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call("POST", "/api/v1/staff/session", { body: { name: name.value.trim(), password: password.value } });
      problem.replaceChildren();
      await entered();
    } catch (error) {
      announce(problem, /** @type {any} */ (error).detail ?? "登录没有成功，请再试一次。");
      password.focus();
    } finally {
      password.value = "";
    }
  });
}

/** Show the form, and why it is there again. @param {string} reason */
export function askToSignIn(reason) {
  byId("sign-in-page", HTMLElement).hidden = false;
  if (reason) announce(byId("sign-in-problem", HTMLElement), reason);
  byId("name", HTMLInputElement).focus();
}
