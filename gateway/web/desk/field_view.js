/** Shows one field of the shared form: who wrote it, who keeps it, what is wrong; saves on leaving it. */

import { element } from "../dom.js";
import { authorSentence, conflictSentence, isNews, lockSentence } from "./form_state.js";

/** @typedef {import("../rtc/wire.js").Field} Field */
/** @typedef {import("./form_state.js").Draft} Draft */
/**
 * @typedef {{lock: (key: string) => void, unlock: (key: string) => void, set: (key: string, value: string, version: number) => boolean,
 *   point: (key: string) => void, mySeat: () => string, version: () => number}} FieldActions version: of the form as it is seen now
 */

const RENEW = 15_000; // milliseconds; a lock holds for 30 s
const HINTS = { date: "例如 2026-03-01", money: "例如 1250.00", mobile: "11 位手机号", id_number: "18 位身份证号", bank_card: "银行卡号", credit_code: "18 位代码" };

export class FieldView {
  /** @type {Draft|null} */ #draft = null;
  /** @type {"idle"|"saving"|"unsent"|"refused"} */ #saving = "idle";
  /** @type {ReturnType<typeof setInterval>|undefined} */ #renewing;

  /** @param {Field} field @param {FieldActions} actions @param {boolean} isReadOnly */
  constructor(field, actions, isReadOnly) {
    this.field = field;
    this.actions = actions;
    const id = `field-${field.key}`;
    this.input = control(field, id, isReadOnly);
    this.who = element("span", { class: "by" });
    this.state = element("p", { class: "field-state", id: `${id}-state`, role: "status" });
    this.error = element("p", { class: "field-error", id: `${id}-error` });
    this.conflict = element("div", { class: "conflict", role: "alert", hidden: true });
    const point = element("button", { class: "small", type: "button", text: "指", title: "在他的屏幕上指出这一项", "aria-label": `指给他看：${field.label}`, on: { click: () => actions.point(field.key) } });
    point.hidden = isReadOnly;
    const head = element("p", { class: "field-head" }, element("label", { for: id, text: field.label }), this.who);
    this.row = element("div", { class: "shared-field" }, head, element("div", { class: "field-row" }, this.input, point), this.error, this.state, this.conflict);
    this.input.addEventListener("focus", () => this.#began());
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("blur", () => this.#left());
    if (this.input instanceof HTMLSelectElement) this.input.addEventListener("change", () => this.#save());
    this.show(field);
  }

  /** Show the field as it is now; what is being typed stays. @param {Field} field */
  show(field) {
    const mine = this.actions.mySeat();
    const isAnswered = field.by === mine && (field.at !== this.field.at || field.error !== this.field.error || field.version !== this.field.version);
    this.field = field;
    if (this.#saving === "saving" && isAnswered) this.#saved(field);
    const conflict = conflictSentence(field, this.#draft, mine);
    if (!this.#draft && this.input.value !== field.value && !(field.error && field.by === mine)) this.input.value = field.value;
    const lock = lockSentence(field, mine);
    this.input.disabled = lock !== "" && document.activeElement !== this.input;
    this.who.textContent = authorSentence(field, mine);
    this.error.textContent = field.error;
    this.input.setAttribute("aria-invalid", String(field.error !== ""));
    this.input.setAttribute("aria-describedby", `${this.error.id} ${this.state.id}`);
    this.row.classList.toggle("wrong", field.error !== "");
    this.row.classList.toggle("locked", lock !== "");
    this.#tell(lock);
    this.#clash(conflict);
  }

  /** The gateway refused what was sent last. @param {string} detail */
  refused(detail) {
    if (this.#saving !== "saving") return false;
    this.#saving = "refused";
    this.error.textContent = detail;
    this.#tell("");
    return true;
  }

  /** The line is back: send what could not be sent. */
  sendAgain() {
    if (this.#saving === "unsent") this.#save();
  }

  /** Tell whether something is typed that nobody else has seen. */
  get isOpen() {
    return isNews(this.field, this.#draft);
  }

  #began() {
    if (this.field.lock && this.field.lock.seat !== this.actions.mySeat()) return;
    this.#draft ??= { value: this.input.value, version: this.actions.version() };
    this.actions.lock(this.field.key);
    clearInterval(this.#renewing);
    this.#renewing = setInterval(() => this.actions.lock(this.field.key), RENEW);
  }

  #typed() {
    // Whoever was told that it changed has seen it by now.
    const version = this.#saving === "refused" ? this.actions.version() : (this.#draft?.version ?? this.actions.version());
    this.#draft = { version, value: this.input.value };
    if (this.#saving === "refused") this.#saving = "idle";
    this.error.textContent = "";
    this.#tell("");
  }

  #left() {
    clearInterval(this.#renewing);
    if (conflictSentence(this.field, this.#draft, this.actions.mySeat())) return; // a choice is open
    if (isNews(this.field, this.#draft)) this.#save();
    else this.#draft = null;
    this.actions.unlock(this.field.key);
  }

  #save() {
    const draft = (this.#draft ??= { value: this.input.value, version: this.actions.version() });
    if (!isNews(this.field, { ...draft, value: this.input.value })) return;
    this.#draft = { ...draft, value: this.input.value };
    this.#saving = this.actions.set(this.field.key, this.input.value.trim(), draft.version) ? "saving" : "unsent";
    this.#tell("");
  }

  /** @param {Field} field */
  #saved(field) {
    this.#saving = "idle";
    this.#draft = document.activeElement === this.input && !field.error ? { value: this.input.value, version: this.actions.version() } : null;
  }

  /** @param {string} lock */
  #tell(lock) {
    const saving = { idle: "", saving: "正在保存", unsent: "线路断了，接上后自动保存", refused: "没有保存，请看一下再填" }[this.#saving];
    this.state.textContent = lock || saving || (isNews(this.field, this.#draft) ? "还没保存，离开这一格就保存" : "");
  }

  /** @param {string} sentence */
  #clash(sentence) {
    this.conflict.hidden = sentence === "";
    if (sentence === "" || this.conflict.dataset.says === sentence) return;
    this.conflict.dataset.says = sentence;
    const take = element("button", { class: "small", type: "button", text: "用对方的", on: { click: () => this.#settle(false) } });
    const keep = element("button", { class: "small", type: "button", text: "用我写的", on: { click: () => this.#settle(true) } });
    this.conflict.replaceChildren(element("p", { text: sentence }), take, keep);
    this.row.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} isMine */
  #settle(isMine) {
    this.#draft = isMine ? { value: this.input.value, version: this.actions.version() } : null;
    this.#clash("");
    if (isMine) this.#save();
    else this.show(this.field);
    this.actions.unlock(this.field.key);
  }
}

/** @param {Field} field @param {string} id @param {boolean} isReadOnly */
function control(field, id, isReadOnly) {
  if (field.choices.length > 0) {
    const options = [element("option", { value: "", text: "请选择" }), ...field.choices.map((text) => element("option", { value: text, text }))];
    const select = element("select", { id, disabled: isReadOnly }, ...options);
    select.value = field.value;
    return select;
  }
  const numeric = ["mobile", "bank_card", "money"].includes(field.kind);
  const input = element("input", { id, type: "text", autocomplete: "off", placeholder: HINTS[/** @type {keyof typeof HINTS} */ (field.kind)] ?? null, inputmode: numeric ? "decimal" : null, maxlength: "1000" });
  input.readOnly = isReadOnly;
  return input;
}
