/** Makes the controls and marks that the views of the cases share. */

import { button, field, input, textarea } from "../admin/controls.js";
import { element } from "../dom.js";

/** Say a state; the colour only repeats the words. @param {string} words @param {string} state */
export const stateMark = (words, state) => element("span", { class: `chip state-${state}`, text: words });

/** Say how much time is left; what is late is written in bold, too. @param {string} words @param {boolean} isLate */
export const clockMark = (words, isLate) => element("span", { class: isLate ? "clock-words late" : "clock-words", text: words });

/** Offer views of a list to choose from. @param {string} label @param {Array<{href: string, words: string, key: string, isCurrent: boolean}>} links */
export function filterLinks(label, links) {
  const items = links.map(({ href, words, key, isCurrent }) =>
    element("li", {}, element("a", { class: "filter", href, text: words, "data-keep": `filter-${key}`, "aria-current": isCurrent ? "true" : null })),
  );
  return element("nav", { "aria-label": label }, element("ul", { class: "filters" }, ...items));
}

/** Ask for a number to go to. @param {{label: string, hint?: string, value?: string, words: string, find: (text: string) => void}} wanted */
export function finder({ label, hint, value = "", words, find }) {
  const box = input(value, { type: "search", required: true, maxlength: "40", "data-keep": "finder" });
  const form = element("form", { class: "find", role: "search" }, field(label, box, hint), element("button", { class: "button quiet", type: "submit", text: words }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.value.trim()) find(box.value.trim());
  });
  return form;
}

/** Ask for words in a dialog. @param {{label: string, name: string, longest: number, hint?: string, isNeeded?: boolean, rows?: number}} wanted */
export function writing({ label, name, longest, hint, isNeeded = false, rows = 3 }) {
  return field(label, textarea("", { name, maxlength: String(longest), rows: String(rows), required: isNeeded }), hint);
}

/** Offer phrases that are put into a box. @param {string} label @param {Array<{name: string, text: string}>} phrases @param {HTMLElement} place the field with the box */
export function phraseButtons(label, phrases, place) {
  const insert = (/** @type {string} */ text) => {
    const box = place.querySelector("textarea");
    if (!box) return;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.focus();
  };
  return element("div", { class: "phrases", role: "group", "aria-label": label }, element("p", { class: "hint", text: label }), ...phrases.map(({ name, text }) => button(name, () => insert(text), "small", { title: text })));
}

/** Ask for one of a few. @param {string} legend @param {string} name @param {Array<[string, string]>} options value and words @param {boolean} [isNeeded] */
export function choice(legend, name, options, isNeeded = false) {
  const ticks = options.map(([value, words]) => element("label", { class: "tick" }, element("input", { type: "radio", name, value, required: isNeeded }), element("span", { text: words })));
  return element("fieldset", { class: "field" }, element("legend", { text: legend }), element("div", { class: "ticks" }, ...ticks));
}

/** Return what was written under a name. @param {FormData} values @param {string} name */
export const written = (values, name) => String(values.get(name) ?? "").trim();

