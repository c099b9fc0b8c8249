/** Shows the complaints and suggestions that wait for an answer. */

import { button, nothing } from "../admin/controls.js";
import { definitions, element } from "../dom.js";
import { dateInWords } from "../words.js";
import { askAndAct } from "./act_dialog.js";
import { clockMark, stateMark, writing, written } from "./controls.js";
import { KINDS, REMARKS } from "./rectification_words.js";
import { momentInWords, remarksInWords } from "./sayings.js";
import { maskedUntil } from "./unmasking.js";
import { TROUBLE } from "./words.js";

/** @typedef {import("./rectification_wire.js").Remark} Remark */

const MOST_WORDS = 1000; // characters that the gateway takes

export class RemarksPage {
  /** @param {import("./pages.js").PageParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const remarks = await service.remarks();
    stage.head(room, REMARKS.title, { lead: REMARKS.lead });
    room.append(remarks.length > 0 ? element("ul", { class: "remarks" }, ...remarks.map((one) => this.#card(one))) : nothing(REMARKS.none));
    stage.begin(room);
    stage.say(remarksInWords(remarks.length));
  }

  /** @param {Remark} remark */
  #card(remark) {
    const title = element("h3", { class: "chips" }, stateMark(KINDS[remark.kind] ?? remark.kind, remark.kind), element("span", { text: remark.number }));
    const due = remark.due ? element("p", {}, clockMark(`${REMARKS.due} ${dateInWords(remark.due)}${remark.overdue ? `，${REMARKS.overdue}` : ""}`, remark.overdue)) : null;
    const facts = definitions([[REMARKS.at, momentInWords(remark.at)], [REMARKS.subject, remark.subject ?? ""], [REMARKS.replyBy, remark.reply_by], [REMARKS.phone, remark.phone ? this.#phone(remark.number, remark.phone) : ""]], "rows");
    const acts = element(
      "div",
      { class: "actions" },
      button(REMARKS.answer, () => void this.#answer(remark), "main", { "aria-label": `${REMARKS.answer}：${remark.number}` }),
      button(REMARKS.rectify, () => void this.#rectify(remark), "quiet", { "aria-label": `${REMARKS.rectify}：${remark.number}` }),
    );
    return element("li", { class: "panel" }, title, due, element("blockquote", { class: "written", text: remark.text }), facts, acts);
  }

  /** @param {string} number @param {string} masked */
  #phone(number, masked) {
    return maskedUntil(this.parts, { number, label: REMARKS.phone, masked }, (reason) => this.parts.service.unmaskRemark(number, reason));
  }

  /** @param {Remark} remark */
  async #answer({ number }) {
    const box = writing({ label: REMARKS.answerText, name: "text", longest: MOST_WORDS, hint: REMARKS.answerHint, isNeeded: true, rows: 4 });
    const outcome = await askAndAct({
      title: REMARKS.answerTitle,
      lead: REMARKS.answerLead,
      body: [box],
      confirm: REMARKS.answer,
      draft: `${number}:answer`,
      act: (values) => this.parts.service.answerRemark(number, written(values, "text")),
    });
    await this.#after(outcome, REMARKS.answered);
  }

  /** @param {Remark} remark */
  async #rectify({ number }) {
    let made = "";
    const outcome = await askAndAct({
      title: REMARKS.rectifyTitle,
      lead: REMARKS.rectifyLead,
      confirm: REMARKS.rectify,
      draft: `${number}:rectify`,
      act: async () => {
        made = (await this.parts.service.rectify(number)).number;
      },
    });
    if (outcome.kind === "done") this.parts.stage.go({ name: "rectification", number: made }, REMARKS.rectified);
    else await this.#after(outcome, "");
  }

  /** @param {import("./act_dialog.js").Outcome} outcome @param {string} done */
  async #after(outcome, done) {
    const { stage } = this.parts;
    if (outcome.kind === "left") return;
    if (outcome.kind === "expired") return stage.parts.expired();
    await this.open().catch((error) => stage.refused(error));
    if (outcome.kind === "done") stage.tell(done);
    else stage.warn(`${outcome.detail}${TROUBLE.stale}`);
  }
}
