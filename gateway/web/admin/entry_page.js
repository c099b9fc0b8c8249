/** Shows one version of an entry: to work on if it is a draft, else to read, with what can be done next. */

import { element } from "../dom.js";
import { button, linkButton, stateChip, textarea } from "./controls.js";
import { ask } from "./dialog.js";
import { DraftEditor } from "./draft_editor.js";
import { entryReading } from "./entry_reading.js";
import { entryRoute, hashOf } from "./routes.js";
import { RELEASES } from "./release_words.js";
import { versionInWords, withdrawnAs, writtenBy } from "./sayings.js";
import { DOCUMENT, ENTRY } from "./words.js";

/** @typedef {import("./wire.js").Entry} Entry */

export class EntryPage {
  /** @type {DraftEditor|null} */ #editor = null;

  /** @param {import("./pages.js").PageParts} parts @param {string} key @param {number} version */
  constructor(parts, key, version) {
    this.parts = parts;
    this.key = key;
    this.version = version;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const entry = await service.entry(this.key, this.version);
    const { document: source } = entry.content;
    const history = linkButton(ENTRY.history, hashOf({ name: "history", key: this.key, version: this.version }));
    const marks = element("p", { class: "chips" }, stateChip(entry.state), element("span", { class: "second", text: versionInWords(entry.version) }), element("span", { class: "second", text: writtenBy(entry, stage.nameOf) }));
    stage.head(room, entry.content.section || entry.content.topic || DOCUMENT.untitled, {
      back: { words: `${ENTRY.back}：${source.title || source.id}`, route: { name: "document", id: source.id } },
      aside: [element("div", { class: "actions" }, history, ...this.#acts(entry))],
    });
    room.append(marks);
    if (entry.note && entry.state === "draft") room.append(element("p", { class: "callout", text: `${ENTRY.returned}${entry.note}` }));
    if (entry.state !== "draft") {
      const state = { in_review: ENTRY.waits, approved: ENTRY.approved }[/** @type {string} */ (entry.state)];
      if (state) room.append(element("p", { class: "callout", text: state }));
      return void room.append(entryReading(entry.content));
    }
    const [items, regions, published] = await Promise.all([service.items(), service.regions(), service.rows({ state: "published" })]);
    this.#editor = new DraftEditor(this.parts, entry, { items, regions, published: published.map((row) => row.id) });
    room.append(this.#editor.node);
  }

  /** @returns {Promise<boolean>} whether the page may be left */
  async leave() {
    return this.#editor ? this.#editor.leave() : true;
  }

  get isUnsaved() {
    return this.#editor?.isUnsaved ?? false;
  }

  /** @param {Entry} entry @returns {Node[]} */
  #acts(entry) {
    if (entry.state === "in_review") return [linkButton(ENTRY.toReview, hashOf({ name: "review", key: entry.key, version: entry.version }), true)];
    if (entry.state === "approved") return [linkButton(ENTRY.toReleases, hashOf({ name: "releases" }), true)];
    if (entry.state !== "published") return [];
    return [button(ENTRY.withdraw, () => void this.#withdraw(entry), "danger"), button(ENTRY.revise, (event) => void this.#revise(event.currentTarget), "main")];
  }

  /** @param {EventTarget|null} pressed */
  async #revise(pressed) {
    const { service, stage } = this.parts;
    const begun = await stage.attempt(async () => {
      try {
        return { id: (await service.revise(this.key)).id, said: ENTRY.revised };
      } catch (error) {
        const open = /** @type {any} */ (error).answer?.open;
        if (typeof open !== "string") throw error;
        return { id: open, said: ENTRY.wasOpen };
      }
    }, /** @type {HTMLElement} */ (pressed));
    if (!begun) return;
    stage.go(entryRoute(begun.id), begun.said);
  }

  /** @param {Entry} entry */
  async #withdraw(entry) {
    const { service, stage } = this.parts;
    const answer = await ask({ title: ENTRY.withdrawTitle, lead: ENTRY.withdrawLead, fields: [{ key: "reason", label: RELEASES.reason, control: textarea("", { required: true }) }], confirm: ENTRY.withdraw, isDanger: true });
    if (!answer) return;
    const release = await stage.attempt(() => service.withdraw({ key: entry.key }, answer.reason ?? ""));
    if (!release) return;
    await this.open();
    stage.tell(withdrawnAs(release.number, release.removed.length));
  }
}
