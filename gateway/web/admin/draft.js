/** Keeps one draft: what was typed, what is saved, what a colleague changed meanwhile; knows no DOM. */

import { decodeEntry } from "./wire.js";

/** @typedef {import("./wire.js").Entry} Entry */
/** @typedef {import("./wire.js").Content} Content */
/** @typedef {Exclude<keyof Content, "document">} Field */
/** @typedef {"saved"|"typing"|"saving"|"failed"|"conflict"} SaveState */
/** @typedef {{field: Field, mine: Content[Field], theirs: Content[Field]}} Clash */
/**
 * @typedef {object} DraftParts
 * @property {(entry: Entry, changes: Partial<Content>) => Promise<Entry>} save throws a refusal with `answer.entry` if a colleague was faster
 * @property {(pass: () => void) => () => void} later calls back after a pause in the typing; returns how to cancel it
 * @property {() => void} changed called after each change of state
 */

export class Draft {
  /** @type {Partial<Content>} */ #typed = {};
  /** @type {Partial<Content>} */ #sending = {};
  /** @type {Promise<boolean>|null} */ #saving = null;
  /** @type {() => void} */ #cancel = () => {};
  /** @type {Entry|null} */ #theirs = null;
  #failed = "";

  /** @param {Entry} entry @param {DraftParts} parts */
  constructor(entry, parts) {
    this.entry = entry;
    this.parts = parts;
  }

  /** @returns {Content} what the editor sees: the saved content under what was typed since */
  get content() {
    return { ...this.entry.content, ...this.#sending, ...this.#typed };
  }

  /** @returns {SaveState} */
  get state() {
    if (this.#theirs) return "conflict";
    if (this.#saving) return "saving";
    if (this.#failed) return "failed";
    return Object.keys(this.#typed).length > 0 ? "typing" : "saved";
  }

  /** Say why the last saving failed; empty if it did not. */
  get problem() {
    return this.#failed;
  }

  /** Tell whether closing the page now would lose words. */
  get isUnsaved() {
    return this.state !== "saved";
  }

  /** @returns {Clash[]} what both changed differently since the draft was read */
  get clashes() {
    const theirs = this.#theirs;
    if (!theirs) return [];
    return /** @type {Field[]} */ (Object.keys(this.#typed))
      .filter((field) => !alike(theirs.content[field], this.entry.content[field]) && !alike(theirs.content[field], this.#typed[field]))
      .filter((field) => field !== "doubts" || !("text" in this.#typed))
      .map((field) => ({ field, mine: /** @type {any} */ (this.#typed[field]), theirs: theirs.content[field] }));
  }

  /** Take what was typed; it is saved after a pause. @param {Partial<Content>} changes */
  edit(changes) {
    Object.assign(this.#typed, changes);
    this.#failed = "";
    if (!this.#theirs) {
      this.#cancel();
      this.#cancel = this.parts.later(() => void this.flush());
    }
    this.parts.changed();
  }

  /** Save now; return whether everything is saved. @returns {Promise<boolean>} */
  async flush() {
    this.#cancel();
    while (this.#saving) await this.#saving;
    if (this.#theirs) return false;
    if (Object.keys(this.#typed).length === 0) return true;
    this.#saving = this.#save();
    this.parts.changed();
    const isSaved = await this.#saving;
    if (this.#theirs) return this.meet(this.#theirs);
    return isSaved && (Object.keys(this.#typed).length === 0 || this.flush());
  }

  /** Take the entry as the gateway now has it, after something other than typing changed it. @param {Entry} entry */
  adopt(entry) {
    this.entry = entry;
    this.parts.changed();
  }

  /** Learn that a colleague changed the entry meanwhile; what both left alone or only one changed is joined without asking. @param {Entry} theirs @returns {Promise<boolean>} */
  async meet(theirs) {
    this.#theirs = theirs;
    if (this.clashes.length === 0) return this.#join(theirs);
    this.parts.changed();
    return false;
  }

  /** End a conflict: keep mine in these fields, theirs in the other fields that both changed. @param {Field[]} mine */
  async settle(mine) {
    const theirs = this.#theirs;
    if (!theirs) return;
    for (const { field } of this.clashes) {
      if (mine.includes(field)) continue;
      delete this.#typed[field];
      if (field === "text") delete this.#typed.doubts; // their places belong to the text
    }
    await this.#join(theirs);
  }

  /** @param {Entry} theirs @returns {Promise<boolean>} */
  async #join(theirs) {
    this.#theirs = null;
    this.entry = theirs;
    this.#failed = "";
    this.parts.changed();
    return this.flush();
  }

  async #save() {
    [this.#sending, this.#typed] = [this.#typed, {}];
    try {
      this.entry = await this.parts.save(this.entry, this.#sending);
      this.#sending = {};
      this.#failed = "";
      return true;
    } catch (error) {
      this.#typed = { ...this.#sending, ...this.#typed };
      this.#sending = {};
      const refusal = /** @type {any} */ (error);
      if (refusal.status === 409 && refusal.answer?.entry) {
        this.#theirs = decodeEntry(refusal.answer.entry);
      } else {
        this.#failed = refusal.detail ?? String(error);
      }
      return false;
    } finally {
      this.#saving = null;
      this.parts.changed();
    }
  }
}

/** @param {unknown} one @param {unknown} other */
const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);
