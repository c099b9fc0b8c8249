/** Runs the regression, publishes, and rolls back. */

import { element } from "../dom.js";
import { button, chip, field, fold, input, nothing, panel, textarea } from "./controls.js";
import { decodeReport } from "./answers_wire.js";
import { ask } from "./dialog.js";
import { entryRoute, hashOf } from "./routes.js";
import { idLink, reportView } from "./report_view.js";
import { RELEASE_KINDS, RELEASES } from "./release_words.js";
import { chosenInWords, memberChanges, publishedAs, releaseName, rollBackLead, rolledBackTo, versionInWords, writtenBy } from "./sayings.js";
import { DOCUMENT, momentInWords } from "./words.js";

/** @typedef {import("./answers_wire.js").Release} Release */
/** @typedef {import("./wire.js").Row} Row */

export class ReleasesPage {
  /** @param {import("./pages.js").PageParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  async open() {
    const { service, stage, room } = this.parts;
    const [rows, { releases, in_force, loaded }] = await Promise.all([service.rows({ state: "approved" }), service.releases()]);
    stage.head(room, RELEASES.title, { lead: RELEASES.lead });
    const isBehind = loaded < in_force;
    if (isBehind) room.append(element("p", { class: "callout", text: RELEASES.notLoaded }));
    room.append(this.#publishing(rows), this.#list(releases, in_force));
  }

  /** @param {Row[]} rows */
  #publishing(rows) {
    if (rows.length === 0) return panel(RELEASES.choose, nothing(RELEASES.none));
    const { service, stage } = this.parts;
    const boxes = rows.map((row) => ({ row, box: element("input", { type: "checkbox", value: row.id, "aria-label": row.section || row.topic || DOCUMENT.untitled }) }));
    const all = element("input", { type: "checkbox" });
    const said = element("p", { class: "hint", role: "status" });
    const why = element("p", { class: "hint", id: "publish-why", role: "status" });
    const result = element("div", { class: "stack", "aria-live": "polite" });
    const note = input("", { maxlength: "200" });
    let passed = ""; // the ids that the last passing run was about
    const chosen = () => boxes.filter(({ box }) => box.checked).map(({ row }) => row.id);
    const run = button(RELEASES.run, () => void test(), "main");
    const publish = button(RELEASES.publish, () => void send(), "main", { "aria-describedby": why.id });
    const refresh = () => {
      const ids = chosen();
      said.textContent = chosenInWords(ids.length, rows.length);
      all.checked = ids.length === rows.length;
      all.indeterminate = ids.length > 0 && ids.length < rows.length;
      const isReady = ids.length > 0 && passed === ids.join();
      run.disabled = ids.length === 0;
      run.className = isReady ? "button quiet" : "button";
      publish.disabled = !isReady;
      publish.className = isReady ? "button" : "button quiet";
      why.textContent = ids.length === 0 ? RELEASES.chooseFirst : isReady ? "" : passed ? RELEASES.changedSince : RELEASES.runFirst;
      if (passed && !isReady) result.replaceChildren();
    };
    const test = async () => {
      const ids = chosen();
      passed = "";
      result.replaceChildren(element("p", { text: `${RELEASES.running}……` }));
      const report = await stage.attempt(() => service.regression(ids), run);
      result.replaceChildren(...(report ? [reportView(report)] : []));
      if (report?.passes) passed = ids.join();
      refresh();
      if (report && !report.passes) why.textContent = RELEASES.failed;
    };
    const send = async () => {
      why.textContent = `${RELEASES.publishing}……`;
      const release = await stage.attempt(async () => {
        try {
          return await service.publish(chosen(), note.value.trim());
        } catch (error) {
          const raw = /** @type {any} */ (error).answer?.report;
          if (!raw) throw error;
          passed = "";
          result.replaceChildren(reportView(decodeReport(raw)));
          stage.warn(RELEASES.refused);
          return undefined;
        }
      }, publish);
      if (!release) return refresh();
      await this.open();
      stage.tell(publishedAs(release.number));
    };
    all.addEventListener("change", () => {
      for (const { box } of boxes) box.checked = all.checked;
      refresh();
    });
    for (const { box } of boxes) box.addEventListener("change", refresh);
    const head = element("div", { class: "panel-row" }, element("label", { class: "tick" }, all, element("span", { text: RELEASES.all })), said);
    const list = element("ul", { class: "choices" }, ...boxes.map(({ row, box }) => this.#choice(row, box)));
    refresh();
    return panel(RELEASES.choose, head, list, element("div", { class: "actions" }, run, why), result, element("div", { class: "publish-row" }, field(RELEASES.note, note, RELEASES.noteHint), publish));
  }

  /** @param {Row} row @param {HTMLInputElement} box */
  #choice(row, box) {
    const name = row.section || row.topic || DOCUMENT.untitled;
    const words = element("span", {}, element("strong", { text: name }), element("span", { class: "second", text: `${row.text_start}${row.text_start.length >= 60 ? "…" : ""}` }), element("span", { class: "second", text: [versionInWords(row.version), writtenBy(row, this.parts.stage.nameOf)].join("，") }));
    return element("li", {}, element("label", { class: "tick" }, box, words), element("a", { class: "look", href: hashOf(entryRoute(row.id)), text: RELEASES.look, "aria-label": `${RELEASES.look}：${name}` }));
  }

