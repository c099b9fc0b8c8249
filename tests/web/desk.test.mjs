/** Checks the staff page's words and the cases that a clerk serves. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Cases } from "../../gateway/web/desk/cases.js";
import { decodeStaffFrame, decodeTicket, laneOf, newlyWaiting } from "../../gateway/web/desk/wire.js";
import { Problem } from "../../gateway/web/service.js";

const TICKET = { id: "T1", conversation_id: "c1", channel: "web", item: "异地就医备案", fields: { 姓名: "刘*芳" }, region: "烟台市", persona: "elder", state: "waiting", agent: null, waiting_seconds: 61 };
const HISTORY = [{ seq: 1, at: null, who: "citizen", text: "转人工", name: null }];

function openDesk(/** @type {(path: string, body: any) => any} */ answer = () => null) {
  const calls = /** @type {any[]} */ ([]);
  const call = async (/** @type {string} */ _method, /** @type {string} */ path, /** @type {any} */ with_) => {
    calls.push([path, with_?.body]);
    return answer(path, with_?.body) ?? { ticket: { ...TICKET, agent: "张工" }, history: HISTORY };
  };
  const cases = new Cases({ call, now: () => new Date("2026-03-01T00:00:00Z"), changed: () => {}, myName: () => "张工" });
  return { cases, calls };
}

const settle = () => new Promise((done) => setImmediate(done));

test("a ticket is read with its fields in order", () => {
  const frame = decodeStaffFrame(JSON.stringify({ type: "tickets", tickets: [TICKET, {}] }));

  assert.deepEqual(frame?.type === "tickets" && frame.tickets.map((ticket) => ticket.fields), [[["姓名", "刘*芳"]]]);
});

test("broken and unknown frames are passed over", () => {
  for (const json of ["", "[]", '{"type":"else"}']) assert.equal(decodeStaffFrame(json), null, json);
});

test("a ticket stands with those who wait, with mine, or with a colleague's", () => {
  const clerk = { name: "zhang", display_name: "张工" };
  const lanes = [null, "张工", "zhang", "李工"].map((agent) => laneOf(decodeTicket({ ...TICKET, agent }), clerk));

  assert.deepEqual(lanes, ["waiting", "mine", "mine", "theirs"]);
});

test("only tickets that were not waiting before are announced", () => {
  const [old, fresh] = [decodeTicket(TICKET), decodeTicket({ ...TICKET, id: "T2" })];

  assert.deepEqual(newlyWaiting([old], [old, fresh]), [fresh]);
});

test("what a colleague took first stays with the colleague", async () => {
  const { cases } = openDesk(() => {
    throw new Problem(409, "李工已经接待了这位办事人。");
  });

  await assert.rejects(cases.accept("T1"), /李工/);
  assert.equal(cases.get("T1"), undefined);
});

test("words that did not go out are sent again under the same id", async () => {
  let isAway = true;
  const { cases, calls } = openDesk((path) => {
    if (isAway && path.endsWith("/messages")) throw new Problem(503, "请稍后再试。");
    return null;
  });
  await cases.accept("T1");
  cases.say("T1", "您好");
  await settle();
  const refused = cases.get("T1")?.outbox[0];

  isAway = false;
  cases.retry("T1", refused?.message_id ?? "");
  await settle();

  const sent = calls.filter(([path]) => path.endsWith("/messages")).map(([, body]) => body.message_id);
  assert.equal(refused?.detail, "请稍后再试。");
  assert.deepEqual(sent, [refused?.message_id, refused?.message_id]);
  assert.equal(cases.get("T1")?.lines.at(-1)?.text, "您好");
});

test("a message of the citizen that comes twice is shown once", async () => {
  const { cases } = openDesk();
  await cases.accept("T1");
  const line = { seq: 2, at: null, who: "citizen", text: "在吗", name: null, reply: null, message_id: null };

  assert.equal(cases.heard("T1", line), true);
  assert.equal(cases.heard("T1", line), false);
  assert.equal(cases.heard("T9", line), false);
});

test("a draft outlives a look at another case", async () => {
  const { cases } = openDesk();
  await cases.accept("T1");

  cases.keepDraft("T1", "写到一半");
  await cases.accept("T1");

  assert.equal(cases.get("T1")?.draft, "写到一半");
});
