/** Takes everything that an editor writes about an entry, except the official wording. */

import { element } from "../dom.js";
import { field, input, panel, textarea } from "./controls.js";
import { unstated } from "./figures.js";
import { AskedList, TestList } from "./question_lists.js";
import { partsOf } from "./routes.js";
import { lengthInWords } from "./sayings.js";
import { tooLongToHear } from "./sentences.js";
import { ENTRY, FIELDS } from "./words.js";

/** @typedef {import("./wire.js").Content} Content */
/** @typedef {import("./draft.js").Field} Field */
/** @typedef {{fields: Field[], node: HTMLElement, read: () => Partial<Content>, write: (content: Content) => void}} Part one part of the form, with the fields that it holds */

export class EntryForm {
  /** @type {Part[]} */ #parts;
  #source = "";

  /** @param {{edit: (changes: Partial<Content>) => void, items: string[], regions: string[], published: string[]}} parts `published` holds ids of versions */
  constructor({ edit, items, regions, published }) {
    const words = (/** @type {"section"|"topic"} */ name) => this.#words(name, input(""), "");
    const long = (/** @type {"plain"|"spoken"} */ name, /** @type {string} */ hint) => this.#words(name, textarea("", { rows: "4" }), hint);
    const plain = long("plain", ENTRY.plainHint);
    const spoken = long("spoken", ENTRY.spokenHint);
    const asked = new AskedList();
    const tests = new TestList(regions, published.map((id) => partsOf(id).key));
    const [section, topic, itemsPart, brief] = [words("section"), words("topic"), itemChoice(items), optional("brief", ENTRY.briefHint)];
    const [dates, superseded, expired] = [validity(), optional("superseded_by", ENTRY.supersededHint, published), optional("expired_note", ENTRY.expiredHint, undefined, true)];
    this.#parts = [section, topic, itemsPart, plain, spoken, brief, asked, tests, dates, superseded, expired];
    this.hints = { plain: element("div", { class: "live-hint", role: "status" }), spoken: element("div", { class: "live-hint", role: "status" }) };
    plain.node.append(this.hints.plain);
    spoken.node.append(this.hints.spoken);
    this.node = element(
      "div",
      { class: "stack" },
      panel(ENTRY.basics, element("div", { class: "grid-form" }, section.node, topic.node, itemsPart.node)),
      panel(ENTRY.wording, plain.node, spoken.node, brief.node),
      panel(ENTRY.asking, asked.node, tests.node),
      panel(ENTRY.validity, element("div", { class: "grid-form" }, dates.node, superseded.node, expired.node)),
    );
    for (const part of this.#parts) {
      const changed = () => {
        edit(part.read());
        this.#hint();
      };
      part.node.addEventListener("input", changed);
      part.node.addEventListener("changed", changed);
    }
  }

  /** Show the content; a control in which the editor is typing keeps what is in it. @param {Content} content */
  show(content) {
    this.#source = content.text;
    for (const part of this.#parts) {
      const shown = part.read();
      const isSame = part.fields.every((name) => JSON.stringify(shown[name]) === JSON.stringify(content[name]));
      if (!isSame && !part.node.contains(document.activeElement)) part.write(content);
    }
    this.#hint();
  }

  #hint() {
    const { plain = "", spoken = "" } = Object.assign({}, ...this.#parts.map((part) => part.read()));
    const figures = (/** @type {string} */ words) => unstated(words, this.#source).join("、");
    said(this.hints.plain, figures(plain) ? [`${ENTRY.unstated}${figures(plain)}`] : []);
    const long = tooLongToHear(spoken).map(({ sentence, length }) => lengthInWords(sentence, length));
    said(this.hints.spoken, [...(figures(spoken) ? [`${ENTRY.unstated}${figures(spoken)}`] : []), ...(long.length > 0 ? [`${ENTRY.tooLong}${long.join("；")}`] : [])]);
  }

  /** @param {"section"|"topic"|"plain"|"spoken"} name @param {HTMLInputElement|HTMLTextAreaElement} control @param {string} hint @returns {Part} */
  #words(name, control, hint) {
    control.name = name;
    return { fields: [name], node: field(FIELDS[name], control, hint), read: () => ({ [name]: control.value }), write: (content) => void (control.value = content[name]) };
  }
}

/** @param {"brief"|"superseded_by"|"expired_note"} name @param {string} hint @param {string[]} [offers] @param {boolean} [isLong] @returns {Part} */
function optional(name, hint, offers, isLong = false) {
  const control = isLong ? textarea("", { rows: "2", name }) : input("", { name, list: offers ? "known-keys" : null });
  const node = field(FIELDS[name], control, hint);
  if (isLong) node.classList.add("wide");
  if (offers) node.append(element("datalist", { id: "known-keys" }, ...offers.map((key) => element("option", { value: key }))));
  return { fields: [name], node, read: () => ({ [name]: control.value.trim() || null }), write: (content) => void (control.value = content[name] ?? "") };
}

/** @returns {Part} */
function validity() {
  const [from, until] = [input("", { type: "date", name: "from" }), input("", { type: "date", name: "until" })];
  const node = element("div", { class: "grid-form wide" }, field(ENTRY.from, from), field(ENTRY.until, until, ENTRY.untilHint));
  return {
    fields: ["in_force"],
    node,
    read: () => ({ in_force: { from: from.value || null, until: until.value || null } }),
    write: ({ in_force }) => void ([from.value, until.value] = [in_force.from ?? "", in_force.until ?? ""]),
  };
}

/** @param {string[]} names of the service items @returns {Part} */
function itemChoice(names) {
  const place = element("div", { class: "ticks" });
  const node = element("fieldset", { class: "field wide" }, element("legend", { text: FIELDS.items }), place);
  /** @type {string[]} */ let shown = [];
  const write = (/** @type {Pick<Content, "items">} */ { items }) => {
    shown = [...new Set([...names, ...items])]; // an item that left the catalogue can still be taken off
    place.replaceChildren(
      ...shown.map((name) => {
        const box = element("input", { type: "checkbox", value: name });
        box.checked = items.includes(name);
        return element("label", { class: "tick" }, box, element("span", { text: name }));
      }),
    );
    if (shown.length === 0) place.replaceChildren(element("p", { class: "hint", text: ENTRY.itemsNone }));
  };
  write({ items: [] });
  const read = () => ({ items: [...place.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value) });
  return { fields: ["items"], node, read, write };
}

/** Say it anew only if it changed: the ear need not hear it at each key. @param {HTMLElement} place @param {string[]} sentences */
function said(place, sentences) {
  const now = sentences.join("\n");
  if ((place.dataset.said ?? "") === now) return;
  place.dataset.said = now;
  place.replaceChildren(...sentences.map((sentence) => element("p", { text: sentence })));
}
