/** Checks how the frames of a call are read, and who appears where. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { freshKeys } from "../../gateway/web/call/fresh_fields.js";
import { largest, seated } from "../../gateway/web/call/seating.js";
import { agrees, browserKind, byline, endSentence, placeSentence, waysOut } from "../../gateway/web/call/words.js";
import { decodeFrame } from "../../gateway/web/protocol.js";
import { offers } from "../../gateway/web/rtc/peer.js";
import { callHello, decodeCallFrame, decodeForm, decodeSeat, withField, withLocks } from "../../gateway/web/rtc/wire.js";

const frame = (/** @type {object} */ raw) => decodeCallFrame(JSON.stringify(raw));
const FORM = {
  application_id: "a1", item: "门诊统筹签约", code: "YB-SL-0101", version: 3, state: "filling",
  fields: [
    { key: "name", label: "姓名", kind: "name", value: "张桂兰", shown: "张桂兰", by: null, by_name: "聊天时填的", at: null, version: 1, error: null, lock: null },
    { key: "mobile", label: "手机号", kind: "mobile", value: null, shown: "", choices: [], by: null, by_name: null, at: null, version: 1, error: null, lock: { seat: "agent", name: "王芳" } },
  ],
  papers: [{ name: "身份证", state: "有了" }],
};

test("the hello of a citizen bears the session, that of staff does not", () => {
  assert.deepEqual(JSON.parse(callHello("s", 7)), { type: "hello", last: 7, session: "s" });
  assert.deepEqual(JSON.parse(callHello(null, 0)), { type: "hello", last: 0 });
});

test("broken and unknown frames are no frames", () => {
  for (const json of ["", "[]", "{", '{"type":"constructor"}', '{"type":"toString"}', '{"type":5}']) assert.equal(decodeCallFrame(json), null);
});

test("a welcome brings all that a page needs, with nothing missing even from an empty one", () => {
  const welcome = frame({ type: "welcome", you: { seat: "citizen", role: "citizen" }, form: FORM, ice_servers: [{ urls: "turn:x", username: "u", credential: "c" }, {}], recording: { state: "asked", text: "可以吗？" }, engine: "peer" });
  const bare = frame({ type: "welcome" });

  assert.equal(welcome?.form.fields[1].lock.name, "王芳");
  assert.deepEqual(welcome?.iceServers, [{ urls: "turn:x", username: "u", credential: "c" }]);
  assert.deepEqual([welcome?.engine, welcome?.recording.state], ["peer", "asked"]);
  assert.deepEqual([bare?.engine, bare?.recording.state, bare?.form, bare?.seats, bare?.lines], ["forward", "off", null, [], []]);
});

test("a field that comes alone changes its own value and who wrote it, nothing else", () => {
  const form = /** @type {import("../../gateway/web/rtc/wire.js").Form} */ (decodeForm(FORM));

  const now = withField(form, { type: "field", field: "mobile", value: "13800001111", by: "agent", by_name: "王芳", at: "2026-11-22T03:22:00Z", version: 4 });

  assert.equal(now.version, 4);
  assert.deepEqual(now.fields[0], form.fields[0]);
  const { label, value, shown, byName, lock } = /** @type {any} */ (now.fields[1]);
  assert.deepEqual([label, value, shown, byName, lock.name], ["手机号", "13800001111", "13800001111", "王芳", "王芳"]);
});

test("what the gateway shows masked is shown masked", () => {
  const form = /** @type {any} */ (decodeForm(FORM));

  assert.equal(withField(form, { field: "mobile", value: "13800001111", shown: "138****1111" }).fields[1]?.shown, "138****1111");
});

test("a field that was emptied is empty again", () => {
  const form = /** @type {any} */ (decodeForm(FORM));

  assert.equal(withField(form, { field: "name", value: null, shown: "" }).fields[0]?.shown, "");
});

test("locks replace those before", () => {
  const form = /** @type {any} */ (decodeForm(FORM));

  const now = withLocks(form, /** @type {any} */ (frame({ type: "locks", locks: { name: { seat: "agent", name: "王芳", until: "x" } } }))?.locks);

  assert.deepEqual(now.fields.map((field) => field.lock?.name ?? null), ["王芳", null]);
});

