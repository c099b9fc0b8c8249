/** Offers 统一身份认证 beside the password, and asks for the code that it may still want. */

import { announce, byId } from "../dom.js";

const OPENID = "/api/v1/staff/openid";
const LOCKED_OR_OVER = "/problems/not-authorised";
const FAILED = "登录没有成功，请再试一次。";

/**
 * Show the button where the gateway offers this sign-in; come back from the provider with a code still owed, ask for it.
 * @param {{call: typeof import("../service.js").call, form: HTMLFormElement, problem: HTMLElement, entered: () => Promise<void>}} parts
 */
export async function offerOpenId({ call, form, problem, entered }) {
  const state = await call("GET", OPENID).catch(() => null); // without it, there is the password
  if (!state?.offered) return;
  const go = byId("openid", HTMLButtonElement);
  go.hidden = false;
  go.addEventListener("click", async () => {
    problem.replaceChildren();
    try {
      location.assign((await call("POST", OPENID, { body: { back: location.pathname } })).url);
    } catch (error) {
      announce(problem, /** @type {any} */ (error).detail ?? FAILED);
    }
  });
  if (state.code_wanted) askForCode({ call, form, problem, entered });
}

/** @param {Parameters<typeof offerOpenId>[0]} parts */
function askForCode({ call, form, problem, entered }) {
  const [asking, code] = [byId("openid-code", HTMLFormElement), byId("openid-code-typed", HTMLInputElement)];
  const wrong = byId("openid-problem", HTMLElement);
  const ask = (/** @type {boolean} */ isAsked) => {
    asking.hidden = !isAsked;
    form.hidden = isAsked;
  };
  byId("openid-back", HTMLButtonElement).addEventListener("click", () => {
    ask(false);
    form.querySelector("input")?.focus();
  });
  asking.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = { code: code.value.trim() };
    code.value = "";
    try {
      await call("POST", `${OPENID}/code`, { body });
      ask(false);
      await entered();
    } catch (error) {
      const { kind, detail } = /** @type {any} */ (error);
      if (kind === LOCKED_OR_OVER) ask(false);
      announce(form.hidden ? wrong : problem, detail ?? FAILED);
      (form.hidden ? code : form.querySelector("input"))?.focus();
    }
  });
  ask(true);
  code.focus();
}
