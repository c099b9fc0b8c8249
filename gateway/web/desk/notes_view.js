/** Is the sheet on which a clerk writes for themselves and for whoever goes on. */

import { element } from "../dom.js";
import { clockTime } from "../words.js";

export class NotesView {
  /** @type {Map<string, string>} by ticket; without a call they live in this page only */ #notes = new Map();
  #ticket = "";
  #kept = "";

  /** @param {{keep: (text: string) => boolean, now: () => Date}} actions keep: false, if there is no call that keeps it */
  constructor(actions) {
    this.actions = actions;
    this.box = element("textarea", { id: "note", rows: "10", maxlength: "4000", "aria-describedby": "note-state" });
    this.state = element("p", { class: "field-state", id: "note-state", role: "status" });
    this.place = element("div", { class: "sheet" }, element("h2", {}, element("label", { for: "note", text: "备注" })), element("p", { class: "quiet-words", text: "只有工作人员看得到。请不要写证件号和银行卡号。" }), this.box, this.state);
    this.box.addEventListener("input", () => {
      this.#notes.set(this.#ticket, this.box.value);
      this.state.textContent = "还没保存，离开这一格就保存";
    });
    this.box.addEventListener("blur", () => this.#keep());
  }

  /** Show the notes of a case; what was kept before a reload comes from the call. @param {string} ticket @param {string} [kept] */
  show(ticket, kept = "") {
    if (this.#ticket === ticket && (kept === "" || this.#notes.get(ticket))) return;
    this.#ticket = ticket;
    if (kept && !this.#notes.get(ticket)) this.#notes.set(ticket, kept);
    this.#kept = kept;
    this.box.value = this.#notes.get(ticket) ?? "";
    this.state.textContent = "";
  }

  /** Return the note of a case. @param {string} ticket */
  of(ticket) {
    return (this.#notes.get(ticket) ?? "").trim();
  }

  /** Forget a case that is over. @param {string} ticket */
  drop(ticket) {
    this.#notes.delete(ticket);
  }

  #keep() {
    const text = this.box.value.trim();
    if (text === this.#kept) return void (this.state.textContent = "");
    const isKept = this.actions.keep(text);
    if (isKept) this.#kept = text;
    this.state.textContent = isKept ? `已记下 ${clockTime(this.actions.now().toISOString())}` : "没有通话，先留在本页；转给同事时会带进说明。";
  }
}
