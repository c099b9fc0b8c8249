/** Asks once before something is done to a case, does it, and shows there what the gateway refused. */

import { announce, element } from "../dom.js";
import { button } from "../admin/controls.js";
import { SOON, TROUBLE } from "./words.js";

/** @typedef {(values: FormData) => Promise<void>} Act */
/** @typedef {{kind: "done"|"left"|"stale"|"expired", detail: string}} Outcome stale: somebody else changed it meanwhile; the detail says what the gateway says */
/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} [lead]
 * @property {Node[]} [body] controls with names; what is in them reaches the act
 * @property {string} confirm
 * @property {boolean} [isDanger]
 * @property {(values: FormData) => string} [check] return what is wrong with the values; empty if nothing is
 * @property {Act} act
 * @property {string} draft under which name unsent words are kept
 */

const CANCEL = "取消";
const [CONFLICT, SIGNED_OUT] = [409, 401];

/** What was written and not sent, until the page is left. @type {Map<string, Array<[string, string]>>} */
const drafts = new Map();

/** Forget what was written: another member of staff signs in. */
export const forgetDrafts = () => drafts.clear();

/** Ask, and act on yes. A refusal stays in the dialog, beside what was written. @param {Question} question @returns {Promise<Outcome>} */
export function askAndAct({ title, lead, body = [], confirm, isDanger = false, check = () => "", act, draft }) {
  const before = document.activeElement;
  const heading = element("h2", { id: "dialog-title", text: title });
  const problem = element("div", { class: "problem", role: "alert" });
  const go = element("button", { class: isDanger ? "button danger-full" : "button", type: "submit", text: confirm });
  const form = element("form", { class: "dialog-form" }, heading, lead ? element("p", { text: lead }) : null, ...body, problem);
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": heading.id }, form);
  /** @type {Outcome} */ let outcome = { kind: "left", detail: "" };
  let isBusy = false;
  const cancel = button(CANCEL, () => isBusy || dialog.close(), "quiet"); // what was sent cannot be called back
  form.append(element("div", { class: "dialog-foot" }, go, cancel));
  document.body.append(dialog);
  restore(form, drafts.get(draft) ?? []);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy || outcome.kind !== "left") return;
    const values = new FormData(form);
    const wrong = check(values);
    if (wrong) return announce(problem, wrong);
    isBusy = true;
    go.setAttribute("aria-disabled", "true");
    go.textContent = SOON;
    problem.replaceChildren();
    try {
      await act(values);
      outcome = { kind: "done", detail: "" };
      dialog.close();
    } catch (error) {
      const { status, detail } = /** @type {{status?: number, detail?: string}} */ (error);
      if (detail === undefined) throw error; // ours, not the gateway's: a fault in the page
      const said = detail || TROUBLE.unknown;
      if (status !== SIGNED_OUT && status !== CONFLICT) return announce(problem, said);
      outcome = { kind: status === CONFLICT ? "stale" : "expired", detail: said };
      dialog.close();
    } finally {
      isBusy = false;
      go.removeAttribute("aria-disabled");
      go.textContent = confirm;
    }
  });
  return new Promise((answer) => {
    dialog.addEventListener("cancel", (event) => isBusy && event.preventDefault());
    dialog.addEventListener("close", () => {
      if (outcome.kind === "done") drafts.delete(draft);
      else drafts.set(draft, [...new FormData(form)].map(([name, value]) => [name, String(value)]));
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      answer(outcome);
    });
    dialog.showModal();
    const first = form.querySelector("input, select, textarea") ?? (isDanger ? cancel : go);
    if (first instanceof HTMLElement) first.focus();
  });
}

/** @param {HTMLFormElement} form @param {Array<[string, string]>} kept */
function restore(form, kept) {
  for (const control of form.querySelectorAll("input, select, textarea")) {
    const values = kept.filter(([name]) => name === control.getAttribute("name")).map(([, value]) => value);
    if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) control.checked ||= values.includes(control.value);
    else if ((control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement) && values[0]) control.value = values[0];
  }
}
