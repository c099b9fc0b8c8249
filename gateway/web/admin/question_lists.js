/** Takes lists of questions: how citizens ask, and what is asked before each release. */

import { element } from "../dom.js";
import { button, input, select, words } from "./controls.js";
import { askedInWords } from "./sayings.js";
import { ENTRY, FIELDS } from "./words.js";

/** @typedef {import("./wire.js").Content} Content */
/** @typedef {import("./wire.js").TestQuestion} TestQuestion */

const ASKED_NEEDED = 4;
const TESTS_NEEDED = 2;

/** Is a list of lines that can grow and shrink. @template T */
class Lines {
  /** @param {{title: string, hint: string, add: string, needed: number, makeRow: (value: T|null, index: number) => HTMLElement, readRow: (row: Element) => T|null}} parts */
  constructor(parts) {
    this.parts = parts;
    this.said = element("span", { class: "second", role: "status" });
    this.rows = element("ol", { class: "lines" });
    const legend = element("legend", {}, words(`${parts.title} `), this.said);
    this.node = element("fieldset", { class: "field" }, legend, element("p", { class: "hint", text: parts.hint }), this.rows, button(parts.add, () => this.add(null, true), "small"));
    this.node.addEventListener("input", () => this.#count());
    this.node.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @returns {T[]} */
  values() {
    return [...this.rows.children].map((row) => this.parts.readRow(row)).filter((value) => value !== null);
  }

  /** @param {T[]} values */
  fill(values) {
    this.rows.replaceChildren();
    for (const value of values) this.add(value, false);
    this.#count();
  }

  /** @param {T|null} value null for an empty line @param {boolean} withFocus */
  add(value, withFocus) {
    const row = element("li", { class: "line-row" }, this.parts.makeRow(value, this.rows.children.length));
    const remove = button(ENTRY.remove, () => this.#remove(row), "small", { "aria-label": `${ENTRY.remove}：${this.parts.title} ${this.rows.children.length + 1}` });
    row.append(remove);
    this.rows.append(row);
    if (withFocus) row.querySelector("input")?.focus();
  }

  /** @param {HTMLElement} row */
  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#count();
    this.node.dispatchEvent(new Event("changed"));
    const focus = next?.querySelector("input") ?? this.node.querySelector("button");
    if (focus instanceof HTMLElement) focus.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    this.add(null, true);
  }

  #count() {
    this.said.textContent = askedInWords(this.values().length, this.parts.needed);
  }
}

export class AskedList {
  fields = /** @type {import("./draft.js").Field[]} */ (["asked_as"]);

  constructor() {
    this.lines = new Lines({
      title: FIELDS.asked_as,
      hint: ENTRY.askedHint,
      add: ENTRY.addAsked,
      needed: ASKED_NEEDED,
      makeRow: (value, index) => input(value ?? "", { "aria-label": `${FIELDS.asked_as} ${index + 1}` }),
      readRow: (row) => row.querySelector("input")?.value.trim() || null,
    });
    this.node = this.lines.node;
    this.node.addEventListener("paste", (event) => this.#pasted(event));
  }

  read = () => ({ asked_as: this.lines.values() });

  /** @param {Content} content */
  write = (content) => this.lines.fill(content.asked_as);

  /** Take several lines at once, each as a question of its own. @param {ClipboardEvent} event */
  #pasted(event) {
    const pasted = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (pasted.length < 2) return;
    event.preventDefault();
    this.lines.fill([...this.lines.values(), ...pasted]);
    this.node.dispatchEvent(new Event("changed"));
  }
}

export class TestList {
  fields = /** @type {import("./draft.js").Field[]} */ (["tests"]);

  /** @param {string[]} regions @param {string[]} keys of entries that may be as right */
  constructor(regions, keys) {
    this.regions = regions;
    const offers = element("datalist", { id: "also-keys" }, ...keys.map((key) => element("option", { value: key })));
    this.lines = new Lines({ title: FIELDS.tests, hint: ENTRY.testsHint, add: ENTRY.addTest, needed: TESTS_NEEDED, makeRow: (value, index) => this.#row(value, index), readRow: read });
    this.node = this.lines.node;
    this.node.append(offers);
  }

  read = () => ({ tests: this.lines.values() });

  /** @param {Content} content */
  write = (content) => this.lines.fill(content.tests);

  /** @param {TestQuestion|null} test @param {number} index */
  #row(test, index) {
    const known = test?.region && !this.regions.includes(test.region) ? [test.region, ...this.regions] : this.regions;
    const options = [["", ENTRY.anyRegion], ...known.map((one) => [one, one])];
    return element(
      "div",
      { class: "test-row" },
      input(test?.ask ?? "", { "data-part": "ask", "aria-label": `${FIELDS.tests} ${index + 1}` }),
      select(/** @type {Array<[string, string]>} */ (options), test?.region ?? "", { "data-part": "region", "aria-label": `${ENTRY.testRegion} ${index + 1}` }),
      input(test?.also.join(" ") ?? "", { "data-part": "also", "aria-label": `${ENTRY.testAlso} ${index + 1}`, placeholder: ENTRY.testAlso, list: "also-keys" }),
    );
  }
}

/** @param {Element} row @returns {TestQuestion|null} */
function read(row) {
  const part = (/** @type {string} */ name) => /** @type {HTMLInputElement|null} */ (row.querySelector(`[data-part="${name}"]`))?.value.trim() ?? "";
  return part("ask") ? { ask: part("ask"), region: part("region") || null, also: part("also").split(/[\s,，、]+/).filter(Boolean) } : null;
}
