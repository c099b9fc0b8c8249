/** Checks what the editors' page reads, where it is, and what it says about numbers and states. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBatch, decodeGaps, decodeReleases, decodeReport, decodeTrial } from "../../gateway/web/admin/answers_wire.js";
import { decodeImportReport } from "../../gateway/web/admin/report_wire.js";
import { entryRoute, hashOf, menuOf, partsOf, routeOf } from "../../gateway/web/admin/routes.js";
import * as sayings from "../../gateway/web/admin/sayings.js";
import { csvOf } from "../../gateway/web/admin/spreadsheet.js";
import { decodeDiff, decodeDocuments, decodeEntry, decodeImport, decodeRows } from "../../gateway/web/admin/wire.js";

const CONTENT = { document: { id: "d", title: "通知", issuer: "医保局", number: null, date: null, date_note: null, region: "青岛市" }, text: "医?", doubts: [{ start: 1, end: 2, kind: "lost_bytes", quote: "?", note: "" }], tests: [{ ask: "几天" }] };
const job = (/** @type {object} */ more) => decodeImport({ id: "i", source_name: "通知.docx", state: "running", ...more });

test("an entry is read with all that a page needs, however little was sent", () => {
  const entry = decodeEntry({ id: "d#e@2", key: "d#e", version: 2, state: "in_review", revision: 7, content: CONTENT, shortcomings: ["还有 1 处存疑。", 7] });

  assert.equal(entry.content.doubts[0]?.end, 2);
  assert.deepEqual(entry.content.tests, [{ ask: "几天", region: null, also: [] }]);
  assert.deepEqual(entry.content.in_force, { from: null, until: null });
  assert.deepEqual(entry.shortcomings, ["还有 1 处存疑。"]);
});

test("nonsense is no entry, no document, no release", () => {
  assert.deepEqual(decodeRows({ entries: [null, 5, {}] }), []);
  assert.deepEqual(decodeDocuments("x"), []);
  assert.deepEqual(decodeReleases(null), { releases: [], in_force: 0, loaded: 0 });
  assert.deepEqual(decodeGaps({ gaps: [{}] }), []);
});

test("a release that came without a regression has no report", () => {
  const { releases } = decodeReleases({ releases: [{ number: 2, report: {} }, { number: 1, report: { asked: 3, right: 3, passes: true } }] });

  assert.deepEqual(releases.map((one) => one.report?.right ?? null), [null, 3]);
});

test("a question that found nothing fell with nothing in its place", () => {
  const report = decodeReport({ asked: 2, falls: [{ ask: "几天", expected: ["d#e"], got: null }] });

  assert.equal(report.passes, false);
  assert.equal(report.falls[0]?.got, null);
});

test("evidence is shown only where it is a number", () => {
  const trial = decodeTrial({ passages: [{ id: "d#e@1", evidence: { words: 0.5, why: "x" } }] });

  assert.deepEqual(trial.passages[0]?.evidence, [["words", 0.5]]);
});

test("what nobody judged is neither right nor wrong", () => {
  const { rows } = decodeBatch({ rows: [{ right: true }, { right: false }, { right: null }] });

  assert.deepEqual(rows.map((row) => row.right), [true, false, null]);
});

test("pieces of a comparison without words are passed over", () => {
  const { fields } = decodeDiff({ against: "d#e@1", fields: [{ field: "plain", label: "大白话", pieces: [{ op: "new", text: "" }] }, { field: "text", label: "官方原文", pieces: [{ op: "gone", text: "八" }] }] });

  assert.deepEqual(fields.map((one) => one.field), ["text"]);
});

test("the report of an import is read, also while there is none", () => {
  const report = decodeImportReport({ changes: [{ kind: "ruby", what: "去掉拼音", count: 42, samples: ["級(jí) → 级"] }], doubted: [{ chapter: 1, doubt: { kind: "garbled", quote: "?", note: "" } }] });

  assert.equal(report.changes[0]?.count, 42);
  assert.equal(report.doubted[0]?.doubt.kind, "garbled");
  assert.deepEqual(decodeImportReport({}).dropped, []);
});

