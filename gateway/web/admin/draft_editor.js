/** Lets an editor work on a draft: wording, fields, what is still to be done; saves by itself. */

import { element } from "../dom.js";
import { button, words as said } from "./controls.js";
import { askWhichToKeep } from "./clash_dialog.js";
import { ask } from "./dialog.js";
import { Draft } from "./draft.js";
import { EntryForm } from "./entry_form.js";
import { OfficialText } from "./official_text.js";
import { doubtsLeft, todoInWords } from "./sayings.js";
import { decodeEntry } from "./wire.js";
import { ENTRY, FLAGS, SAVING } from "./words.js";

/** @typedef {import("./wire.js").Entry} Entry */
/** @typedef {import("./wire.js").Doubt} Doubt */

const PAUSE = 900; // milliseconds without a key before a draft is saved

export class DraftEditor {
  /** @type {Set<string>} */ #todo = new Set();
  #isAsking = false;
  #wasAsked = false; // who puts the choice off is not asked again at each key

  /** @param {import("./pages.js").PageParts} parts @param {Entry} entry @param {{items: string[], regions: string[], published: string[]}} offers `published` holds ids of versions */
  constructor(parts, entry, offers) {
    this.parts = parts;
    const later = (/** @type {() => void} */ act) => {
      const timer = setTimeout(act, PAUSE);
      return () => clearTimeout(timer);
    };
    this.draft = new Draft(entry, { save: (now, changes) => this.#save(now, changes), later, changed: () => this.#show() });
    this.text = new OfficialText({
      edit: (changes) => this.draft.edit(changes),
      resolve: (doubt, replacement, done) => this.#resolve(doubt, replacement, done),
      accept: async (flag) => void (await this.#act((now) => parts.service.acceptFlag(now, flag.quote), FLAGS.accepted)),
      tell: (sentence) => parts.stage.tell(sentence),
      warn: (sentence) => parts.stage.warn(sentence),
    });
    this.form = new EntryForm({ edit: (changes) => this.draft.edit(changes), ...offers });
    this.saved = element("p", { class: "save-state", role: "status" });
    this.again = button(SAVING.again, () => void this.leave(), "small");
    this.todo = element("ul", { class: "todo" });
    this.todoTitle = element("span", { class: "fold-title" });
    this.todoFold = element("details", { class: "todo-fold" }, element("summary", {}, this.todoTitle), this.todo);
    this.submit = button(ENTRY.submit, () => void this.#submit(), "main");
    const acts = element("div", { class: "actions" }, this.saved, this.again, button(ENTRY.discard, () => void this.#discard(), "danger"), this.submit);
    this.node = element("div", { class: "editor" }, element("div", { class: "editor-columns" }, this.text.node, this.form.node), element("footer", { class: "editor-foot" }, this.todoFold, acts));
    // On the document: the keys work wherever the focus is, also at the title.
    const key = (/** @type {KeyboardEvent} */ event) => (this.node.isConnected ? this.text.key(event) : document.removeEventListener("keydown", key));
    document.addEventListener("keydown", key);
    this.#show();
  }

  /** Save before the page is left; return whether it may be left. */
  async leave() {
    if (this.draft.state === "conflict") await this.#askWhichToKeep();
    return this.draft.flush();
  }

  get isUnsaved() {
    return this.draft.isUnsaved;
  }

  #show() {
    const { draft } = this;
    this.text.show(draft.content);
    this.form.show(draft.content);
    this.saved.className = `save-state ${draft.state}`;
    const words = draft.state === "failed" ? `${SAVING.failed}：${draft.problem}` : SAVING[draft.state];
    if (this.saved.textContent !== words) this.saved.textContent = words;
    this.again.textContent = draft.state === "conflict" ? SAVING.choose : SAVING.again;
    this.again.hidden = draft.state !== "failed" && draft.state !== "conflict";
    this.#showTodo(draft.entry.shortcomings);
    if (draft.state !== "conflict") this.#wasAsked = false;
    else if (!this.#wasAsked) void this.#askWhichToKeep();
  }

  /** @param {string[]} open */
  #showTodo(open) {
    for (const one of open) this.#todo.add(one);
    const kind = (/** @type {string} */ one) => one.replace(/\d+/g, "#"); // “存疑 3 处” becomes “存疑 2 处”: the same thing to do
    const done = [...this.#todo].filter((one) => !open.some((other) => kind(other) === kind(one)));
    const item = (/** @type {string} */ words, /** @type {boolean} */ isDone) =>
      element("li", { class: isDone ? "done" : "" }, element("span", { "aria-hidden": "true", class: "box", text: isDone ? "✓" : "" }), element("span", { class: "unseen", text: isDone ? ENTRY.isDone : ENTRY.isOpen }), said(words));
    const latest = new Map(done.map((one) => [kind(one), one]));
    this.todoTitle.textContent = todoInWords(open.length);
    this.todoFold.classList.toggle("ready", open.length === 0);
    this.todo.replaceChildren(...open.map((one) => item(one, false)), ...[...latest.values()].map((one) => item(one, true)));
  }

  /** @param {Entry} now @param {Partial<import("./wire.js").Content>} changes */
  async #save(now, changes) {
    try {
      return await this.parts.service.save(now, changes);
    } catch (error) {
      // The words stay on the page; signing in here would take them away.
      if (/** @type {any} */ (error).status === 401) throw Object.assign(/** @type {object} */ (error), { detail: SAVING.expired });
      throw error;
    }
  }

  /** @param {Doubt} doubt @param {string} replacement @param {string} done */
  async #resolve(doubt, replacement, done) {
    const isDone = await this.#act((now) => this.parts.service.resolveDoubt(now, doubt, replacement), null);
    if (isDone) this.parts.stage.tell(doubtsLeft(done, this.draft.content.doubts.length));
  }

  /** Save, then let the gateway change the entry. @param {(now: Entry) => Promise<Entry>} act @param {string|null} done */
  async #act(act, done) {
    const { stage } = this.parts;
    if (!(await this.draft.flush())) return this.#sayUnsaved();
    try {
      this.draft.adopt(await act(this.draft.entry));
      if (done) stage.tell(done);
      return true;
    } catch (error) {
      const theirs = /** @type {any} */ (error).answer?.entry;
      if (theirs) this.draft.adopt(decodeEntry(theirs));
      stage.refused(error);
      return false;
    }
  }

  async #submit() {
    const { service, stage } = this.parts;
    this.submit.disabled = true;
    const isSent = await this.#act((now) => service.submit(now), null);
    this.submit.disabled = false;
    if (!isSent) return void (this.todoFold.open = this.draft.entry.shortcomings.length > 0);
    stage.go({ name: "reviews" }, ENTRY.submitted);
  }

  async #discard() {
    const { service, stage } = this.parts;
    const answer = await ask({ title: ENTRY.discardTitle, lead: ENTRY.discardLead, confirm: ENTRY.discard, isDanger: true });
    if (!answer || !(await this.draft.flush())) return;
    const isDone = await stage.attempt(async () => (await service.discard(this.draft.entry), true));
    if (!isDone) return;
    stage.go({ name: "document", id: this.draft.entry.content.document.id }, ENTRY.discarded);
  }

  async #askWhichToKeep() {
    if (this.#isAsking) return;
    this.#isAsking = this.#wasAsked = true;
    const mine = await askWhichToKeep(this.draft.clashes);
    this.#isAsking = false;
    if (mine) await this.draft.settle(mine);
  }

  #sayUnsaved() {
    this.parts.stage.warn(this.draft.problem || SAVING.conflict);
    return false;
  }
}
