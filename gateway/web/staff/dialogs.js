/** Asks which act is meant, for names and duties, and shows a temporary password once. */

import { button, field, input } from "../admin/controls.js";
import { element } from "../dom.js";
import { actsOf } from "./allowed.js";
import { ACT, ACTS, DUTIES, OPEN, PASSWORD } from "./words.js";

/** @typedef {import("./wire.js").Account} Account */

/** Let one of the acts be chosen; empty: none. @param {Account} account @returns {Promise<string>} */
export function chooseAct(account) {
  const lead = account.mine ? ACTS.own : account.needs_second ? ACTS.second : "";
  return shown(ACTS.title(account.display_name), lead, (close) => [
    element("div", { class: "choices" }, ...actsOf(account).map((key) => button(ACT[key].name, () => close(key), ACT[key].isDanger ? "danger" : "quiet"))),
    element("div", { class: "dialog-foot" }, button(ACTS.close, () => close(""), "quiet")),
  ]);
}

/** Show a password until somebody says that it was handed over. @param {string} name @param {string} password @returns {Promise<string>} */
export function showPassword(name, password) {
  return shown(PASSWORD.title, PASSWORD.lead(name), (close) => [
    element("p", { class: "given-password", text: password }),
    element("div", { class: "dialog-foot" }, button(PASSWORD.close, () => close(""), "main")),
  ]);
}

/** @param {string[]} held @returns {HTMLElement} */
export function dutiesField(held) {
  const ticks = Object.entries(DUTIES).map(([value, words]) => element("label", { class: "tick" }, element("input", { type: "checkbox", name: "duties", value, checked: held.includes(value) }), element("span", { text: words })));
  return element("fieldset", { class: "field" }, element("legend", { text: OPEN.duties }), ...ticks);
}

/** @param {string} value @returns {HTMLElement} */
export const displayNameField = (value) => field(OPEN.displayName, input(value, { name: "display_name", required: true, maxlength: 64 }));

/** @returns {HTMLElement} */
export const nameField = () => field(OPEN.name, input("", { name: "name", required: true, maxlength: 64 }));

/** @param {string} title @param {string} lead @param {(close: (answer: string) => void) => Node[]} body @returns {Promise<string>} */
function shown(title, lead, body) {
  const before = document.activeElement;
  const heading = element("h2", { id: "dialog-title", text: title });
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": heading.id });
  dialog.append(element("div", { class: "dialog-form" }, heading, lead ? element("p", { text: lead }) : null, ...body((answer) => dialog.close(answer))));
  document.body.append(dialog);
  return new Promise((answered) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      answered(dialog.returnValue);
    });
    dialog.showModal();
  });
}
