/** Lets a second person compare a version with the published one, and pass it or give it back. */

import { element } from "../dom.js";
import { button, fold, nothing, panel, stateChip, textarea } from "./controls.js";
import { ask } from "./dialog.js";
import { diffView } from "./diff_view.js";
import { entryReading } from "./entry_reading.js";
import { entryRoute } from "./routes.js";
import { REVIEW } from "./release_words.js";
import { againstInWords, versionInWords, writtenBy } from "./sayings.js";
import { DOCUMENT } from "./words.js";

/** @typedef {import("./wire.js").Entry} Entry */

export class ReviewPage {
  /** @param {import("./pages.js").PageParts} parts @param {string} key @param {number} version */
  constructor(parts, key, version) {
    this.parts = parts;
    this.key = key;
    this.version = version;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const [entry, diff] = await Promise.all([service.entry(this.key, this.version), service.diff(this.key, this.version)]);
    if (entry.state !== "in_review") {
      return stage.go(entryRoute(entry.id), REVIEW.left);
    }
    const isMine = stage.isMine(entry);
    const acts = isMine
      ? [button(REVIEW.giveBack, () => void this.#giveBack(entry))]
      : [button(REVIEW.giveBack, () => void this.#giveBack(entry)), button(REVIEW.approve, (event) => void this.#approve(entry, event.currentTarget), "main")];
    stage.head(room, entry.content.section || entry.content.topic || DOCUMENT.untitled, { back: { words: REVIEW.back, route: { name: "reviews" } }, aside: [element("div", { class: "actions" }, ...acts)] });
    room.append(element("p", { class: "chips" }, stateChip(entry.state), element("span", { class: "second", text: versionInWords(entry.version) }), element("span", { class: "second", text: writtenBy(entry, stage.nameOf) })));
    if (isMine) room.append(element("p", { class: "callout", text: REVIEW.own }));
    if (diff.against === null) return void room.append(element("p", { class: "hint", text: REVIEW.first }), entryReading(entry.content));
    const compared = diff.fields.length > 0 ? diffView(diff.fields) : nothing(REVIEW.noChange);
    room.append(panel(REVIEW.diff, element("p", { class: "hint", text: againstInWords(diff.against) }), compared), fold(REVIEW.whole, "", [entryReading(entry.content)]));
  }

  /** @param {Entry} entry @param {EventTarget|null} pressed */
  async #approve(entry, pressed) {
    const { service, stage } = this.parts;
    const approved = await stage.attempt(() => service.approve(entry), /** @type {HTMLElement} */ (pressed));
    if (!approved) return;
    stage.go({ name: "reviews" }, REVIEW.approved);
  }

  /** @param {Entry} entry */
  async #giveBack(entry) {
    const { service, stage } = this.parts;
    const answer = await ask({ title: REVIEW.giveBackTitle, lead: REVIEW.giveBackLead, fields: [{ key: "note", label: REVIEW.note, control: textarea("", { required: true, maxlength: "500" }) }], confirm: REVIEW.giveBack });
    if (!answer) return;
    const returned = await stage.attempt(() => service.giveBack(entry, answer.note ?? ""));
    if (!returned) return;
    return stage.go({ name: "reviews" }, REVIEW.returned);
  }
}
