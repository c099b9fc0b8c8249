/** Makes the controls and marks that all pages of the editorial side share. */

import { element } from "../dom.js";
import { STATES } from "./words.js";

let made = 0; // so that each hint has a name of its own

/** Name a control, and say underneath what is expected. @param {string} label @param {HTMLElement} control @param {string} [hint] */
export function field(label, control, hint) {
  const box = element("div", { class: "field" });
  made += 1;
  control.id ||= `control-${made}`;
  box.append(element("label", { for: control.id, text: label }), control);
  if (hint) {
    control.setAttribute("aria-describedby", `hint-${made}`);
    box.append(element("p", { class: "hint", id: `hint-${made}`, text: hint }));
  }
  return box;
}

/** @param {string} value @param {Record<string, any>} [properties] */
export function input(value, properties = {}) {
  const box = element("input", { type: "text", autocomplete: "off", ...properties });
  box.value = value;
  return box;
}

/** @param {string} value @param {Record<string, any>} [properties] */
export function textarea(value, properties = {}) {
  const box = element("textarea", { rows: "3", ...properties });
  box.value = value;
  return box;
}

/** @param {Array<[string, string]>} options value and words @param {string} value @param {Record<string, any>} [properties] */
export function select(options, value, properties = {}) {
  const box = element("select", properties, ...options.map(([key, words]) => element("option", { value: key, text: words })));
  box.value = value;
  return box;
}

/** Take a word that may be one of those that are known, or another. @param {string} value @param {string[]} known @param {Record<string, any>} [properties] @returns {{control: HTMLInputElement, offers: HTMLDataListElement}} */
export function suggesting(value, known, properties = {}) {
  made += 1;
  const offers = element("datalist", { id: `offers-${made}` }, ...known.map((one) => element("option", { value: one })));
  return { control: input(value, { list: offers.id, ...properties }), offers };
}

/** @param {string} words @param {(event: Event) => void} act @param {"main"|"quiet"|"small"|"danger"} [kind] @param {Record<string, any>} [properties] */
export function button(words, act, kind = "quiet", properties = {}) {
  const style = { main: "button", quiet: "button quiet", small: "small", danger: "button quiet danger" }[kind];
  return element("button", { class: style, type: "button", text: words, on: { click: act }, ...properties });
}

/** A link that looks like what can be pressed. @param {string} words @param {string} href @param {boolean} [isMain] */
export function linkButton(words, href, isMain = false) {
  return element("a", { class: isMain ? "button" : "button quiet", href, text: words });
}

/** @param {import("./wire.js").EntryState} state */
export function stateChip(state) {
  return element("span", { class: `chip ${state}`, text: STATES[state] });
}

/** @param {string} words @param {string} [kind] */
export function chip(words, kind = "") {
  return element("span", { class: `chip ${kind}`.trim(), text: words });
}

/** @param {string} words */
export function nothing(words) {
  return element("p", { class: "nothing-here", text: words });
}

/** A framed part of a page. @param {string} title @param {...(Node|null)} children */
export function panel(title, ...children) {
  made += 1;
  const heading = element("h3", { id: `panel-${made}`, text: title });
  return element("section", { class: "panel", "aria-labelledby": heading.id }, heading, ...children);
}

/** A framed part that needs no title of its own. @param {...(Node|null)} children */
export function sheet(...children) {
  return element("div", { class: "panel" }, ...children.filter((child) => child !== null));
}

/** Words between elements. @param {string} words */
export const words = (words) => document.createTextNode(words);

/** What the editor may open. @param {string} title @param {string} aside @param {Node[]} children @param {boolean} [isOpen] */
export function fold(title, aside, children, isOpen = false) {
  const summary = element("summary", {}, element("span", { class: "fold-title", text: title }), aside ? element("span", { class: "fold-aside", text: aside }) : null);
  return element("details", { class: "fold", open: isOpen }, summary, ...children);
}

/** @param {string[]} columns @param {Array<Array<string|Node>>} rows @param {string} caption @param {string} [className] */
export function table(columns, rows, caption, className = "") {
  const head = element("tr", {}, ...columns.map((words) => element("th", { scope: "col", text: words })));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell, index) => tableCell(cell, columns[index] ?? ""))));
  return element("table", { class: `table ${className}`.trim() }, element("caption", { class: "unseen", text: caption }), element("thead", {}, head), element("tbody", {}, ...body));
}

/** @param {string|Node} cell @param {string} column said again in front where the table is folded */
function tableCell(cell, column) {
  const made = element("td", { "data-column": column });
  made.append(cell);
  return made;
}