test("every place survives a reload", () => {
  /** @type {import("../../gateway/web/admin/routes.js").Route[]} */
  const places = [{ name: "documents" }, { name: "document", id: "qingdao/2022" }, { name: "import", id: "7" }, { name: "entry", key: "d#e", version: 2 }, { name: "review", key: "d#e", version: 1 }, { name: "history", key: "d#e", version: 3 }, { name: "reviews" }, { name: "releases" }, { name: "trial" }, { name: "gaps" }];

  for (const place of places) assert.deepEqual(routeOf(hashOf(place)), place);
});

test("an address that leads nowhere leads to the documents", () => {
  for (const hash of ["", "#", "#/", "#/else", "#/entry/d%23e", "#/entry/d%23e/x", "#/document/", "#/document/%"]) assert.deepEqual(routeOf(hash), { name: "documents" }, hash);
});

test("the id of a version names its entry", () => {
  assert.deepEqual(entryRoute("d#e@12"), { name: "entry", key: "d#e", version: 12 });
  assert.deepEqual(partsOf("d#e"), { key: "d#e", version: 1 });
});

test("the menu shows to which part a page belongs", () => {
  assert.equal(menuOf({ name: "review", key: "d#e", version: 1 }), "reviews");
  assert.equal(menuOf({ name: "entry", key: "d#e", version: 1 }), "documents");
  assert.equal(menuOf({ name: "gaps" }), "gaps");
});

test("an import says how far it is", () => {
  assert.deepEqual(sayings.progressInWords(job({ step: "正在核对文字", done: 3, total: 12 })), { share: 0.25, sentence: "正在核对文字（3/12）" });
  assert.deepEqual(sayings.progressInWords(job({ step: "正在读取文件" })), { share: null, sentence: "正在读取文件……" });
  assert.equal(sayings.progressInWords(job({ state: "done" })).share, 1);
});

test("a failed import says why, and that nothing changed", () => {
  const { sentence } = sayings.progressInWords(job({ state: "failed", problem: "文件打不开" }));

  assert.equal(sentence, "导入没有成功：文件打不开。政策库没有任何改动。");
});

test("the ear hears of an import at new steps and quarters, not at each piece", () => {
  const at = (/** @type {number} */ done) => job({ step: "正在核对文字", done, total: 100 });

  assert.equal(sayings.progressIsNews(null, at(1)), true);
  assert.equal(sayings.progressIsNews(at(1), at(2)), false);
  assert.equal(sayings.progressIsNews(at(24), at(25)), true);
  assert.equal(sayings.progressIsNews(at(30), job({ step: "正在拆分章节" })), true);
});

test("a document says only what there is", () => {
  const words = sayings.countsInWords({ draft: 2, published: 0, doubts: 3 }).map((one) => one.words);

  assert.deepEqual(words, ["草稿 2", "存疑 3 处"]);
});

test("a batch is judged only by the questions that say what is right", () => {
  assert.equal(sayings.batchInWords({ asked: 10, found: 8, right: 3, judged: 4 }), "共 10 题，能答 8 题；写了应答条目的 4 题中答对 3 题（75%）。");
  assert.equal(sayings.batchInWords({ asked: 10, found: 8, right: 0, judged: 0 }), "共 10 题，能答 8 题。");
});

test("what happened is said in words, also when the audit knows more than the page", () => {
  assert.equal(sayings.eventInWords({ at: null, by: "1001", action: "submitted", detail: {} }), "送审");
  assert.equal(sayings.eventInWords({ at: null, by: "1001", action: "new_kind", detail: {} }), "new_kind");
  assert.equal(sayings.detailInWords({ note: "口播太长", revision: 7, nested: {} }), "意见：口播太长");
});

test("a table keeps commas, quotes and lines, and runs no formula", () => {
  assert.equal(csvOf([["问题", "对错"], ['说"十天"，', "a,b"], ["=1+1", null], ["＝1+1", -2]]), '\uFEFF问题,对错\r\n"说""十天""，","a,b"\r\n\'=1+1,\r\n\'＝1+1,-2\r\n');
});
