/** Shows what citizens asked about their own data, and takes the answers of staff. */

import { button, nothing } from "../admin/controls.js";
import { definitions, element } from "../dom.js";
import { dateInWords } from "../words.js";
import { askAndAct } from "./act_dialog.js";
import { choice, clockMark, stateMark, writing, written } from "./controls.js";
import { decodeOwnData, decodeWhose } from "./own_data_wire.js";
import { OWN_DATA } from "./own_data_words.js";
import { hashOf } from "./routes.js";
import { grouped, momentInWords } from "./sayings.js";
import { maskedValue } from "./unmasking.js";
import { TROUBLE } from "./words.js";

/** @typedef {import("./own_data_wire.js").OwnDataRequest} OwnDataRequest */

const MOST_WORDS = 1000; // characters that the gateway takes

export class OwnDataPage {
  /** @param {import("./pages.js").PageParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const requests = decodeOwnData(await service.ownData());
    stage.head(room, OWN_DATA.title, { lead: OWN_DATA.lead });
    room.append(requests.length > 0 ? element("ul", { class: "remarks" }, ...requests.map((one) => this.#card(one))) : nothing(OWN_DATA.none));
    stage.begin(room);
  }

  /** @param {OwnDataRequest} request */
  #card(request) {
    const { number, right, overdue } = request;
    const title = element("h3", { class: "chips" }, stateMark(request.words, right), element("span", { text: number }));
    const due = element("p", {}, clockMark(`${OWN_DATA.due} ${dateInWords(request.due)}${overdue ? `，${OWN_DATA.overdue}` : ""}`, overdue));
    const facts = definitions([[OWN_DATA.at, momentInWords(request.at)], [OWN_DATA.kept, request.kept > 0 ? `${request.kept}${OWN_DATA.keptUnit}` : ""]], "rows");
    const place = element("div");
    const look = right === "correct" ? OWN_DATA.look : OWN_DATA.lookWhose;
    const acts = element(
      "div",
      { class: "actions" },
      button(OWN_DATA.answer, () => void this.#answer(request), "main", { "aria-label": `${OWN_DATA.answer}：${number}` }),
      button(look, () => void this.#look(request, place), "quiet", { "aria-label": `${look}：${number}` }),
    );
    return element("li", { class: "panel" }, title, due, facts, place, acts);
  }

  /** Show for whom something was handed in. @param {import("./own_data_wire.js").Filed} filed */
  #filed({ number, item, state, whose }) {
    const link = element("a", { class: "row-link", href: hashOf({ name: "case", number }), text: `${item}（${grouped(number)}，${state}）` });
    const rows = whose.map(({ label, masked }) => /** @type {[string, Node]} */ ([label, maskedValue(this.parts, { number, label, masked })]));
    return element("section", {}, element("p", {}, link), definitions(rows, "rows"));
  }

  /** Show whose it is and what is to be corrected; the gateway records the look. @param {OwnDataRequest} request @param {HTMLElement} place */
  async #look({ number }, place) {
    const { service, stage } = this.parts;
    try {
      const { said, person, filed } = decodeWhose(await service.ownDataRequest(number));
      const whose = filed.map((one) => this.#filed(one));
      if (person) whose.unshift(definitions([[OWN_DATA.person, `${person.name}，${person.idNumber}`]], "rows"));
      if (whose.length === 0) whose.push(element("p", { class: "callout", text: OWN_DATA.nobody }));
      const quote = said ? element("blockquote", { class: "written", "aria-label": OWN_DATA.said, text: said }) : null;
      const shown = element("div", { tabindex: "-1" }, ...whose, quote);
      place.replaceChildren(shown);
      shown.focus();
    } catch (error) {
      stage.refused(error);
    }
  }

  /** @param {OwnDataRequest} request */
  async #answer({ number }) {
    const { service, stage } = this.parts;
    const outcome = await askAndAct({
      title: OWN_DATA.answerTitle,
      lead: OWN_DATA.answerLead,
      body: [choice(OWN_DATA.outcome, "outcome", OWN_DATA.outcomes, true), writing({ label: OWN_DATA.answerText, name: "text", longest: MOST_WORDS, hint: OWN_DATA.answerHint, isNeeded: true, rows: 4 })],
      confirm: OWN_DATA.answer,
      draft: `${number}:answer`,
      act: async (values) => void (await service.answerOwnData(number, written(values, "outcome"), written(values, "text"))),
    });
    if (outcome.kind === "left") return;
    if (outcome.kind === "expired") return stage.parts.expired();
    await this.open().catch((error) => stage.refused(error));
    if (outcome.kind === "done") stage.tell(OWN_DATA.answered);
    else stage.warn(`${outcome.detail}${TROUBLE.stale}`);
  }
}
