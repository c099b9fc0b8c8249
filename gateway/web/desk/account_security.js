/** Lets clerks look after their own account: password, phone, sessions. */

import { byId, element } from "../dom.js";
import { SESSION, signOut } from "./sign_in.js";

/** @typedef {typeof import("../service.js").call} Call */
/** @typedef {{name: string, display_name: string, duties?: string[], owes?: string[], has_code?: boolean, advice?: string|null}} Me */

const ME = "/api/v1/staff/me";
const RULES = "至少 10 个字符；大写字母、小写字母、数字、符号至少要有三种。长度达到 16 个字符的，不用混合。";
const FIRST_CHANGE = "您用的是初始密码，或者密码用得太久了。请换一个只有您自己知道的密码，再开始工作。";
const FIRST_CODE = "按规定，每个账号都要绑定动态口令。绑定以后才能开始工作。";

/** Do what the account owes before work, and return whose it is. @param {Call} call @returns {Promise<Me>} */
export async function settleAccount(call) {
  let me = await call("GET", ME);
  if (me.owes?.includes("password")) {
    await changePassword(call, FIRST_CHANGE);
    me = await call("GET", ME);
  }
  if (me.owes?.includes("code")) {
    await bindPhone(call, FIRST_CODE);
    me = await call("GET", ME);
  }
  showState(me);
  return me;
}

/** Open the account's window from its button in the bar. @param {{call: Call, left: (reason: string) => void}} parts left: the session was ended here */
export function armAccount({ call, left }) {
  byId("account", HTMLButtonElement).addEventListener("click", async () => {
    const me = await call("GET", ME).catch((error) => left(error.detail));
    if (me) overview(call, me, left);
  });
}

/** @param {Call} call @param {Me} me @param {(reason: string) => void} left */
function overview(call, me, left) {
  const phone = me.has_code ? "动态口令：已绑定手机。" : (me.advice ?? "动态口令：没有绑定。");
  const shown = windowOf("账号安全", [element("p", { text: `${me.display_name}（工号 ${me.name}）` }), element("p", { class: me.has_code ? null : "account-lacks", text: phone })]);
  const after = async () => showState(await call("GET", ME));
  shown.button(me.has_code ? "换手机，重新绑定" : "绑定动态口令", () => void shown.leave(() => bindPhone(call, "").then(after, () => null)));
  shown.button("修改密码", () => void shown.leave(() => changePassword(call, "").then(after, () => null)), "quiet");
  shown.button("在所有地方退出", () => void shown.leave(async () => left((await call("DELETE", "/api/v1/staff/sessions").catch(() => null), SESSION.left))), "quiet");
  shown.button("返回", () => void shown.leave(() => null), "quiet");
}

/** Ask for another password until one is taken. @param {Call} call @param {string} why empty: nobody has to @returns {Promise<void>} */
function changePassword(call, why) {
  const [old, fresh, again] = ["current-password", "new-password", "new-password"].map((purpose) => element("input", { type: "password", autocomplete: purpose, required: true, maxlength: 256 }));
  const fields = [field("现在的密码", old), field("新密码", fresh), field("新密码，再输一遍", again)];
  return asked(call, { title: "修改密码", why, fields: [...fields, element("p", { class: "account-rules", text: RULES })], button: "修改密码" }, async () => {
    if (fresh.value !== again.value) throw { detail: "两次输入的新密码不一样，请再输一遍。" };
    await call("PUT", `${ME}/password`, { body: { old: old.value, new: fresh.value } });
  });
}

