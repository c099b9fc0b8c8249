/** Shows how an import goes on, and its report when it is done. */

import { element } from "../dom.js";
import { linkButton, sheet } from "./controls.js";
import { reportNodes } from "./import_report.js";
import { progressInWords, progressIsNews } from "./sayings.js";
import { DOCUMENT, IMPORTS, momentInWords } from "./words.js";

/** @typedef {import("./wire.js").Import} Import */

const PAUSE = 700; // milliseconds between two looks

export class ImportPage {
  /** @param {import("./pages.js").PageParts} parts @param {string} id */
  constructor(parts, id) {
    this.parts = parts;
    this.id = id;
  }

  async open() {
    const { service, stage, room } = this.parts;
    let job = await service.import(this.id);
    stage.head(room, job.source_name || IMPORTS.title, { lead: [stage.nameOf(job.by), momentInWords(job.at)].filter(Boolean).join("，"), back: { words: DOCUMENT.back, route: { name: "documents" } } });
    const bar = element("progress", { class: "progress", max: "1", "aria-labelledby": "import-step" });
    const sentence = element("p", { class: "import-step", id: "import-step" });
    const ear = element("p", { class: "unseen", role: "status" });
    const progress = element("div", { class: `import-state ${job.state}` }, sentence, bar, ear);
    const below = element("div", { class: "stack" });
    room.append(sheet(progress, below));
    /** @type {Import|null} */ let before = null;
    for (;;) {
      const { share, sentence: said } = progressInWords(job);
      sentence.textContent = said;
      if (share === null) bar.removeAttribute("value");
      else bar.value = share;
      if (progressIsNews(before, job)) ear.textContent = said;
      if (job.state !== "running" || !room.isConnected) break;
      before = job;
      await new Promise((done) => setTimeout(done, PAUSE));
      job = (await stage.attempt(() => service.import(this.id))) ?? job;
    }
    if (!room.isConnected) return;
    progress.className = `import-state ${job.state}`;
    bar.hidden = true;
    below.append(...this.#outcome(job));
  }

  /** @param {Import} job @returns {Node[]} */
  #outcome(job) {
    const again = linkButton(IMPORTS.again, "#/documents");
    if (job.state === "failed") return [element("div", { class: "actions" }, again)];
    const open = job.document_id ? linkButton(IMPORTS.open, `#/document/${encodeURIComponent(job.document_id)}`, true) : null;
    return [element("div", { class: "actions" }, open, again), element("h3", { text: IMPORTS.report }), ...reportNodes(job.report)];
  }
}
