/** Shows which documents there are, and what a search found in them. */

import { byId, element } from "../dom.js";
import { dateInWords } from "../words.js";
import { addressOf, matching } from "./wire.js";
import { NO_DOCUMENTS, NO_HITS, NOTHING_MATCHES, provenance, SURE, UNSURE } from "./words.js";

/** @typedef {import("./wire.js").PolicyDocument} PolicyDocument @typedef {import("./wire.js").Hit} Hit */

const BEGINNING = 70; // characters of a paragraph that are shown

export class ListView {
  /** @type {PolicyDocument[]} */ #documents = [];

  /** @param {{search: (query: string) => void, chooseRegion: (region: string) => void}} actions */
  constructor(actions) {
    this.form = byId("search", HTMLFormElement);
    this.query = byId("query", HTMLInputElement);
    this.region = byId("region", HTMLSelectElement);
    this.clear = byId("clear", HTMLButtonElement);
    this.found = byId("found", HTMLElement);
    this.documents = byId("documents", HTMLOListElement);
    this.state = byId("documents-state", HTMLElement);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      actions.search(this.query.value.trim());
    });
    this.clear.addEventListener("click", () => {
      this.query.value = "";
      actions.search("");
      this.query.focus();
    });
    this.region.addEventListener("change", () => actions.chooseRegion(this.region.value));
  }

  /** Offer the regions of this office. @param {import("../protocol.js").Region[]} regions @param {string} chosen */
  offerRegions(regions, chosen) {
    this.region.append(...regions.map((region) => element("option", { value: region.code, text: region.name })));
    if (regions.some((region) => region.code === chosen)) this.region.value = chosen;
  }

  /** Show the documents of a region. @param {PolicyDocument[]} documents */
  show(documents) {
    this.#documents = documents;
    this.#filter("");
  }

  /** Say why there is no list. @param {string} sentence */
  say(sentence) {
    this.documents.replaceChildren();
    this.state.textContent = sentence;
  }

  /** Show what was found. @param {string} query @param {{hits: Hit[], isSure: boolean}|null} answer null: nothing was searched @param {string} problem */
  showFound(query, answer, problem) {
    this.#filter(query);
    this.clear.hidden = query === "";
    this.found.replaceChildren();
    if (problem) this.found.append(element("p", { class: "notice", text: problem }));
    if (!answer) return;
    const head = answer.hits.length === 0 ? NO_HITS : answer.isSure ? SURE : UNSURE;
    this.found.append(element("h3", { text: "按内容查找" }), element("p", { role: "status", text: head }), element("ol", { class: "hits" }, ...answer.hits.map(hitView)));
  }

  /** @param {string} query */
  #filter(query) {
    const shown = matching(this.#documents, query);
    this.documents.replaceChildren(...shown.map(documentView));
    const none = this.#documents.length === 0 ? NO_DOCUMENTS : NOTHING_MATCHES;
    this.state.textContent = shown.length === 0 ? none : `共 ${shown.length} 份文件`;
  }
}

/** @param {PolicyDocument} document */
function documentView(document) {
  const facts = [`${document.entries} 段`, document.updated ? `${dateInWords(document.updated)}收录` : ""].filter(Boolean).join("，");
  return element(
    "li",
    { class: "document" },
    element("a", { class: "document-link", href: addressOf(document.id), text: document.title }),
    element("p", { class: "document-facts" }, element("span", { class: "region-mark", text: document.region }), element("span", { text: provenance(document) }), element("span", { class: "document-count", text: facts })),
  );
}

/** @param {Hit} hit */
function hitView(hit) {
  const beginning = hit.text.length > BEGINNING ? `${hit.text.slice(0, BEGINNING)}……` : hit.text;
  return element(
    "li",
    { class: "hit" },
    element("a", { href: addressOf(hit.id), text: beginning }),
    element("p", { class: "document-facts" }, element("span", { class: "region-mark", text: hit.region }), element("span", { text: `《${hit.title}》${hit.section}` })),
  );
}