/** Bind a phone: prove it is you, scan, type the code, keep the recovery codes. @param {Call} call @param {string} why @returns {Promise<void>} */
async function bindPhone(call, why) {
  const password = element("input", { type: "password", autocomplete: "current-password", required: true, maxlength: 256 });
  let offer = /** @type {any} */ (null);
  await asked(call, { title: "绑定动态口令（1/3）", why, fields: [element("p", { text: "先在手机上装一个动态口令应用，再输入密码，核对是您本人。" }), field("现在的密码", password)], button: "下一步" }, async () => {
    offer = await call("POST", `${ME}/code`, { body: { password: password.value } });
  });
  const code = element("input", { autocomplete: "one-time-code", inputmode: "numeric", required: true, maxlength: 6, pattern: "[0-9]{6}" });
  const picture = element("img", { class: "account-picture", src: offer.picture, alt: "动态口令的二维码", width: 220, height: 220 });
  const letters = element("p", { class: "account-letters" }, element("span", { text: "不能扫码的，手工输入：" }), element("code", { text: offer.secret.replace(/(.{4})/g, "$1 ").trim() }));
  let codes = /** @type {string[]} */ ([]);
  await asked(call, { title: "绑定动态口令（2/3）", why: "用手机上的应用扫这个二维码，再输入手机上显示的六位数字。", fields: [picture, letters, field("六位动态口令", code)], button: "绑定" }, async () => {
    codes = (await call("PUT", `${ME}/code`, { body: { code: code.value } })).recovery_codes;
  });
  const list = element("ul", { class: "account-codes" }, ...codes.map((one) => element("li", {}, element("code", { text: one }))));
  const why3 = "手机不在身边时，可以用备用码代替动态口令，每个只能用一次。请抄下来或打印出来收好，关闭以后不再显示。";
  await asked(call, { title: "收好备用码（3/3）", why: why3, fields: [list], button: "已经收好了", isLast: true }, async () => {});
}

/**
 * Ask in a window until the act succeeds; reject when somebody gives up, signed out if they had to do it.
 * @param {Call} call @param {{title: string, why: string, fields: Node[], button: string, isLast?: boolean}} parts @param {() => Promise<void>} act
 * @returns {Promise<void>}
 */
function asked(call, { title, why, fields, button, isLast = false }, act) {
  return new Promise((resolve, reject) => {
    const mustDo = why === FIRST_CHANGE || why === FIRST_CODE;
    const problem = element("p", { class: "problem", role: "alert" });
    const submit = element("button", { class: "button", type: "submit", text: button });
    const shown = windowOf(title, [...(why ? [element("p", { text: why })] : []), ...fields, problem], { submit, isModalOnly: true });
    const giveUp = async () => {
      reject({ detail: mustDo ? await signOut(call) : "" });
    };
    if (!isLast) shown.button(mustDo ? "退出登录" : "返回", () => void shown.leave(giveUp), "quiet");
    shown.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      problem.replaceChildren();
      try {
        await act();
        await shown.leave(() => null);
        resolve();
      } catch (error) {
        problem.replaceChildren(element("p", { text: /** @type {any} */ (error).detail ?? "没有成功，请再试一次。" }));
      } finally {
        submit.disabled = false;
      }
    });
  });
}

/** Open a modal window; it stays until one of its buttons ends it. @param {string} title @param {Node[]} content @param {{submit?: HTMLButtonElement, isModalOnly?: boolean}} [how] */
function windowOf(title, content, { submit, isModalOnly = false } = {}) {
  const row = element("div", { class: "account-buttons" }, ...(submit ? [submit] : []));
  const form = element("form", { class: "account-form" }, element("h2", { id: "account-title", text: title }), ...content, row);
  const dialog = element("dialog", { class: "account-dialog", "aria-labelledby": "account-title" }, form);
  dialog.addEventListener("cancel", (event) => isModalOnly && event.preventDefault()); // Escape must not skip what is owed
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return {
    form,
    /** @param {string} text @param {() => void} act @param {string} [look] */
    button(text, act, look = "") {
      row.append(element("button", { class: `button ${look}`.trim(), type: "button", text, on: { click: act } }));
    },
    /** Close, then go on. @param {() => any} then */
    async leave(then) {
      dialog.close();
      await then();
    },
  };
}

/** Say on the button whether the account lacks something. @param {Me} me */
function showState(me) {
  const button = document.getElementById("account");
  if (button) button.textContent = me.has_code ? "账号安全" : "账号安全：未绑定口令";
}

/** @param {string} label @param {HTMLElement} control */
function field(label, control) {
  return element("label", { class: "field" }, element("span", { text: label }), control);
}
