/** Shows what an editor and a colleague changed differently, and asks which is to stay. */

import { element } from "../dom.js";
import { ask } from "./dialog.js";
import { fromUntil } from "./sayings.js";
import { CLASH, ENTRY, FIELDS } from "./words.js";

/** @typedef {import("./draft.js").Clash} Clash */

/** @param {Clash[]} clashes @returns {Promise<import("./draft.js").Field[]|null>} the fields in which mine stays; null to decide later */
export async function askWhichToKeep(clashes) {
  const choices = clashes.map((clash, index) => choice(clash, index));
  const answer = await ask({ title: CLASH.title, lead: CLASH.lead, body: choices.map((one) => one.node), confirm: CLASH.settle, cancel: CLASH.later });
  return answer ? choices.filter((one) => one.isMine()).map((one) => one.field) : null;
}

/** @param {Clash} clash @param {number} index */
function choice({ field, mine, theirs }, index) {
  const option = (/** @type {string} */ words, /** @type {unknown} */ value, /** @type {boolean} */ isFirst) => {
    const button = element("input", { type: "radio", name: `clash-${index}`, value: words });
    button.checked = isFirst;
    const label = element("label", { class: "clash-option" }, element("span", { class: "clash-pick" }, button, element("strong", { text: words })), element("span", { class: "clash-value", text: shown(value) }));
    return { button, label };
  };
  const [ours, others] = [option(CLASH.mine, mine, true), option(CLASH.theirs, theirs, false)];
  const node = element("fieldset", { class: "clash" }, element("legend", { text: FIELDS[field] }), ours.label, others.label);
  return { field, node, isMine: () => ours.button.checked };
}

/** @param {any} value @returns {string} */
function shown(value) {
  if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : (one.ask ?? one.quote))).join("\n") || ENTRY.empty;
  if (value && typeof value === "object") return fromUntil(value);
  return value || ENTRY.empty;
}
