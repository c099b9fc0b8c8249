/** Checks what the agent's page makes of the shared form and of the frames of a call. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { callAfter, newCall, ownSentence, recordingSentence, seatIn, seatSentence } from "../../gateway/web/desk/call_state.js";
import { authorSentence, conflictSentence, formAfter, isNews, lockSentence, submitReason } from "../../gateway/web/desk/form_state.js";
import { decodeCallFrame, decodeForm } from "../../gateway/web/rtc/wire.js";

const field = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string|null} */ value, more = {}) => ({ key, label, kind: "text", value, shown: value ?? "", choices: [], by: null, by_name: null, at: null, version: 1, error: null, lock: null, ...more });
const FORM = { application_id: "A1", item: "门诊统筹签约", code: "YB-SL-0101", version: 3, state: "filling", fields: [field("name", "姓名", "赵大山"), field("hospital", "签约机构", null)], papers: [], doubled: null, confirmed_at: null, signed_at: null, number: null };
const formWith = (/** @type {object} */ change) => decodeForm({ ...FORM, ...change });
const filled = (/** @type {object} */ change = {}) => formWith({ fields: [FORM.fields[0], field("hospital", "签约机构", "河东卫生院")], ...change });
const frame = (/** @type {object} */ raw) => {
  const decoded = decodeCallFrame(JSON.stringify(raw));
  assert.ok(decoded);
  return decoded;
};
const seat = (/** @type {string} */ role, more = {}) => ({ id: role, role, name: role === "citizen" ? "市民" : "李工", media: "video", connected: true, linked: true, held_until: null, ...more });
const WELCOME = { type: "welcome", call: { id: "K1", ticket_id: "T1", state: "live", live_at: null }, you: { seat: "agent", role: "agent", name: "张工" }, seats: [seat("agent"), seat("family"), seat("citizen")], form: FORM, lines: [], ice_servers: [], recording: { state: "asked", text: "可以录像吗" }, engine: "forward" };
const live = () => callAfter(newCall("K1"), frame(WELCOME));

test("a form tells what stands in the way of handing it in, one thing after the other", () => {
  const reasons = [
    submitReason(null),
    submitReason(formWith({})),
    submitReason(filled({ fields: [field("name", "姓名", "赵", { error: "姓名太短" })] })),
    submitReason(filled({ state: "confirmable" })),
    submitReason(filled({ state: "confirmed" })),
    submitReason(filled({ state: "signed" })),
    submitReason(filled({ state: "submitted", number: "YT1" })),
  ];

  assert.deepEqual(reasons, ["还没有打开表单。", "还没填完，还差：签约机构。", "还要改：姓名。", "请先请办事人看一遍，点“同意”。", "办事人同意了，还没有签名。", "", "已提交，受理号 YT1。"]);
});

test("a matter that is under way already is named before anything else", () => {
  assert.equal(submitReason(filled({ doubled: "他已经办过一次了。" })), "他已经办过一次了。");
});

test("agreeing, signing and taking back move the form as they are told", () => {
  let form = filled({ state: "confirmable" });
  const states = [];
  for (const raw of [{ type: "confirmed", by: "市民", at: "2026-03-01T00:00:00Z" }, { type: "signed", at: "2026-03-01T00:01:00Z" }, { type: "unconfirmed", why: "改过了" }]) {
    form = formAfter(form, frame(raw));
    states.push(form?.state);
  }

  assert.deepEqual(states, ["confirmed", "signed", "confirmable"]);
  assert.equal(form?.signedAt, null);
});

test("a form that is unconfirmed while something is lacking is being filled again", () => {
  assert.equal(formAfter(formWith({ state: "confirmed" }), frame({ type: "unconfirmed", why: "" }))?.state, "filling");
});

test("a written field shows who wrote it", () => {
  const form = formAfter(formWith({}), frame({ type: "field", field: "hospital", value: "河东卫生院", shown: "河东卫生院", by: "family", by_name: "女儿", at: null, version: 4 }));
  const hospital = form?.fields[1];

  assert.ok(hospital);
  assert.equal(authorSentence(hospital, "agent"), "女儿 填");
  assert.equal(authorSentence(hospital, "family"), "我 填");
});

test("what the assistant collected is said to come from the chat", () => {
  const [name] = formWith({ fields: [field("name", "姓名", "赵大山", { by_name: "聊天时填的" })] })?.fields ?? [];

  assert.ok(name);
  assert.equal(authorSentence(name, "agent"), "聊天时填的");
});

