/** Makes the modal windows of the staff page; each is closed by Escape. */

import { element } from "../dom.js";

/**
 * Ask for something in a form; resolve once it is done or given up.
 * @param {{title: string, fields: Node[], button: string, act: () => Promise<void>}} parts act throws a Problem with a sentence
 */
export function ask({ title, fields, button, act }) {
  const problem = element("p", { class: "problem", role: "alert" });
  const submit = element("button", { class: "button", type: "submit", text: button });
  const back = element("button", { class: "button quiet", type: "button", text: "返回" });
  const form = element("form", { class: "dialog-form" }, element("h2", { id: "dialog-title", text: title }), ...fields, problem, element("div", { class: "row" }, submit, back));
  const dialog = opened(form);
  back.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    problem.replaceChildren();
    try {
      await act();
      dialog.close();
    } catch (error) {
      problem.replaceChildren(element("p", { text: /** @type {any} */ (error).detail ?? "没有成功，请再试一次。" }));
    } finally {
      submit.disabled = false;
    }
  });
}

/** Show a sheet to read. @param {string} title @param {Node[]} content */
export function tell(title, content) {
  const close = element("button", { class: "button", type: "button", text: "知道了" });
  const dialog = opened(element("div", { class: "dialog-form" }, element("h2", { id: "dialog-title", text: title }), ...content, element("div", { class: "row" }, close)));
  close.addEventListener("click", () => dialog.close());
}

/** Tell whether a window is open. */
export function isOpen() {
  return document.querySelector("dialog[open]") !== null;
}

/** Make a labelled field. @param {string} label @param {HTMLElement} control */
export function labelled(label, control) {
  return element("label", { class: "field" }, element("span", { text: label }), control);
}

/** Make a choice with an empty first option. @param {string} empty @param {Array<[string, string]>} options @param {boolean} [isRequired] */
export function chooser(empty, options, isRequired = true) {
  return element("select", { required: isRequired }, element("option", { value: "", text: empty }), ...options.map(([value, text]) => element("option", { value, text })));
}

/** @param {HTMLElement} content */
function opened(content) {
  const dialog = element("dialog", { "aria-labelledby": "dialog-title" }, content);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
