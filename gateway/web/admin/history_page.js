/** Shows who did what with an entry. */

import { nothing, sheet, table } from "./controls.js";
import { HISTORY } from "./release_words.js";
import { detailInWords, eventInWords } from "./sayings.js";
import { momentInWords } from "./words.js";
import { element } from "../dom.js";

export class HistoryPage {
  /** @param {import("./pages.js").PageParts} parts @param {string} key @param {number} version to go back to */
  constructor(parts, key, version) {
    this.parts = parts;
    this.key = key;
    this.version = version;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const events = await service.history(this.key);
    stage.head(room, HISTORY.title, { lead: this.key, back: { words: HISTORY.back, route: { name: "entry", key: this.key, version: this.version } } });
    const rows = events.map((event) => [momentInWords(event.at), stage.nameOf(event.by.replace(/^staff:/, "")), element("div", {}, element("span", { text: eventInWords(event) }), element("span", { class: "second", text: detailInWords(event.detail) }))]);
    room.append(sheet(rows.length > 0 ? table(HISTORY.columns, rows, HISTORY.title) : nothing(HISTORY.none)));
  }
}
