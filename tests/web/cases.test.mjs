/** Checks what the cases page reads, where it is, what it offers and what it says about days and numbers. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { actsFor, caseActsFor } from "../../gateway/web/cases/allowed.js";
import { CaseService } from "../../gateway/web/cases/case_service.js";
import { askingOf, wrongWith } from "../../gateway/web/cases/papers_question.js";
import { callOf } from "../../gateway/web/cases/rectification_acts.js";
import { decodeCase, decodeRatings, decodeWholeCase } from "../../gateway/web/cases/rectification_wire.js";
import { hashOf, menuOf, routeOf } from "../../gateway/web/cases/routes.js";
import * as sayings from "../../gateway/web/cases/sayings.js";
import { decodeApplication, decodeRow, decodeWorklist } from "../../gateway/web/cases/wire.js";
import { Problem } from "../../gateway/web/service.js";

const ROW = { number: "20261221000015", item: "门诊统筹签约", item_code: "YB-SL-0101", phase: "in_review", due: "2026-12-28", working_days_left: 5, late: false, owner: "1001", owner_name: "王工" };
const row = (/** @type {object} */ more = {}) => decodeRow({ ...ROW, ...more });
const application = (/** @type {object} */ more = {}) => decodeApplication({ ...ROW, version: 3, ...more });
const RATINGS = { count: 5, very_satisfied_share: 0.7, target: 0.7, rectifications: { open: 2, overdue: 1, on_time_share: null } };

/** @param {(method: string, path: string, body: any) => any} answer */
function serviceThat(answer) {
  const calls = /** @type {string[]} */ ([]);
  const call = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ with_) => {
    calls.push(`${method} ${path}`);
    return answer(method, path, with_?.body);
  };
  return { service: new CaseService({ call }), calls };
}

test("an application is read with its papers, and what the gateway does not tell stays unknown", () => {
  const read = application({ fields: { 姓名: "王*英" }, masked: ["姓名"], papers: [{ name: "身份证", held: "photo:p1" }, { name: "户口簿", held: "later" }, { held: "have" }] });

  assert.deepEqual(read.fields, [["姓名", "王*英"]]);
  assert.deepEqual(read.masked, ["姓名"]);
  assert.deepEqual(read.papers, [{ name: "身份证", photo: "p1", held: "photo" }, { name: "户口簿", photo: null, held: "later" }]);
  assert.equal(read.notices, null);
  assert.equal(decodeApplication({ notices: [{ at: null, text: "办好了", sent_at: "2026-12-21T02:00:00Z" }] }).notices?.[0]?.is_sent, true);
});

test("broken rows are left out of the list", () => {
  const list = decodeWorklist({ applications: [ROW, {}, null], total: 1, page: 1, pages: 1 });

  assert.deepEqual(list.rows.map((one) => one.number), [ROW.number]);
});

test("every place is written as a hash and read again", () => {
  const places = /** @type {import("../../gateway/web/cases/routes.js").Route[]} */ ([
    { name: "work", filter: "late", page: 2, number: "" },
    { name: "work", filter: "all", page: 1, number: "2026 1221" },
    { name: "case", number: "20261221000015" },
    { name: "rectifications", which: "overdue" },
    { name: "rectification", number: "Z202612210001" },
    { name: "remarks" },
    { name: "own-data" },
  ]);

  for (const place of places) assert.deepEqual(routeOf(hashOf(place)), place);
});

test("what leads nowhere leads to the worklist", () => {
  for (const hash of ["", "#/else", "#/case/", "#/work/none/0", "#/%E0%A4%A"]) assert.equal(routeOf(hash).name, "work", hash);
  assert.equal(menuOf(routeOf("#/rectification/Z1")), "rectifications");
});

test("the days that are left are said in words", () => {
  const said = [row(), row({ working_days_left: 0 }), row({ working_days_left: -1, late: true }), row({ working_days_left: 0, late: true }), row({ due: null, working_days_left: null }), row({ phase: "approved" })].map(sayings.dueInWords);

  assert.deepEqual(said, ["还剩 5 个工作日", "今天到期", "超期 1 个工作日", "已超期，期限是 2026年12月28日", "没有期限", "已经结束"]);
});

test("the clock of an application that waits for papers stands", () => {
  assert.equal(sayings.dueInWords(row({ phase: "needs_papers", answer_by: "2027-01-05", working_days_left: -2 })), "等材料，不算时限；最晚 2027年1月5日 补齐");
});

test("a rectification without counted days names the day", () => {
  const open = { number: "Z1", state: "open", due: "2027-01-12" };

  assert.equal(sayings.caseDueInWords(decodeCase(open)), "最晚 2027年1月12日");
  assert.equal(sayings.caseDueInWords(decodeCase({ ...open, working_days_left: 3 })), "还剩 3 个工作日");
  assert.equal(sayings.caseDueInWords(decodeCase({ ...open, overdue: true })), "已超期，期限是 2027年1月12日");
});

