/** Lists what waits for review. */

import { element } from "../dom.js";
import { chip, linkButton, nothing, sheet } from "./controls.js";
import { hashOf } from "./routes.js";
import { REVIEW } from "./release_words.js";
import { versionInWords, writtenBy } from "./sayings.js";
import { DOCUMENT } from "./words.js";

export class ReviewsPage {
  /** @param {import("./pages.js").PageParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const rows = await service.rows({ state: "in_review" });
    stage.head(room, REVIEW.title, { lead: REVIEW.lead });
    const cards = rows.map((row) => this.#card(row));
    room.append(sheet(cards.length > 0 ? element("ul", { class: "entries" }, ...cards) : nothing(REVIEW.none)));
  }

  /** @param {import("./wire.js").Row} row */
  #card(row) {
    const { stage } = this.parts;
    const name = row.section || row.topic || DOCUMENT.untitled;
    const open = linkButton(REVIEW.open, hashOf({ name: "review", key: row.key, version: row.version }), !stage.isMine(row));
    open.setAttribute("aria-label", `${REVIEW.open}：${name}`);
    const words = element("div", { class: "entry-words" }, element("strong", { text: name }), element("p", { class: "text-start", text: row.text_start }), element("p", { class: "second", text: [versionInWords(row.version), writtenBy(row, stage.nameOf)].join("，") }));
    return element("li", { class: "entry-card" }, words, element("div", { class: "chips" }, stage.isMine(row) ? chip(REVIEW.ownShort) : null, open));
  }
}
