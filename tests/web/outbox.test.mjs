/** Checks that no message of a citizen is lost, doubled or overtaken. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as box from "../../gateway/web/outbox.js";

const two = () => box.queued(box.queued(box.EMPTY, "m1", "第一句", "2026-03-01T00:00:00Z"), "m2", "第二句", "2026-03-01T00:00:01Z");
const ids = (/** @type {box.Entry[]} */ entries) => entries.map((entry) => entry.message_id);

test("messages go out in the order in which they were written", () => {
  assert.deepEqual(ids(box.toSend(two())), ["m1", "m2"]);
});

test("what was sent does not go out twice while the line holds", () => {
  const outbox = box.sent(two(), "m1");

  assert.deepEqual(ids(box.toSend(outbox)), ["m2"]);
  assert.equal(box.awaitsAnswer(outbox), true);
});

test("after a break the unanswered message goes out again first, with the same id", () => {
  const outbox = box.disconnected(box.sent(two(), "m1"));

  assert.deepEqual(ids(box.toSend(outbox)), ["m1", "m2"]);
});

test("an answered message never goes out again", () => {
  const outbox = box.disconnected(box.settled(box.sent(two(), "m1"), "m1"));

  assert.deepEqual(ids(box.toSend(outbox)), ["m2"]);
});

test("a refused message waits for the citizen and keeps its reason", () => {
  const outbox = box.disconnected(box.refused(box.sent(two(), "m1"), "m1", "您发得太快了"));

  assert.deepEqual(ids(box.toSend(outbox)), ["m2"]);
  assert.equal(outbox[0]?.detail, "您发得太快了");
});

test("a refused message may try again under its old id and in its old place", () => {
  const outbox = box.retried(box.refused(two(), "m1", "您发得太快了"), "m1");

  assert.deepEqual(ids(box.toSend(outbox)), ["m1", "m2"]);
  assert.equal(outbox[0]?.detail, "");
});

test("the same id is never queued twice", () => {
  assert.equal(box.queued(two(), "m2", "又一句", "2026-03-01T00:00:02Z").length, 2);
});

test("a reload keeps the outbox; what was sent before goes out again", () => {
  const outbox = box.unpacked(box.packed(box.sent(two(), "m1")));

  assert.deepEqual(ids(box.toSend(outbox)), ["m1", "m2"]);
});

test("a spoilt store is an empty outbox", () => {
  for (const stored of [null, "", "{", "7", '[{"text":1}]']) assert.deepEqual(box.unpacked(stored), [], String(stored));
});

test("an old outbox is not changed by a new one", () => {
  const before = two();

  box.sent(before, "m1");

  assert.equal(before[0]?.delivery, "waiting");
});
