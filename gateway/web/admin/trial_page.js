/** Tries what the search finds: for one question, or for a file of them. */

import { element } from "../dom.js";
import { button, chip, field, fold, input, nothing, panel, select, table, words as said } from "./controls.js";
import { FileDrop } from "./file_drop.js";
import { idLink } from "./report_view.js";
import { EVIDENCE, TRIAL } from "./release_words.js";
import { batchInWords, scoreInWords, tookInWords } from "./sayings.js";
import { csvOf } from "./spreadsheet.js";
import { FILES } from "./words.js";

/** @typedef {import("./answers_wire.js").Trial} Trial */
/** @typedef {import("./answers_wire.js").Batch} Batch */
/** @typedef {import("./answers_wire.js").BatchRow} BatchRow */

const LARGEST = 20 * 1024 * 1024; // bytes
const SHOWN = 200; // rows on the screen; the file has all

export class TrialPage {
  /** @param {import("./pages.js").PageParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const regions = await service.regions();
    stage.head(room, TRIAL.title, { lead: TRIAL.lead });
    room.append(this.#one(regions), this.#many());
  }

  /** @param {string[]} regions */
  #one(regions) {
    const { service, stage } = this.parts;
    const question = input("", { required: true, maxlength: "500" });
    const region = select([["", TRIAL.noRegion], ...regions.map((one) => /** @type {[string, string]} */ ([one, one]))], "");
    const day = input("", { type: "date" });
    const go = element("button", { class: "button", type: "submit", text: TRIAL.ask });
    const result = element("div", { class: "stack", "aria-live": "polite" });
    const asked = field(TRIAL.question, question);
    asked.classList.add("wide");
    const form = element("form", { class: "trial-form" }, asked, field(TRIAL.region, region), field(TRIAL.on, day, TRIAL.onHint), go);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      stage.quiet();
      const trial = await stage.attempt(() => service.trial(question.value.trim(), region.value || null, day.value || null), go);
      if (trial) result.replaceChildren(...trialNodes(trial));
    });
    return panel(TRIAL.one, form, result);
  }

  #many() {
    const { service, stage } = this.parts;
    const result = element("div", { class: "stack", "aria-live": "polite" });
    const drop = new FileDrop({
      name: "batch-file",
      largest: LARGEST,
      words: { ...FILES, kinds: TRIAL.batchLead },
      accept: ".csv,.xlsx,.txt",
      warn: (sentence) => stage.warn(sentence),
      take: async (file) => {
        stage.quiet();
        drop.busy(`${TRIAL.batchRunning}……`);
        const batch = await stage.attempt(() => service.batch(file));
        drop.ready();
        result.replaceChildren(...(batch ? batchNodes(batch) : []));
      },
    });
    return panel(TRIAL.batch, drop.node, result);
  }
}

/** @param {Trial} trial @returns {Node[]} */
function trialNodes({ verdict, line, milliseconds, passages }) {
  const isFound = verdict === "found";
  const verdictSaid = passages.length === 0 ? TRIAL.none : isFound ? TRIAL.found : TRIAL.unsure;
  const head = element("div", { class: `report ${isFound ? "good" : "bad"}` }, element("p", { class: "verdict" }, element("strong", { text: verdictSaid })), element("p", { class: "second", text: `${TRIAL.line} ${scoreInWords(line)}，${tookInWords(milliseconds)}` }));
  const hits = passages.map((hit) => {
    const meter = element("meter", { class: "score", min: "0", max: "1", low: String(line), high: String(line), optimum: "1", "aria-hidden": "true" });
    meter.value = hit.score;
    const score = element("p", { class: "hit-score" }, element("span", { text: `${TRIAL.score} ${scoreInWords(hit.score)}` }), hit.score < line ? element("span", { class: "second", text: TRIAL.below }) : null, meter);
    const title = element("p", { class: "chips" }, element("strong", { text: hit.section || hit.title }), chip(hit.region), hit.expired ? chip(TRIAL.expired, "retired") : null);
    const evidence = hit.evidence.map(([name, value]) => [EVIDENCE[name] ?? name, scoreInWords(value)]);
    const details = evidence.length > 0 ? fold(TRIAL.evidence, "", [table(TRIAL.evidenceColumns, evidence, TRIAL.evidence, "narrow")]) : null;
    const words = element("div", { class: "entry-words" }, title, element("p", { class: "second" }, said(`${hit.title}　`), idLink(hit.id)), element("p", { text: hit.plain || hit.text }), hit.plain ? fold(TRIAL.text, "", [element("p", { class: "official", text: hit.text })]) : null, details);
    return element("li", { class: "entry-card" }, words, score);
  });
  return [head, element("ol", { class: "entries" }, ...hits)];
}

/** @param {Batch} batch @returns {Node[]} */
function batchNodes({ rows, summary }) {
  if (rows.length === 0) return [nothing(TRIAL.batchEmpty)];
  const place = element("div", {});
  const only = element("input", { type: "checkbox" });
  const show = () => {
    const shown = rows.filter((row) => !only.checked || row.right === false || row.verdict !== "found");
    place.replaceChildren(shown.length > 0 ? table(TRIAL.columns, shown.slice(0, SHOWN).map(cells), TRIAL.batch, "batch") : nothing(TRIAL.all));
  };
  only.addEventListener("change", show);
  show();
  const filter = element("label", { class: "tick" }, only, element("span", { text: TRIAL.onlyWrong }));
  return [element("p", { class: "verdict" }, element("strong", { text: batchInWords(summary) })), element("div", { class: "panel-row" }, filter, button(TRIAL.download, () => download(rows))), place];
}

/** @param {BatchRow} row @returns {Array<string|Node>} */
function cells(row) {
  const judged = row.right === null ? "" : row.right ? TRIAL.right : TRIAL.wrong;
  return [String(row.row), row.question, row.region, verdictWords(row), row.top ? idLink(row.top) : "", scoreInWords(row.score), row.expected, judged ? chip(judged, row.right ? "published" : "doubts") : ""];
}

/** @param {BatchRow} row */
const verdictWords = ({ verdict }) => TRIAL.verdicts[/** @type {keyof typeof TRIAL.verdicts} */ (verdict)] ?? verdict;

/** Save the table as a file on the editor's device. @param {BatchRow[]} rows */
function download(rows) {
  const lines = rows.map((row) => [row.row, row.question, row.region, verdictWords(row), row.top, row.score, row.expected, row.right === null ? "" : row.right ? TRIAL.right : TRIAL.wrong]);
  const address = URL.createObjectURL(new Blob([csvOf([TRIAL.columns, ...lines])], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: address, download: `${TRIAL.file}-${new Date().toLocaleDateString("sv-SE")}.csv`, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
