/** Is the sheet on which a clerk writes for themselves and for whoever goes on. */

import { element } from "../dom.js";
import { clockTime } from "../words.js";

export class NotesView {
  /** @type {Map<string, string>} by ticket, as typed here */ #notes = new Map();
  #ticket = "";
  #kept = "";

  /** @param {{keep: (ticketId: string, text: string) => Promise<void>, now: () => Date}} actions */
  constructor(actions) {
    this.actions = actions;
    this.box = element("textarea", { id: "note", rows: "10", maxlength: "4000", "aria-describedby": "note-state" });
    this.state = element("p", { class: "field-state", id: "note-state", role: "status" });
    this.place = element("div", { class: "sheet" }, element("h2", {}, element("label", { for: "note", text: "备注" })), element("p", { class: "quiet-words", text: "只有工作人员看得到。请不要写证件号和银行卡号。" }), this.box, this.state);
    this.box.addEventListener("input", () => {
      this.#notes.set(this.#ticket, this.box.value);
      this.state.textContent = "还没保存，离开这一格就保存";
    });
    this.box.addEventListener("blur", () => void this.#keep());
  }

  /** Show the notes of a case; what was kept before a reload, or by a colleague, comes with it. @param {string} ticket @param {string} [kept] */
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

  async #keep() {
    const [ticket, text] = [this.#ticket, this.box.value.trim()];
    if (text === this.#kept) return void (this.state.textContent = "");
    const isKept = await this.actions.keep(ticket, text).then(() => true, () => false);
    if (ticket !== this.#ticket) return;
    if (isKept) this.#kept = text;
    this.state.textContent = isKept ? `已记下 ${clockTime(this.actions.now().toISOString())}` : "没有保存成功，先留在本页；点一下这里再离开，就再保存一次。";
  }
}
