/** Checks the call-backs of the staff page: their order, their words, and what an act sends. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CallBacks, decodeCallBacks, dueSentence, grouped } from "../../gateway/web/desk/call_backs.js";
import { decodeStaffFrame } from "../../gateway/web/desk/wire.js";
import { Problem } from "../../gateway/web/service.js";

const NOW = new Date("2026-12-21T02:00:00Z");
const LATER = { number: "H2", starts: "2026-12-21T11:00:00+08:00", standing: "booked", phone: "138****8001" };
const DUE = { ...LATER, number: "H1", starts: "2026-12-21T10:05:00+08:00" };
const MINE = { ...LATER, number: "H3", starts: "2026-12-21T12:00:00+08:00", standing: "calling", mine: true };

function opened(/** @type {any[]} */ list, /** @type {(path: string) => void} */ refuse = () => {}) {
  const calls = /** @type {any[]} */ ([]);
  let changes = 0;
  const call = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ with_ = {}) => {
    calls.push([method, path, with_.body]);
    if (method === "POST") refuse(path);
    return { call_backs: list };
  };
  const callBacks = new CallBacks({ call, now: () => NOW, changed: () => changes++ });
  return { callBacks, calls, changes: () => changes };
}

test("mine stand first, then the rest by time, and those whose time has come are due", async () => {
  const { callBacks } = opened([LATER, DUE, MINE]);

  await callBacks.refresh();

  assert.deepEqual(callBacks.shown().map((one) => [one.number, one.due]), [["H3", false], ["H1", true], ["H2", false]]);
});

test("what is broken in the list is passed over", () => {
  assert.deepEqual(decodeCallBacks({ call_backs: [{}, null, 3] }), []);
  assert.deepEqual(decodeCallBacks(null), []);
});

test("taking sends no note and shows the list as it stands now", async () => {
  const { callBacks, calls, changes } = opened([DUE]);

  await callBacks.act("H1", "take");

  assert.deepEqual(calls, [["POST", "/api/v1/desk/call-backs/H1/take", undefined], ["GET", "/api/v1/desk/call-backs", undefined]]);
  assert.equal(changes(), 1);
});

test("the outcome goes with its note", async () => {
  const { callBacks, calls } = opened([MINE]);

  await callBacks.act("H3", "reached", "说清楚了");

  assert.deepEqual(calls[0], ["POST", "/api/v1/desk/call-backs/H3/reached", { note: "说清楚了" }]);
});

test("who was too slow is told so and sees the new list", async () => {
  const { callBacks, changes } = opened([DUE], () => {
    throw new Problem(409, "同事已经在打这个电话了。");
  });

  await assert.rejects(callBacks.act("H1", "take"), /同事/);
  assert.equal(changes(), 1);
});

test("after signing out nobody's number stays on the page", async () => {
  const { callBacks } = opened([MINE]);
  await callBacks.refresh();

  callBacks.forget();

  assert.deepEqual(callBacks.shown(), []);
});

test("a number is written in groups, also a masked one", () => {
  assert.deepEqual(["13800138000", "138****8000", "05356243212"].map(grouped), ["138 0013 8000", "138 **** 8000", "05356243212"]);
});

test("the heading says what is to be done now", async () => {
  const { callBacks } = opened([LATER, DUE, MINE]);
  assert.equal(dueSentence(callBacks.shown()), "没有");
  await callBacks.refresh();

  assert.equal(dueSentence(callBacks.shown()), "1 个到时间了");
});

test("the stream tells of changes, and that a caller rang off", () => {
  const frame = decodeStaffFrame(JSON.stringify({ type: "system", ticket_id: "T1", text: "来电已挂断。", at: "2026-12-21T02:00:00Z", seq: 9 }));

  assert.deepEqual(decodeStaffFrame('{"type":"call_backs_changed"}'), { type: "call_backs" });
  assert.deepEqual(frame?.type === "message" && [frame.ticket_id, frame.line.who, frame.line.text], ["T1", "system", "来电已挂断。"]);
});
