/** Offers 统一身份认证 beside the password, and asks for the code that it may still want. */

import { announce, element } from "../dom.js";

const OPENID = "/api/v1/staff/openid";
const LOCKED_OR_OVER = "/problems/not-authorised";
const SAY = {
  button: "统一身份认证登录",
  codeTitle: "还差一步：动态口令",
  code: "动态口令（或备用码）",
  codeLead: "统一身份认证已经通过。请输入手机上的动态口令；手机不在身边，可以用一个备用码。",
  signIn: "登录",
  otherWay: "改用工号和密码",
  failed: "登录没有成功，请再试一次。",
};

/**
 * Add the button where the gateway offers this sign-in; come back from the provider with a code still owed, ask for it.
 * @param {{call: typeof import("../service.js").call, form: HTMLFormElement, problem: HTMLElement, entered: () => Promise<void>}} parts
 */
export async function offerOpenId({ call, form, problem, entered }) {
  const state = await call("GET", OPENID).catch(() => null); // without it, there is the password
  if (!state?.offered) return;
  const go = element("button", { class: "button quiet", type: "button", id: "openid", text: SAY.button });
  form.append(go);
  go.addEventListener("click", async () => {
    problem.replaceChildren();
    try {
      location.assign((await call("POST", OPENID, { body: { back: location.pathname } })).url);
    } catch (error) {
      announce(problem, /** @type {any} */ (error).detail ?? SAY.failed);
    }
  });
  if (state.code_wanted) askForCode({ call, form, problem, entered });
}

/** @param {Parameters<typeof offerOpenId>[0]} parts */
function askForCode({ call, form, problem, entered }) {
  const code = element("input", { name: "code", autocomplete: "one-time-code", inputmode: "text", maxlength: 32, required: true });
  const wrong = element("p", { class: "problem", role: "alert" });
  const back = element("button", { class: "button quiet", type: "button", text: SAY.otherWay });
  const asking = element(
    "form",
    { class: "card", id: "openid-code", "aria-labelledby": "openid-code-title" },
    element("h2", { id: "openid-code-title", text: SAY.codeTitle }),
    element("p", { text: SAY.codeLead }),
    wrong,
    element("label", { class: "field" }, element("span", { text: SAY.code }), code),
    element("button", { class: "button", type: "submit", text: SAY.signIn }),
    back,
  );
  const withPassword = () => {
    asking.remove();
    form.hidden = false;
  };
  back.addEventListener("click", () => {
    withPassword();
    form.querySelector("input")?.focus();
  });
  asking.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = { code: code.value.trim() };
    code.value = "";
    try {
      await call("POST", `${OPENID}/code`, { body });
      withPassword();
      await entered();
    } catch (error) {
      const { kind, detail } = /** @type {any} */ (error);
      if (kind === LOCKED_OR_OVER) withPassword();
      announce(form.hidden ? wrong : problem, detail ?? SAY.failed);
      (form.hidden ? code : form.querySelector("input"))?.focus();
    }
  });
  form.hidden = true;
  form.after(asking);
  code.focus();
}