test("only what somebody wrote since lights up, and nothing of another form", () => {
  const before = /** @type {any} */ (decodeForm(FORM));
  const now = withField(before, { field: "mobile", value: "13800001111" });

  assert.deepEqual(freshKeys(before, now), ["mobile"]);
  assert.deepEqual(freshKeys(null, now), []);
  assert.deepEqual(freshKeys({ ...before, applicationId: "a0" }, now), []);
});

test("the chat leads to our own call page and nowhere else", () => {
  const url = (/** @type {string} */ raw) => decodeFrame(JSON.stringify({ type: "call", url: raw, until: null }))?.url;

  assert.equal(url("/call#abc_DEF-1"), "/call#abc_DEF-1");
  for (const bad of ["https://evil.example/call#a", "//evil/call#a", "/call", "javascript:alert(1)", "/call#a b"]) assert.equal(url(bad), null);
});

const seat = (/** @type {string} */ id) => decodeSeat({ id, role: id, name: id, media: "video", connected: true });

test("the agent gets the place that carries something, whichever it is", () => {
  const places = seated([seat("citizen"), seat("agent")], "citizen", [1]);

  assert.deepEqual([...places], [[1, "agent"]]);
});

test("the agent is large, unless the citizen wants somebody else large", () => {
  const seats = [seat("citizen"), seat("family"), seat("agent")];
  const places = seated(seats, "citizen", [0, 1], { 0: "family", 1: "agent" });

  assert.equal(largest(places, seats, null), 1);
  assert.equal(largest(places, seats, "family"), 0);
  assert.equal(largest(new Map(), seats, null), null);
});

test("of two pages exactly one offers, and the agent's page offers to the citizen's", () => {
  for (const [one, other] of [["agent", "citizen"], ["agent", "family"], ["family", "citizen"], ["x", "y"]]) assert.notEqual(offers(String(one), String(other)), offers(String(other), String(one)));
  assert.equal(offers("agent", "citizen"), true);
});

test("a spoken yes is a yes only as a whole", () => {
  assert.deepEqual(["同意。", "我 同意", "我看过了，同意提交！", "我不同意", "同意吗", ""].map(agrees), [true, true, true, false, false, false]);
});

test("each browser gets its own way to open the camera", () => {
  assert.equal(browserKind("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) MicroMessenger/8.0"), "wechat");
  assert.equal(browserKind("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)"), "apple");
  assert.ok(waysOut("refused", "wechat").some((line) => line.includes("在浏览器打开")));
  for (const obstacle of /** @type {const} */ (["refused", "unsupported", "insecure"])) {
    assert.match(String(waysOut(obstacle, "wechat").at(-1)), /发语音，或者打热线/);
  }
  assert.ok(waysOut("refused", "other").some((line) => line.includes("允许")));
});

test("who wrote a field is said in words", () => {
  const [name, mobile] = /** @type {any} */ (decodeForm(FORM)).fields;

  assert.equal(byline(name, "citizen"), "聊天时填的");
  assert.equal(byline(mobile, "citizen"), "");
  assert.match(byline({ ...mobile, value: "1", shown: "1", by: "agent", byName: "王芳" }, "citizen"), /^工作人员 王芳填的/);
  assert.match(byline({ ...mobile, value: "1", shown: "1", by: "citizen", byName: "市民" }, "citizen"), /^您填的/);
});

test("the place in the queue is said with minutes", () => {
  assert.equal(placeSentence({ position: 3, minutes: 6.2, open_now: true }), "前面还有 2 位，大约 6 分钟。");
  assert.equal(placeSentence({ position: 1, minutes: null, open_now: true }), "下一位就是您。");
});

test("who hung up reads how to go on, unless the matter is done", () => {
  assert.match(endSentence("left", false), /填好的内容都留着.*点“人工”/);
  assert.doesNotMatch(endSentence("left", true), /接着办/);
});
