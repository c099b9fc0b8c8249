/** Shows the shared form beside a call, with the button that hands it in. */

import { element } from "../dom.js";
import { FieldView } from "./field_view.js";
import { formSentence, submitReason } from "./form_state.js";

/** @typedef {import("./call_session.js").CallSession} CallSession */
/** @typedef {{code: string, name: string}} Item */

export class FormView {
  /** @type {Map<string, FieldView>} */ #fields = new Map();
  /** @type {string} which fields are drawn */ #drawn = "";
  /** @type {Item[]} */ #items = [];
  /** @type {CallSession|null} */ #session = null;
  /** @type {{detail: string, about: string}|null} the problem that was shown already */ #known = null;
  #isAtField = false; // whether a field shows it
  #submitting = false;
  #wasUp = false;

  constructor() {
    this.title = element("h2", { text: "表单" });
    this.progress = element("p", { class: "form-progress", role: "status" });
    this.rows = element("div", { class: "shared-fields" });
    this.reason = element("p", { class: "reason", id: "submit-reason", role: "status" });
    this.problem = element("p", { class: "problem", role: "alert" });
    this.button = element("button", { class: "button", type: "button", text: "提交", "aria-describedby": "submit-reason", on: { click: () => this.#submit() } });
    this.again = element("button", { class: "small", type: "button", text: "收回同意，继续改", on: { click: () => this.#session?.send({ type: "unconfirm" }) } });
    this.foot = element("footer", { class: "form-foot" }, this.problem, this.reason, element("div", { class: "row" }, this.button, this.again));
    this.place = element("div", { class: "shared-form" }, this.title, this.progress, this.rows, this.foot);
  }

  /** Show what may be opened when no form is. @param {Item[]} items */
  offer(items) {
    this.#items = items;
  }

  /** @param {CallSession} session */
  show(session) {
    const { form, me, problem } = session.state;
    this.#session = session;
    const isReadOnly = me.role !== "agent" || form?.state === "submitted";
    this.title.textContent = form ? `表单：${form.item}` : "表单";
    this.progress.textContent = form ? formSentence(form) : "还没有打开表单。";
    const drawn = form ? `${isReadOnly} ${form.applicationId} ${form.fields.map((field) => `${field.key}${field.choices.length}`).join()}` : `none ${this.#items.length}`;
    if (drawn !== this.#drawn) this.#draw(session, isReadOnly);
    this.#drawn = drawn;
    form?.fields.forEach((field) => this.#fields.get(field.key)?.show(field));
    if (problem && problem !== this.#known) this.#isAtField = problem.about === "form" && [...this.#fields.values()].some((field) => field.refused(problem.detail));
    this.#known = problem;
    if (session.hasLine && !this.#wasUp) this.#fields.forEach((field) => field.sendAgain());
    this.#wasUp = session.hasLine;
    this.#footer(session);
  }

  /** Forget the call. */
  close() {
    this.#session = null;
    this.#drawn = "";
    this.#fields.clear();
    this.rows.replaceChildren();
  }

  /** @param {CallSession} session */
  #footer(session) {
    const { form, problem, me } = session.state;
    const unsaved = [...this.#fields.values()].some((field) => field.isOpen);
    const reason = unsaved ? "有一项还没保存。" : submitReason(form);
    if (problem || form?.state === "submitted") this.#submitting = false;
    this.foot.hidden = me.role !== "agent" || !form;
    this.reason.textContent = reason || "办事人同意并签名了，可以提交。";
    this.reason.classList.toggle("locked", reason !== "" && form?.state !== "submitted");
    this.button.disabled = reason !== "" || this.#submitting || !session.hasLine;
    this.button.textContent = this.#submitting ? "正在提交" : reason && form?.state !== "submitted" ? "提交（还不能）" : "提交";
    this.button.hidden = form?.state === "submitted";
    this.again.hidden = !form || !["confirmed", "signed"].includes(form.state);
    const told = problem && ["submit", "item", "unconfirm", "form"].includes(problem.about) && !this.#isAtField ? problem.detail : "";
    this.problem.replaceChildren(...(told ? [element("span", { text: told })] : []));
  }

  /** @param {CallSession} session @param {boolean} isReadOnly */
  #draw(session, isReadOnly) {
    const focused = document.activeElement?.id;
    this.#fields.clear();
    const { form } = session.state;
    const actions = {
      lock: (/** @type {string} */ field) => void session.send({ type: "form", op: "lock", field }),
      unlock: (/** @type {string} */ field) => void session.send({ type: "form", op: "unlock", field }),
      set: (/** @type {string} */ field, /** @type {string} */ value, /** @type {number} */ version) => session.send({ type: "form", op: "set", field, value, version }),
      point: (/** @type {string} */ key) => void session.point(`field:${key}`),
      mySeat: () => session.state.me.seat,
      version: () => session.state.form?.version ?? 0,
    };
    for (const field of form?.fields ?? []) this.#fields.set(field.key, new FieldView(field, actions, isReadOnly));
    this.rows.replaceChildren(...[...this.#fields.values()].map(({ row }) => row), ...(form ? [] : [this.#choosing(session)]));
    if (focused?.startsWith("field-")) document.getElementById(focused)?.focus();
  }

  /** @param {CallSession} session */
  #choosing(session) {
    if (session.state.me.role !== "agent") return element("p", { class: "quiet-words", text: "工作人员还没有打开事项。" });
    const select = element("select", { "aria-label": "办哪件事", required: true }, element("option", { value: "", text: "选要办的事项" }), ...this.#items.map(({ code, name }) => element("option", { value: code, text: name })));
    const form = element("form", { class: "row" }, select, element("button", { class: "button", type: "submit", text: "打开表单" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (select.value) session.send({ type: "item", code: select.value });
    });
    return form;
  }

  #submit() {
    if (!this.#session || submitReason(this.#session.state.form)) return;
    this.#submitting = this.#session.send({ type: "submit" });
    this.show(this.#session);
  }
}
