/** Asks in a dialog before something weighty is done. */

import { element } from "../dom.js";
import { button, field } from "./controls.js";
import { DIALOG } from "./words.js";

/** @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Control */
/** @typedef {{label: string, control: Control, hint?: string, key: string}} Asked */

const MANY = 3; // fields; more stand beside each other

/**
 * Ask; return what was filled in, or null if the editor thought better of it.
 * @param {{title: string, lead?: string, fields?: Asked[], confirm: string, isDanger?: boolean, body?: Node[], cancel?: string}} question
 * @returns {Promise<Record<string, string>|null>}
 */
export function ask({ title, lead, fields = [], confirm, isDanger = false, body = [], cancel = DIALOG.cancel }) {
  const before = document.activeElement;
  const heading = element("h2", { id: "dialog-title", text: title });
  const go = element("button", { class: isDanger ? "button danger-full" : "button", type: "submit", value: "go", text: confirm });
  const form = element("form", { method: "dialog", class: "dialog-form" }, heading);
  if (lead) form.append(element("p", { text: lead }));
  const controls = fields.map((one) => field(one.label, one.control, one.hint));
  if (fields.length > MANY) controls[0]?.classList.add("wide");
  form.append(...body, element("div", { class: fields.length > MANY ? "grid-form" : "dialog-form" }, ...controls));
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": heading.id }, form);
  form.append(element("div", { class: "dialog-foot" }, go, button(cancel, () => dialog.close(""), "quiet")));
  document.body.append(dialog);
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      const isGo = dialog.returnValue === "go";
      const values = Object.fromEntries(fields.map((one) => [one.key, one.control.value.trim()]));
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      answer(isGo ? values : null);
    });
    dialog.showModal();
    const first = fields[0]?.control ?? dialog.querySelector("input, select, textarea") ?? (isDanger ? form.querySelector("button.quiet") : go);
    if (first instanceof HTMLElement) first.focus();
  });
}
