/** Shows the shared form in big letters; a field lights up when somebody writes it. */

import { announce, byId, element } from "../dom.js";
import { freshKeys } from "./fresh_fields.js";
import { byline } from "./words.js";

/** @typedef {import("../rtc/wire.js").Form} Form @typedef {import("../rtc/wire.js").Field} Field */
/** @typedef {{lock: (key: string) => void, unlock: (key: string) => void, set: (key: string, value: string, version: number) => boolean}} FormActions */

export class FormView {
  /** @type {Form|null} */ #form = null;
  /** @type {Map<string, HTMLLIElement>} */ #rows = new Map();
  /** @type {string|null} the field that the citizen changes */ #editing = null;
  /** @type {Set<string>} */ #fresh = new Set();

  /** @param {FormActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.section = byId("form", HTMLElement);
    this.list = byId("fields", HTMLOListElement);
  }

  /** Return the label of a field. @param {string} key */
  labelOf(key) {
    return this.#form?.fields.find((field) => field.key === key)?.label ?? "";
  }

  /** Return the row of a field; null if it is not asked. @param {string} key */
  rowOf(key) {
    return this.#rows.get(key) ?? null;
  }

  /** Show a form; null: none is open. @param {Form|null} form @param {string} mySeat */
  show(form, mySeat) {
    const before = this.#form;
    const fresh = form ? freshKeys(before, form) : [];
    if (before?.applicationId !== form?.applicationId) this.#begin();
    this.#form = form;
    this.section.hidden = form === null;
    if (!form) return;
    if (fresh.length > 0) this.#fresh = new Set(fresh);
    byId("form-title", HTMLElement).textContent = form.item;
    const lead = byId("form-lead", HTMLElement);
    lead.hidden = form.state !== "filling";
    const latest = form.fields.find((field) => this.#fresh.has(field.key));
    if (latest) lead.textContent = latest.error ? `“${latest.label}”还要改。` : `刚填：${latest.label} ${latest.shown}`;
    for (const [key, row] of this.#rows) {
      if (form.fields.some((field) => field.key === key)) continue;
      row.remove();
      this.#rows.delete(key);
    }
    form.fields.forEach((field, index) => this.#showField(field, index, mySeat, form));
    this.#showPapers(form);
    const told = form.fields.filter((field) => fresh.includes(field.key) && field.by !== mySeat);
    if (told.length > 0) announce(byId("announcer", HTMLElement), told.map((field) => spoken(field, mySeat)).join(" "));
  }

  /** @param {Field} field @param {number} index @param {string} mySeat @param {Form} form */
  #showField(field, index, mySeat, form) {
    let row = this.#rows.get(field.key);
    if (!row) {
      row = element("li", { class: "form-field", id: `field-${field.key}`, tabindex: "-1" });
      this.#rows.set(field.key, row);
    }
    if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
    row.classList.toggle("fresh", this.#fresh.has(field.key));
    row.classList.toggle("wrong", field.error !== "");
    if (this.#editing === field.key) return; // what the citizen types stays
    const isOpen = !["submitted"].includes(form.state);
    const other = field.lock && field.lock.seat !== mySeat ? field.lock : null;
    const head = element("div", { class: "field-head" }, element("span", { class: "field-label", text: field.label }));
    const change = field.value || field.shown ? "改" : "我来填";
    if (isOpen && !other) head.append(element("button", { class: "small", type: "button", "aria-label": `${change}：${field.label}`, text: change, on: { click: () => this.#edit(field.key) } }));
    const value = element("p", { class: field.shown ? "field-value" : "field-value empty" }, ...breakable(field.shown || "还没填"));
    const words = byline(field, mySeat);
    const note = [this.#fresh.has(field.key) ? "刚填的。" : "", words ? `${words}。` : ""].join("");
    row.replaceChildren(
      head,
      value,
      ...(note ? [element("p", { class: "field-by", text: note })] : []),
      ...(other ? [element("p", { class: "field-lock", text: `${other.name}正在填这一项。` })] : []),
      ...(field.error ? [element("p", { class: "field-error", text: field.error })] : []),
    );
  }

  /** @param {string} key */
  #edit(key) {
    const [form, row] = [this.#form, this.#rows.get(key)];
    const field = form?.fields.find((one) => one.key === key);
    if (!form || !row || !field) return;
    if (this.#editing && this.#editing !== key) this.#leave(this.#editing);
    this.#editing = key;
    this.actions.lock(key);
    const input = inputFor(field);
    const editor = element(
      "form",
      { class: "field-editor" },
      element("label", { class: "field" }, element("span", { text: field.label }), input),
      element("div", { class: "equal" }, element("button", { class: "button", type: "submit", text: "写好了" }), element("button", { class: "button quiet", type: "button", text: "不改了", on: { click: () => this.#leave(key) } })),
    );
    editor.addEventListener("submit", (event) => {
      event.preventDefault();
      const version = this.#form?.version ?? form.version;
      if (this.actions.set(key, input.value.trim(), version)) this.#leave(key);
    });
    editor.addEventListener("keydown", (event) => event.key === "Escape" && this.#leave(key));
    row.replaceChildren(editor);
    input.focus();
  }

  /** @param {string} key */
  #leave(key) {
    this.actions.unlock(key);
    this.#editing = null;
    const form = this.#form;
    const index = form?.fields.findIndex((field) => field.key === key) ?? -1;
    const field = form?.fields[index];
    if (form && field) this.#showField(field, index, "", form);
    this.#rows.get(key)?.querySelector("button")?.focus();
  }

  /** @param {Form} form */
  #showPapers(form) {
    byId("papers", HTMLElement).hidden = form.papers.length === 0;
    byId("papers-list", HTMLElement).replaceChildren(...form.papers.map(({ name, state }) => element("li", {}, element("span", { text: name }), element("b", { text: state }))));
  }

  #begin() {
    this.list.replaceChildren();
    this.#rows.clear();
    this.#fresh.clear();
    this.#editing = null;
  }
}

/** Let a masked number that is too long for large letters go on with its last digits, not amid them. @param {string} text */
function breakable(text) {
  const [, head, tail] = text.match(/^(.*\*)([^*]+)$/) ?? [];
  const parts = head && tail ? [head, tail] : [text];
  return parts.flatMap((part, index) => [...(index ? [element("wbr")] : []), element("span", { text: part })]);
}

/** @param {Field} field */
function inputFor(field) {
  if (field.choices.length > 0) {
    const options = ["", ...field.choices].map((choice) => element("option", { value: choice, text: choice || "请选" }));
    const select = element("select", {}, ...options);
    select.value = field.value;
    return select;
  }
  const type = field.kind === "date" ? "date" : field.kind === "mobile" ? "tel" : "text";
  const input = element("input", { type, maxlength: "200", inputmode: field.kind === "money" || field.kind === "bank_card" ? "decimal" : null });
  input.value = field.value;
  return input;
}

/** @param {Field} field @param {string} mySeat */
function spoken(field, mySeat) {
  if (field.error) return `${field.label}：${field.error}`;
  return `${field.label}：${field.shown || "清空了"}。${byline(field, mySeat)}。`;
}
