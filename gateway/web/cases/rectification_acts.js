/** Offers what can be done with a rectification case; each act asks once and tells what came of it. */

import { button } from "../admin/controls.js";
import { askAndAct } from "./act_dialog.js";
import { choice, writing, written } from "./controls.js";
import { ACTS, CALL, CLOSE, FIX, REOPEN, TAKE } from "./rectification_words.js";
import { TROUBLE } from "./words.js";

/** @typedef {import("./allowed.js").CaseAct} CaseAct */
/** @typedef {import("./rectification_wire.js").WholeCase} WholeCase */
/** @typedef {{title: string, lead: string, body?: Node[], confirm: string, done: string, act: (values: FormData) => Promise<WholeCase>}} Plan */

const [MOST_OUTCOME, MOST_RESULT] = [1000, 500]; // characters that the gateway takes

export class RectificationActs {
  /** @param {import("./pages.js").PageParts} parts @param {{changed: (one: WholeCase) => void, stale: () => Promise<void>}} told */
  constructor(parts, told) {
    this.parts = parts;
    this.told = told;
  }

  /** @param {CaseAct} act @param {WholeCase} one */
  buttonFor(act, one) {
    return button(ACTS[act], () => void this.#do(act, one), act === "reopen" ? "quiet" : "main", { "data-act": act });
  }

  /** @param {CaseAct} act @param {WholeCase} one */
  async #do(act, one) {
    const { stage } = this.parts;
    stage.quiet();
    const { done, act: carryOut, ...question } = this.#plan(act, one.number);
    /** @type {WholeCase|null} */ let changed = null;
    const outcome = await askAndAct({
      ...question,
      draft: `${one.number}:${act}`,
      act: async (values) => {
        changed = await carryOut(values);
      },
    });
    if (outcome.kind === "left") return;
    if (outcome.kind === "expired") return stage.parts.expired();
    if (changed) {
      const now = /** @type {WholeCase} */ (changed);
      this.told.changed(now);
      return stage.tell(act === "call" && now.state === "in_hand" ? CALL.again : done);
    }
    await this.told.stale().catch((error) => stage.refused(error));
    stage.warn(`${outcome.detail}${TROUBLE.stale}`);
  }

  /** @param {CaseAct} act @param {string} number @returns {Plan} */
  #plan(act, number) {
    const { service } = this.parts;
    switch (act) {
      case "take":
        return { ...TAKE, confirm: ACTS.take, act: () => service.moveCase(number, "take") };
      case "close":
        return { ...CLOSE, confirm: ACTS.close, act: () => service.moveCase(number, "close") };
      case "reopen":
        return { ...REOPEN, confirm: ACTS.reopen, act: () => service.moveCase(number, "reopen") };
      case "fix":
        return { ...FIX, body: [writing({ label: FIX.outcome, name: "outcome", longest: MOST_OUTCOME, isNeeded: true, rows: 4 })], act: (values) => service.fixCase(number, written(values, "outcome")) };
      case "call":
        return { ...CALL, body: callControls(), act: (values) => service.callBack(number, callOf(values)) };
    }
  }
}

/** Ask what came of a call; whether the citizen is content is asked only of one who answered. */
function callControls() {
  const reached = choice(CALL.reached, "reached", [["yes", CALL.yes], ["no", CALL.no]], true);
  const accepts = choice(CALL.accepts, "accepts", [["yes", CALL.content], ["no", CALL.unhappy], ["unknown", CALL.silent]]);
  return [reached, accepts, writing({ label: CALL.result, name: "result", longest: MOST_RESULT, isNeeded: true })];
}

/** @param {FormData} values @returns {{reached: boolean, accepts: boolean|null, result: string}} */
export function callOf(values) {
  const reached = values.get("reached") === "yes";
  const said = values.get("accepts");
  return { reached, accepts: reached && (said === "yes" || said === "no") ? said === "yes" : null, result: written(values, "result") };
}
