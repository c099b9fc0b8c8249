/** Offers what can be done with an application: each act asks once, tells what came of it, and never overwrites. */

import { button, field, input, select } from "../admin/controls.js";
import { askAndAct } from "./act_dialog.js";
import { phraseButtons, writing, written } from "./controls.js";
import { askingOf, papersControls, wrongWith } from "./papers_question.js";
import { ACTS, APPROVE, CHOOSE, PAPERS, REJECT, REJECT_PHRASES, RESUME, REVIEW, REVIEW_AGAIN, TAKE, TRANSFER, TROUBLE } from "./words.js";

/** @typedef {import("./allowed.js").Act} Act */
/** @typedef {import("./wire.js").Application} Application */
/** @typedef {{title: string, lead?: string, body?: Node[], confirm: string, isDanger?: boolean, check?: (values: FormData) => string, done: string, act: (values: FormData) => Promise<Application>}} Plan */

const MOST_WORDS = 500; // characters of a note that the gateway takes
const MOST_REASON = 200;

export class ApplicationActs {
  /** @param {import("./pages.js").PageParts} parts @param {{changed: (application: Application) => void, stale: () => Promise<void>}} told */
  constructor(parts, told) {
    this.parts = parts;
    this.told = told;
  }

  /** Return the buttons; the first is what is usually done next. @param {Act[]} acts @param {Application} application */
  buttonsFor(acts, application) {
    return acts.map((act, place) => {
      const words = act === "review" && application.phase === "needs_papers" ? REVIEW_AGAIN : ACTS[act];
      const kind = act === "reject" ? "danger" : place === 0 && act !== "transfer" ? "main" : "quiet";
      return button(words, () => void this.#do(act, application), kind, { "data-act": act });
    });
  }

  /** @param {Act} act @param {Application} application */
  async #do(act, application) {
    const { stage } = this.parts;
    stage.quiet();
    const { done, act: carryOut, ...question } = await this.#plan(act, application);
    /** @type {Application|null} */ let changed = null;
    const outcome = await askAndAct({
      ...question,
      draft: `${application.number}:${act}`,
      act: async (values) => {
        changed = await carryOut(values);
      },
    });
    if (outcome.kind === "left") return;
    if (outcome.kind === "expired") return stage.parts.expired();
    if (changed) {
      this.told.changed(changed);
      return stage.tell(done);
    }
    await this.told.stale().catch((error) => stage.refused(error));
    stage.warn(`${outcome.detail}${TROUBLE.stale}`);
  }

  /** @param {Act} act @param {Application} application @returns {Promise<Plan>|Plan} */
  #plan(act, application) {
    const { service } = this.parts;
    switch (act) {
      case "take":
        return { ...TAKE, confirm: ACTS.take, act: () => service.take(application.number) };
      case "transfer":
        return {
          ...TRANSFER,
          body: [field(TRANSFER.to, this.#colleagues(application), TRANSFER.toHint), writing({ label: TRANSFER.reason, name: "reason", longest: MOST_REASON, isNeeded: true })],
          confirm: ACTS.transfer,
          act: (values) => service.transfer(application, written(values, "to"), written(values, "reason")),
        };
      case "review":
        return { ...(application.phase === "needs_papers" ? RESUME : REVIEW), confirm: application.phase === "needs_papers" ? REVIEW_AGAIN : ACTS.review, act: () => service.review(application) };
      case "papers":
        return this.#papers(application);
      case "approve":
        return { ...APPROVE, body: [writing({ label: APPROVE.note, name: "note", longest: MOST_WORDS, hint: APPROVE.noteHint })], confirm: ACTS.approve, act: (values) => service.decide(application, "approve", written(values, "note")) };
      case "reject": {
        const note = writing({ label: REJECT.note, name: "note", longest: MOST_WORDS, hint: REJECT.noteHint, isNeeded: true, rows: 4 });
        return { ...REJECT, body: [note, phraseButtons(REJECT.phrases, REJECT_PHRASES, note)], confirm: ACTS.reject, isDanger: true, act: (values) => service.decide(application, "reject", written(values, "note")) };
      }
    }
  }

  /** @param {Application} application @returns {Promise<Plan>} */
  async #papers(application) {
    const { service } = this.parts;
    // Without the catalogue the papers can still be written down.
    const materials = await service.materials(application).catch(() => []);
    return { title: PAPERS.title, body: papersControls(application, materials), confirm: PAPERS.confirm, check: wrongWith, done: PAPERS.done, act: (values) => service.papers(application, askingOf(values)) };
  }

  /** Offer the colleagues; where the gateway names none, ask for the name. @param {Application} application */
  #colleagues({ owner }) {
    const others = this.parts.stage.colleagues.filter((one) => one.name !== owner);
    if (others.length === 0) return input("", { name: "to", required: true, maxlength: "64" });
    return select([["", CHOOSE], ...others.map((one) => /** @type {[string, string]} */ ([one.name, `${one.display_name}（${one.name}）`]))], "", { name: "to", required: true });
  }
}