test("the share of the very satisfied is held against the target", () => {
  const said = [RATINGS, { ...RATINGS, very_satisfied_share: 0.699 }, { ...RATINGS, very_satisfied_share: null }].map((raw) => sayings.shareInWords(decodeRatings(raw)));

  assert.deepEqual(said, ["70%，目标 70%，已达到", "69.9%，目标 70%，还没达到", "还没有评价"]);
  assert.equal(sayings.rectifiedInWords(decodeRatings(RATINGS)), "2 张在办，1 张超期");
});

test("only what is allowed is offered, and a colleague's work only to be handed on", () => {
  const offers = (/** @type {object} */ more) => actsFor(application(more), "1001");

  assert.deepEqual(offers({}), ["approve", "papers", "reject", "transfer"]);
  assert.deepEqual(offers({ phase: "submitted", owner: null }), ["take", "review", "papers", "approve", "reject", "transfer"]);
  assert.deepEqual(offers({ phase: "needs_papers" }), ["review", "reject", "transfer"]);
  assert.deepEqual(offers({ owner: "1002" }), ["transfer"]);
  assert.deepEqual(offers({ phase: "approved" }), []);
  assert.deepEqual(offers({ owner: null, parts: [ROW] }), ["take", "transfer"]);
});

test("a rectification case moves only in the hands of its owner", () => {
  const offers = (/** @type {string} */ state, /** @type {string|null} */ owner = "1001") => caseActsFor(decodeCase({ number: "Z1", state, owner }), "1001");

  assert.deepEqual([offers("open", null), offers("in_hand"), offers("fixed"), offers("called_back"), offers("closed"), offers("withdrawn")], [["take"], ["fix"], ["call", "reopen"], ["close", "reopen"], ["reopen"], []]);
  assert.deepEqual([offers("in_hand", "1002"), offers("closed", "1002"), offers("open", "1002")], [[], [], []]);
});

test("ticked papers and written ones are asked for together, each once", () => {
  const values = new FormData();
  for (const [name, value] of [["missing", "身份证"], ["missing", "户口簿"], ["other", " 户口簿\n\n出院记录 "], ["note", " 请补 "], ["answer_by", ""]]) values.append(name ?? "", value ?? "");

  assert.deepEqual(askingOf(values), { missing: ["身份证", "户口簿", "出院记录"], note: "请补", answer_by: null, reason: "" });
  assert.equal(wrongWith(values), "");
  assert.notEqual(wrongWith(new FormData()), "");
});

test("who was not reached said nothing of being content", () => {
  const values = new FormData();
  for (const [name, value] of [["reached", "no"], ["accepts", "yes"], ["result", "没人接"]]) values.append(name ?? "", value ?? "");

  assert.deepEqual(callOf(values), { reached: false, accepts: null, result: "没人接" });
  values.set("reached", "yes");
  assert.equal(callOf(values).accepts, true);
});

test("the phone of a case is read only where the gateway tells it", () => {
  assert.deepEqual([decodeWholeCase({ number: "Z1", phone: null }).phone, decodeWholeCase({ number: "Z1", phone: "13800138000", level: 1, aspects: { 办事效率: 2 } }).aspects], [null, [["办事效率", 2]]]);
});

test("my own work is what is open and mine, and a number is looked for in every state", async () => {
  const { service, calls } = serviceThat(() => ({ applications: [] }));

  await service.worklist({ filter: "mine", page: 2, number: "" });
  await service.worklist({ filter: "all", page: 1, number: "2026 1" });

  assert.deepEqual(calls, ["GET /api/v1/desk/applications?state=open&page=2&mine=true", "GET /api/v1/desk/applications?state=open&page=1&q=2026+1"]);
});

test("what is due today is counted over the pages that can hold it", async () => {
  const today = { ...ROW, working_days_left: 0 };
  const open = [[{ ...ROW, working_days_left: -1, late: true }, today, { ...today, phase: "needs_papers" }], [today, ROW], [today]];
  const { service } = serviceThat((_method, path) => {
    if (path.includes("ratings")) return RATINGS;
    const page = Number(new URL(path, "http://x").searchParams.get("page"));
    return path.includes("state=open") ? { applications: open[page - 1], total: 6, page, pages: 3 } : { applications: [], total: path.includes("late") ? 1 : 4, page, pages: 1 };
  });

  const tally = await service.tally();

  assert.deepEqual([tally.due_today, tally.late, tally.papers, tally.ratings.open], [2, 1, 4, 2]);
});

test("what was changed since it was read is not handed on", async () => {
  const { service, calls } = serviceThat(() => ({ ...ROW, version: 4 }));

  await assert.rejects(service.transfer(application(), "1002", "请假"), (error) => error instanceof Problem && error.status === 409);

  assert.equal(calls.length, 1);
});

test("a decision says which version was seen", async () => {
  const bodies = /** @type {any[]} */ ([]);
  const { service } = serviceThat((_method, _path, body) => {
    bodies.push(body);
    return ROW;
  });

  await service.decide(application(), "reject", "信息对不上");
  await service.papers(application(), { missing: ["身份证"], note: "", answer_by: null, reason: "" });

  assert.deepEqual(bodies, [{ note: "信息对不上", version: 3 }, { missing: ["身份证"], note: "", answer_by: null, reason: "", version: 3 }]);
});
