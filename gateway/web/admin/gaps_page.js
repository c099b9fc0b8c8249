/** Shows what citizens asked without a good answer, and makes drafts of it. */

import { element } from "../dom.js";
import { button, chip, field, fold, linkButton, nothing, select, sheet } from "./controls.js";
import { ask } from "./dialog.js";
import { entryRoute, hashOf } from "./routes.js";
import { GAP_STATES, GAPS } from "./release_words.js";
import { askedTimes, lastAsked, quoted, sentencesInWords, titleAndRegion } from "./sayings.js";

/** @typedef {import("./answers_wire.js").Gap} Gap */

export class GapsPage {
  #state = "open";

  /** @param {import("./pages.js").PageParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const filter = select([["", GAPS.all], ...Object.entries(GAP_STATES)], this.#state);
    const place = element("div", { "aria-live": "polite" });
    const show = async () => {
      const gaps = await service.gaps(this.#state);
      place.replaceChildren(gaps.length > 0 ? element("ol", { class: "entries" }, ...gaps.map((gap) => this.#card(gap))) : nothing(GAPS.none));
    };
    filter.addEventListener("change", () => {
      this.#state = filter.value;
      void stage.attempt(show);
    });
    await show();
    stage.head(room, GAPS.title, { lead: GAPS.lead });
    room.append(sheet(element("div", { class: "finder" }, field(GAPS.state, filter)), place));
  }

  /** @param {Gap} gap @returns {HTMLElement} */
  #card(gap) {
    const { stage } = this.parts;
    const owners = [["", GAPS.noOwner], ...stage.colleagues.map((one) => [one.name, one.display_name])];
    const owner = select(/** @type {Array<[string, string]>} */ (owners), gap.owner ?? "", { "aria-label": `${GAPS.owner}：${gap.question}` });
    const state = select(Object.entries(GAP_STATES), gap.state, { "aria-label": `${GAPS.state}：${gap.question}` });
    const card = element("li", { class: "entry-card" });
    const change = (/** @type {{owner?: string|null, state?: string}} */ changes) =>
      stage.attempt(async () => {
        const changed = await this.parts.service.changeGap(gap.id, changes);
        card.replaceWith(this.#card(changed));
        stage.tell(GAPS.saved);
      });
    owner.addEventListener("change", () => void change({ owner: owner.value || null }));
    state.addEventListener("change", () => void change({ state: state.value }));
    const title = element("p", { class: "chips" }, element("strong", { text: gap.question }), gap.region ? chip(gap.region) : null);
    const asked = element("p", { class: "second", text: [askedTimes(gap.asked, gap.thumbs_down), gap.last_at ? lastAsked(gap.last_at) : ""].filter(Boolean).join("，") });
    const samples = gap.samples.length > 0 ? fold(GAPS.samples, sentencesInWords(gap.samples.length), [element("ul", { class: "plain-list" }, ...gap.samples.map((one) => element("li", { text: one })))]) : null;
    const act = gap.entry_key ? linkButton(GAPS.open, hashOf(entryRoute(gap.entry_key))) : button(GAPS.write, () => void this.#write(gap), "main", { "aria-label": `${GAPS.write}：${gap.question}` });
    card.append(element("div", { class: "entry-words" }, title, asked, samples), element("div", { class: "gap-acts" }, field(GAPS.owner, owner), field(GAPS.state, state), act));
    return card;
  }

  /** @param {Gap} gap */
  async #write(gap) {
    const { service, stage } = this.parts;
    const documents = await stage.attempt(() => service.documents());
    if (!documents) return;
    if (documents.length === 0) return stage.warn(GAPS.noDocuments);
    const sorted = [...documents].sort((one, other) => Number(other.region === gap.region) - Number(one.region === gap.region));
    const choice = select(sorted.map((one) => [one.id, titleAndRegion(one)]), sorted[0]?.id ?? "", { required: true });
    const answer = await ask({ title: GAPS.writeTitle, lead: quoted(gap.question, GAPS.writeLead), fields: [{ key: "document", label: GAPS.document, control: choice }], confirm: GAPS.write });
    if (!answer) return;
    const entry = await stage.attempt(() => service.draftFromGap(gap.id, answer.document ?? ""));
    if (!entry) return;
    stage.go(entryRoute(entry.id), GAPS.written);
  }
}
