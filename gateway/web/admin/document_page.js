/** Shows one document: what is known of it, and its entries in their order. */

import { element } from "../dom.js";
import { button, chip, field, input, nothing, panel, stateChip, suggesting, textarea } from "./controls.js";
import { ask } from "./dialog.js";
import { entryRoute, hashOf } from "./routes.js";
import { doubtsInWords, entriesInWords, flagsInWords, lacking, publishedInWords, titled, versionInWords, withdrawnAs } from "./sayings.js";
import { RELEASES } from "./release_words.js";
import { DOCUMENT, DOCUMENT_FIELDS, DOCUMENTS, ENTRY } from "./words.js";

/** @typedef {import("./wire.js").Row} Row */
/** @typedef {import("./wire.js").PolicyDocument} PolicyDocument */

export class DocumentPage {
  /** @param {import("./pages.js").PageParts} parts @param {string} id */
  constructor(parts, id) {
    this.parts = parts;
    this.id = id;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const [{ document, rows }, regions] = await Promise.all([service.document(this.id), service.regions()]);
    const isServed = rows.some((row) => row.state === "published" || row.published_version !== null);
    const aside = [
      element("div", { class: "actions" }, button(DOCUMENT.add, (event) => void this.#add(event.currentTarget), "quiet"), isServed ? button(DOCUMENT.withdraw, () => void this.#withdraw(document), "danger") : null),
    ];
    stage.head(room, document.title || document.id, { back: { words: DOCUMENT.back, route: { name: "documents" } }, aside });
    const lacks = /** @type {const} */ (["title", "issuer", "date", "region"]).filter((name) => !document[name]).map((name) => DOCUMENT_FIELDS[name]);
    if (lacks.length > 0) room.append(element("p", { class: "callout", text: lacking(lacks) }));
    const isOpen = rows.some((row) => row.state === "draft");
    room.append(this.#entries(rows), this.#facts(document, regions, isOpen));
  }

  /** @param {Row[]} rows */
  #entries(rows) {
    const place = element("div", {});
    const only = element("input", { type: "checkbox" });
    const show = () => {
      const shown = rows.filter((row) => !only.checked || row.state === "draft" || row.state === "in_review" || row.state === "approved");
      place.replaceChildren(shown.length > 0 ? element("ol", { class: "entries" }, ...shown.map(entryCard)) : nothing(DOCUMENT.nothingLeft));
    };
    only.addEventListener("change", show);
    show();
    const filter = element("label", { class: "tick" }, only, element("span", { text: DOCUMENT.filter }));
    const head = element("div", { class: "panel-row" }, element("p", { class: "hint", text: entriesInWords(rows.length) }), filter);
    return panel(DOCUMENT.entries, head, place);
  }

  /** @param {PolicyDocument} document @param {string[]} regions @param {boolean} isOpen there is a draft that the facts can be written into */
  #facts(document, regions, isOpen) {
    const { service, stage } = this.parts;
    const region = suggesting(document.region, regions, { required: true });
    const controls = {
      title: textarea(document.title, { rows: "2", required: true }),
      issuer: input(document.issuer, { required: true }),
      number: input(document.number ?? ""),
      date: input(document.date ?? "", { type: "date" }),
      date_note: input(document.date_note ?? ""),
      region: region.control,
    };
    const hints = { number: DOCUMENTS.numberHint, date_note: DOCUMENTS.dateNoteHint };
    const names = /** @type {Array<keyof typeof controls>} */ (Object.keys(controls));
    const save = element("button", { class: "button", type: "submit", text: DOCUMENT.save });
    const form = element("form", { class: "grid-form" }, ...names.map((name) => field(DOCUMENT_FIELDS[name], controls[name], hints[/** @type {"number"} */ (name)])), element("div", { class: "actions wide" }, save), region.offers);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const changes = Object.fromEntries(names.filter((name) => controls[name].value.trim() !== (document[name] ?? "")).map((name) => [name, controls[name].value.trim() || null]));
      if (Object.keys(changes).length === 0) return stage.tell(DOCUMENT.saved);
      const changed = await stage.attempt(() => service.changeDocument(this.id, changes), save);
      if (!changed) return;
      document = changed;
      stage.tell(DOCUMENT.saved);
    });
    if (!isOpen) for (const control of [...Object.values(controls), save]) control.disabled = true;
    return panel(DOCUMENT.facts, element("p", { class: "hint", text: isOpen ? DOCUMENT.factsLead : DOCUMENT.factsClosed }), form);
  }

  /** @param {EventTarget|null} pressed */
  async #add(pressed) {
    const { service, stage } = this.parts;
    const entry = await stage.attempt(() => service.createEntry(this.id), /** @type {HTMLElement} */ (pressed));
    if (!entry) return;
    stage.go(entryRoute(entry.id), DOCUMENT.added);
  }

  /** @param {PolicyDocument} document */
  async #withdraw(document) {
    const { service, stage } = this.parts;
    const answer = await ask({
      title: DOCUMENT.withdrawTitle,
      lead: titled(document.title, DOCUMENT.withdrawLead),
      fields: [{ key: "reason", label: RELEASES.reason, control: textarea("", { required: true }) }],
      confirm: DOCUMENT.withdraw,
      isDanger: true,
    });
    if (!answer) return;
    const release = await stage.attempt(() => service.withdraw({ document_id: this.id }, answer.reason ?? ""));
    if (!release) return;
    await this.open();
    stage.tell(withdrawnAs(release.number, release.removed.length));
  }
}

/** @param {Row} row */
function entryCard(row) {
  const title = element("a", { class: "row-link", href: hashOf(entryRoute(row.id)), text: row.section || row.topic || DOCUMENT.untitled });
  const marks = [
    stateChip(row.state),
    element("span", { class: "second", text: versionInWords(row.version) }),
    row.published_version !== null && row.published_version !== row.version ? chip(publishedInWords(row.published_version), "published") : null,
    row.doubts > 0 ? chip(doubtsInWords(row.doubts), "doubts") : null,
    row.flags > 0 ? chip(flagsInWords(row.flags), "doubts") : null,
  ];
  const words = element("div", { class: "entry-words" }, title, element("p", { class: "text-start", text: row.text_start || ENTRY.empty }));
  return element("li", { class: "entry-card" }, words, element("p", { class: "chips" }, ...marks));
}
