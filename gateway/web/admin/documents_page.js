/** Shows all documents with the state of their entries, and takes new ones in. */

import { element } from "../dom.js";
import { button, chip, field, fold, input, nothing, panel, suggesting, table, textarea } from "./controls.js";
import { ask } from "./dialog.js";
import { FileDrop } from "./file_drop.js";
import { entryRoute, hashOf } from "./routes.js";
import { countsInWords, documentsInWords, timesInWords } from "./sayings.js";
import { DOCUMENT_FIELDS, DOCUMENTS, FILES, IMPORTS, dayInWords, momentInWords } from "./words.js";

/** @typedef {import("./wire.js").Listed} Listed */

const LARGEST = 20 * 1024 * 1024; // bytes

export class DocumentsPage {
  /** @param {import("./pages.js").PageParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const [documents, imports, regions] = await Promise.all([service.documents(), service.imports(), service.regions()]);
    stage.head(room, DOCUMENTS.title, { lead: DOCUMENTS.lead, aside: [button(DOCUMENTS.create, () => void this.#create(regions))] });
    room.append(this.#importing(imports), this.#list(documents));
  }

  /** @param {import("./wire.js").Import[]} imports */
  #importing(imports) {
    const { service, stage } = this.parts;
    const drop = new FileDrop({
      name: "file",
      largest: LARGEST,
      words: { ...FILES, kinds: IMPORTS.kinds },
      accept: ".docx,.pdf,.html,.htm,.xlsx,.txt",
      warn: (sentence) => stage.warn(sentence),
      take: async (file) => {
        drop.busy(`${IMPORTS.uploading}：${file.name}`);
        const id = await stage.attempt(() => service.importFile(file));
        drop.ready();
        if (id) stage.go({ name: "import", id });
      },
    });
    const rows = imports.slice(0, 10).map((one) => [
      element("a", { href: hashOf({ name: "import", id: one.id }), text: one.source_name || one.id }),
      chip(IMPORTS.states[/** @type {keyof typeof IMPORTS.states} */ (one.state)] ?? one.state, `import-${one.state}`),
      `${stage.nameOf(one.by)}，${momentInWords(one.at)}`,
    ]);
    const recent = rows.length > 0 ? table(IMPORTS.columns, rows, IMPORTS.recent) : nothing(IMPORTS.recentNone);
    return panel(IMPORTS.title, drop.node, fold(IMPORTS.recent, rows.length > 0 ? timesInWords(imports.length) : "", [recent]));
  }

  /** @param {Listed[]} documents */
  #list(documents) {
    if (documents.length === 0) return panel(DOCUMENTS.title, nothing(DOCUMENTS.none));
    const place = element("div", {});
    const said = element("p", { class: "hint", role: "status" });
    const search = input("", { type: "search" });
    const show = () => {
      const words = search.value.trim();
      const shown = documents.filter((one) => [one.title, one.issuer, one.region, one.number].some((part) => part?.includes(words)));
      said.textContent = documentsInWords(shown.length, documents.length);
      place.replaceChildren(shown.length > 0 ? table(DOCUMENTS.columns, shown.map((one) => row(one, documents.some((other) => other !== one && other.title === one.title))), DOCUMENTS.title, "documents") : nothing(DOCUMENTS.noMatch));
    };
    search.addEventListener("input", show);
    show();
    return panel(DOCUMENTS.list, element("div", { class: "finder" }, field(DOCUMENTS.search, search), said), place);
  }

  /** @param {string[]} regions */
  async #create(regions) {
    const { service, stage } = this.parts;
    const required = { required: true };
    const region = suggesting("", regions, required);
    const asked = [
      { key: "title", label: DOCUMENT_FIELDS.title, control: textarea("", { rows: "2", ...required }) },
      { key: "issuer", label: DOCUMENT_FIELDS.issuer, control: input("", required) },
      { key: "region", label: DOCUMENT_FIELDS.region, control: region.control },
      { key: "number", label: DOCUMENT_FIELDS.number, control: input(""), hint: DOCUMENTS.numberHint },
      { key: "date", label: DOCUMENT_FIELDS.date, control: input("", { type: "date" }) },
      { key: "date_note", label: DOCUMENT_FIELDS.date_note, control: input(""), hint: DOCUMENTS.dateNoteHint },
    ];
    const facts = await ask({ title: DOCUMENTS.create, lead: DOCUMENTS.createLead, fields: asked, confirm: DOCUMENTS.create, body: [region.offers] });
    if (!facts) return;
    const made = await stage.attempt(() =>
      service.createDocument({ title: facts.title ?? "", issuer: facts.issuer ?? "", region: facts.region ?? "", number: facts.number || null, date: facts.date || null, date_note: facts.date_note || null }),
    );
    if (!made) return;
    stage.go(made.entry ? entryRoute(made.entry) : { name: "document", id: made.document.id }, DOCUMENTS.created);
  }
}

/** @param {Listed} one @param {boolean} hasTwin another document has the same title @returns {Array<string|Node>} */
function row(one, hasTwin) {
  const counts = countsInWords(one.counts);
  const chips = counts.length > 0 ? counts.map(({ name, words }) => chip(words, name)) : [chip(DOCUMENTS.noEntries)];
  return [
    element("div", {}, element("a", { class: "row-link", href: hashOf({ name: "document", id: one.id }), text: one.title || one.id }), hasTwin ? element("span", { class: "second", text: one.id }) : null),
    element("div", {}, element("span", { text: one.issuer }), one.number ? element("span", { class: "second", text: one.number }) : null, element("span", { class: "second", text: dayInWords(one.date) })),
    element("span", { class: "whole", text: one.region }),
    element("div", { class: "chips" }, ...chips),
  ];
}
