/** Shows for how long personal data are kept, and lets two administrators change it. */

import { button, field, input } from "../admin/controls.js";
import { askAndAct } from "../cases/act_dialog.js";
import { definitions, element } from "../dom.js";
import { dateInWords } from "../words.js";
import { daysOf } from "./allowed.js";
import * as wire from "./wire.js";
import { CLASSES, DECIDE, REQUESTS, TERMS } from "./words.js";

/** @typedef {import("./wire.js").Terms} Terms */
/** @typedef {import("./wire.js").TermRequest} TermRequest */
/** @typedef {import("./acts.js").Outcome} Outcome */

/** @param {HTMLElement} place @param {Terms} terms @param {(done: Promise<Outcome>) => void} after */
export function showTerms(place, terms, after) {
  const { kept, request } = terms;
  const rows = Object.entries(CLASSES).map(([name, words]) => /** @type {[string, string]} */ ([words, request && request.kept[name] !== kept[name] ? TERMS.change(kept[name], request.kept[name]) : TERMS.days(kept[name])]));
  const when = terms.at ? dateInWords(terms.at) : "";
  const decided = terms.approved_by === "migrate" ? TERMS.installed(when) : when ? TERMS.decided(terms.requested_by ?? "", terms.approved_by ?? "", when) : "";
  place.replaceChildren(definitions(rows, "rows"), element("p", { class: "second", text: decided }), ...(request ? [waiting(request, after)] : []));
}

/** Ask for other days. @param {Terms} terms @returns {Promise<Outcome>} */
export async function changeTerms({ kept }) {
  const body = Object.entries(CLASSES).map(([name, words]) => field(TERMS.label(words), input(String(kept[name]), { name, inputmode: "numeric", required: true, maxlength: 4 })));
  let detail = "";
  const act = async (/** @type {FormData} */ values) => {
    detail = (await wire.askForTerms(daysOf(values) ?? {})).detail ?? "";
  };
  const check = (/** @type {FormData} */ values) => (daysOf(values) ? "" : TERMS.wrong);
  const outcome = await askAndAct({ title: TERMS.title, lead: TERMS.lead, body, confirm: TERMS.confirm, draft: "terms", check, act });
  return outcome.kind === "done" ? { kind: "done", detail } : outcome;
}

/** @param {TermRequest} request @param {(done: Promise<Outcome>) => void} after */
function waiting(request, after) {
  const yes = request.mine ? element("span", { class: "second", text: REQUESTS.mine }) : button(REQUESTS.approve, () => after(decide(request, true)), "small", { "aria-label": TERMS.approve });
  const no = button(request.mine ? REQUESTS.takeBack : REQUESTS.refuse, () => after(decide(request, false)), "small", { "aria-label": request.mine ? TERMS.takeBack : TERMS.refuse });
  return element("div", { class: "callout" }, element("p", { text: TERMS.asked(request.requested_by) }), element("div", { class: "actions" }, yes, no));
}

/** @param {TermRequest} request @param {boolean} isYes @returns {Promise<Outcome>} */
async function decide(request, isYes) {
  const act = async () => void (await (isYes ? wire.approveTerms(request.id) : wire.refuseTerms(request.id)));
  const outcome = await askAndAct({
    title: isYes ? TERMS.approve : request.mine ? TERMS.takeBack : TERMS.refuse,
    lead: isYes ? TERMS.approveLead : DECIDE.refuseLead,
    body: isYes ? [definitions(Object.entries(CLASSES).map(([name, words]) => [words, TERMS.days(request.kept[name])]), "rows")] : [],
    confirm: isYes ? REQUESTS.approve : request.mine ? REQUESTS.takeBack : REQUESTS.refuse,
    isDanger: true,
    draft: request.id,
    act,
  });
  return outcome.kind === "done" ? { kind: "done", detail: isYes ? TERMS.approved : DECIDE.refused } : outcome;
}
