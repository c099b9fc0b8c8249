/** Shows one masked value in full, for a reason that the gateway records, and masks it again soon. */

import { button } from "../admin/controls.js";
import { element } from "../dom.js";
import { askAndAct } from "./act_dialog.js";
import { choice, written } from "./controls.js";
import { UNMASK } from "./words.js";

/** @typedef {{number: string, label: string, masked: string}} Value masked: what is shown without a reason */

const SHOWN = 30; // seconds: enough to copy a number, too short to be left on a screen

/** Return a masked value of an application, with a button that asks for the reason. @param {import("./pages.js").PageParts} parts @param {Value} value */
export function maskedValue(parts, value) {
  return maskedUntil(parts, value, (reason) => parts.service.unmask(value.number, value.label, reason));
}

/** Return the same of whatever `fetched` brings. @param {import("./pages.js").PageParts} parts @param {Value} value @param {(reason: string) => Promise<string>} fetched */
export function maskedUntil({ stage }, { number, label, masked }, fetched) {
  const words = element("span", { text: masked });
  const ask = button(UNMASK.ask, () => void look(), "small", { "aria-label": `${UNMASK.ask}：${label}` });
  const hide = button(UNMASK.hide, () => mask(), "small", { "aria-label": `${UNMASK.hide}：${label}` });
  const box = element("span", { class: "masked-value" }, words, ask);
  let timer = 0;

  async function look() {
    stage.quiet();
    let whole = "";
    const outcome = await askAndAct({
      title: `${UNMASK.title}${label}？`,
      lead: UNMASK.lead,
      body: [choice(UNMASK.reason, "reason", UNMASK.reasons.map((reason) => [reason, reason]), true)],
      confirm: UNMASK.confirm,
      draft: `${number}:unmask:${label}`,
      act: async (values) => {
        whole = await fetched(written(values, "reason"));
      },
    });
    if (outcome.kind === "expired") return stage.parts.expired();
    if (outcome.kind === "stale") return stage.warn(outcome.detail);
    if (outcome.kind === "left" || !box.isConnected) return; // the page was left meanwhile
    words.textContent = whole;
    ask.replaceWith(hide);
    hide.focus();
    stage.say(UNMASK.shown);
    timer = setTimeout(mask, SHOWN * 1000);
  }

  function mask() {
    clearTimeout(timer);
    const hadFocus = document.activeElement === hide;
    words.textContent = masked;
    hide.replaceWith(ask);
    if (hadFocus) ask.focus();
    stage.say(UNMASK.hidden);
  }

  return box;
}