  /** @param {Release[]} releases @param {number} inForce */
  #list(releases, inForce) {
    if (releases.length === 0) return panel(RELEASES.list, nothing(RELEASES.listNone));
    return panel(RELEASES.list, element("ol", { class: "releases" }, ...releases.map((one) => this.#release(one, one.number === inForce))));
  }

  /** @param {Release} one @param {boolean} isInForce */
  #release(one, isInForce) {
    const { stage } = this.parts;
    const title = element("p", { class: "chips" }, element("strong", { text: releaseName(one.number) }), chip(RELEASE_KINDS[one.kind] ?? one.kind, one.kind), isInForce ? chip(RELEASES.inForce, "published") : null);
    const by = element("p", { class: "second", text: [one.by in RELEASE_KINDS ? "" : stage.nameOf(one.by), momentInWords(one.at)].filter(Boolean).join("，") });
    const lists = [
      [RELEASES.added, one.added],
      [RELEASES.removed, one.removed],
    ];
    const members = /** @type {Array<[string, string[]]>} */ (lists).filter(([, ids]) => ids.length > 0).map(([words, ids]) => element("div", {}, element("h4", { text: words }), element("ul", { class: "plain-list ids" }, ...ids.map((id) => element("li", {}, idLink(id))))));
    const words = element("div", { class: "entry-words" }, title, by, one.note ? element("p", { text: one.note }) : null, members.length > 0 ? fold(memberChanges(one.added.length, one.removed.length), "", members) : element("p", { class: "hint", text: memberChanges(0, 0) }));
    const back = isInForce ? null : button(RELEASES.rollBack, () => void this.#rollBack(one), "quiet", { "aria-label": `${RELEASES.rollBack}：${releaseName(one.number)}` });
    return element("li", { class: "entry-card" }, words, back);
  }

  /** @param {Release} one */
  async #rollBack(one) {
    const { service, stage } = this.parts;
    const answer = await ask({ title: `${RELEASES.rollBackTitle}：${releaseName(one.number)}`, lead: rollBackLead(one.number), fields: [{ key: "note", label: RELEASES.reason, control: textarea("", { required: true, maxlength: "200" }) }], confirm: RELEASES.rollBack, isDanger: true });
    if (!answer) return;
    const release = await stage.attempt(() => service.rollBack(one.number, answer.note ?? ""));
    if (!release) return;
    await this.open();
    stage.tell(rolledBackTo(release.number, one.number));
  }
}