test("a field that somebody else keeps says so, our own lock does not", () => {
  const form = formAfter(formWith({}), frame({ type: "locks", locks: { name: { seat: "family", name: "女儿" } } }));
  const [name] = form?.fields ?? [];

  assert.ok(name);
  assert.equal(lockSentence(name, "agent"), "女儿正在填这一项");
  assert.equal(lockSentence(name, "family"), "");
});

test("a change by somebody else while we type is a conflict, our own is none", () => {
  const [changed] = formWith({ fields: [field("start", "从哪天起", "2026-12-05", { by: "family", by_name: "女儿", version: 5 })] })?.fields ?? [];
  assert.ok(changed);

  assert.match(conflictSentence(changed, { value: "2026-12-01", version: 4 }, "agent"), /女儿把“从哪天起”改成了“2026-12-05”/);
  assert.equal(conflictSentence(changed, { value: "2026-12-01", version: 5 }, "agent"), "");
  assert.equal(conflictSentence(changed, { value: "2026-12-05", version: 4 }, "agent"), "");
  assert.equal(conflictSentence(changed, { value: "2026-12-01", version: 4 }, "family"), "");
  assert.equal(conflictSentence(changed, null, "agent"), "");
});

test("only what differs is sent", () => {
  const [name] = formWith({})?.fields ?? [];
  assert.ok(name);

  assert.deepEqual([isNews(name, null), isNews(name, { value: " 赵大山 ", version: 3 }), isNews(name, { value: "赵大", version: 3 })], [false, false, true]);
});

test("a welcome brings everything, and the citizen stands first", () => {
  const state = live();

  assert.equal(state.form?.item, "门诊统筹签约");
  assert.equal(recordingSentence(state), "正在问办事人可不可以录像");
  assert.deepEqual([0, 1, 2].map((place) => seatIn(state, place, [])?.role), ["citizen", "family", undefined]);
});

test("places that carry nothing belong to nobody, and what the gateway tells goes before", () => {
  const told = callAfter(live(), frame({ type: "places", places: { 0: "family", 1: "citizen" } }));

  assert.equal(seatIn(live(), 0, [1])?.role, undefined);
  assert.equal(seatIn(live(), 1, [1])?.role, "citizen");
  assert.equal(seatIn(told, 0, [0, 1])?.role, "family");
});

test("whoever is cut off keeps the seat for the seconds that are left", () => {
  const until = "2026-03-01T00:01:00Z";
  const state = callAfter(live(), frame({ type: "seats", seats: [seat("agent"), seat("citizen", { connected: false, held_until: until })] }));
  const citizen = state.seats[1];
  const now = new Date("2026-03-01T00:00:18Z").getTime();

  assert.ok(citizen);
  assert.equal(seatSentence(citizen, state.held.citizen, now), "办事人断线了，位置再留 42 秒");
  assert.equal(state.said, "家里人断开了。");
});

test("a caption that is not final is replaced by the next of the same speaker", () => {
  let state = live();
  for (const [who, text, final] of [["citizen", "我要", false], ["agent", "好的", true], ["citizen", "我要换医院", true], ["citizen", "河东", false]]) {
    state = callAfter(state, frame({ type: "caption", seat: who, text, final }));
  }

  assert.deepEqual(state.captions.map(({ text }) => text), ["我要换医院", "好的", "河东"]);
});

test("a problem of the form goes once a field was written", () => {
  const refused = callAfter(live(), frame({ type: "problem", detail: "女儿正在填“姓名”，请等一下。", in_reply_to: "form" }));
  const written = callAfter(refused, frame({ type: "field", field: "name", value: "赵", version: 5 }));

  assert.equal(refused.problem?.about, "form");
  assert.equal(written.problem, null);
});

test("a lost line is told before the quality of the picture", () => {
  assert.match(ownSentence("connected", "video", false), /正在重连/);
  assert.equal(ownSentence("connected", "audio", true), "我这边：网络慢，先只用声音");
  assert.equal(ownSentence("connecting", "video", true), "我这边：正在接通");
});

test("a call that was taken over says so", () => {
  assert.equal(callAfter(live(), frame({ type: "ended", why: "taken_over", rates: null })).ended, "督导接管了这次通话。");
});

test("while the citizen's page is not open, the agent is told that the link is under way", () => {
  const alone = callAfter(newCall("K1"), frame({ ...WELCOME, seats: [seat("agent"), seat("citizen", { connected: false })] }));
  const met = callAfter(alone, frame({ type: "seats", seats: WELCOME.seats }));

  assert.match(alone.said, /等他打开视频/);
  assert.match(met.said, /进来了/);
  assert.equal(live().said, "");
});
