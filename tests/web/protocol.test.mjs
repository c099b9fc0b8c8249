/** Checks the words of the wire: what is read, what is written, when to try again. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as protocol from "../../gateway/web/protocol.js";

const CHOICES = ["办理门诊统筹签约", "异地就医备案", "转人工"];

test("a bare number stands for the choice of that number", () => {
  assert.equal(protocol.chosenText("2", CHOICES), "异地就医备案");
});

test("a number from an input method, with a full stop, counts too", () => {
  for (const typed of [" ２ ", "2.", "2。", "2、", "②"]) assert.equal(protocol.chosenText(typed, CHOICES), "异地就医备案", typed);
});

test("what is no bare number, or no offered number, is left as it is", () => {
  for (const typed of ["4", "0", "2个", "第2个医院", "13800138000", ""]) assert.equal(protocol.chosenText(typed, CHOICES), null, typed);
});

test("the first frame carries the token and the last turn seen", () => {
  assert.deepEqual(JSON.parse(protocol.encodeHello("secret", 7)), { type: "hello", token: "secret", last: 7 });
});

test("a message carries its id", () => {
  const frame = JSON.parse(protocol.encodeMessage("转人工", "m1"));

  assert.deepEqual(frame, { type: "message", text: "转人工", message_id: "m1" });
});

test("a reply frame is read whole", () => {
  const frame = protocol.decodeFrame(JSON.stringify({
    type: "reply",
    in_reply_to: "m1",
    seq: 4,
    reply: { text: "可以。", spoken: "", status: "answered", sources: [{ title: "细则", date: "2023-12-28" }], choices: ["好"], wants_human: false },
    turn: { state: "filling", fields: { name: "王*英" }, field_labels: { name: "姓名", phone: "手机号" }, awaiting: "phone", seq: 4 },
  }));

  assert.equal(frame?.seq, 4);
  assert.equal(frame?.reply.sources[0].issuer, "");
  assert.equal(frame?.turn.field_labels.phone, "手机号");
});

test("while a person answers, the reply is null and the frame is still an answer", () => {
  const frame = protocol.decodeFrame('{"type":"reply","in_reply_to":"m1","reply":null,"turn":{"seq":9}}');

  assert.equal(frame?.reply, null);
  assert.equal(frame?.seq, 9);
});

test("broken and unknown frames are passed over", () => {
  for (const json of ["", "[]", "null", "{", '{"type":"toString"}', '{"type":"new"}', '{"text":"x"}']) assert.equal(protocol.decodeFrame(json), null, json);
});

test("no more than five quick replies are shown", () => {
  const reply = protocol.decodeReply({ text: "请选", choices: ["1", "2", "3", "4", "5", "6"] });

  assert.equal(reply?.choices.length, protocol.CHOICE_LIMIT);
});

test("a region is sent back as it is, and shown as the page writes it", () => {
  const info = protocol.decodeInfo({ regions: ["烟台市"], region_names: ["煙臺市"] });

  assert.deepEqual(info.regions, [{ code: "烟台市", name: "煙臺市" }]);
});

test("regions may be names or codes with names", () => {
  const info = protocol.decodeInfo({ regions: ["烟台市", { code: "tianjin", name: "天津市" }, {}] });

  assert.deepEqual(info.regions, [{ code: "烟台市", name: "烟台市" }, { code: "tianjin", name: "天津市" }]);
});

test("waiting before the next attempt doubles up to half a minute", () => {
  const seconds = [1, 2, 3, 4, 5, 6, 20].map((failures) => protocol.reconnectDelay(failures, 0.5) / 1000);

  assert.deepEqual(seconds, [1, 2, 4, 8, 16, 30, 30]);
});

test("chance spreads the attempts by a fifth", () => {
  assert.equal(protocol.reconnectDelay(1, 0), 800);
  assert.equal(protocol.reconnectDelay(1, 1), 1200);
});

test("characters are counted as the gateway counts them", () => {
  assert.equal(protocol.characterCount("𠮷医保"), 3);
});

test("message ids differ", () => {
  const ids = new Set(Array.from({ length: 100 }, protocol.newMessageId));

  assert.equal(ids.size, 100);
});

test("cards, the step and the principal are read, and old answers without them, too", () => {
  const card = { kind: "insurance", title: "我的医保", rows: [{ label: "余额", value: "20 元", note: "截至今天" }], link: null };
  const reply = protocol.decodeReply({ text: "看卡片", cards: [card, { kind: "link", rows: "x", link: "/policies" }] });
  const turn = protocol.decodeTurn({ state: "filling", step: [3, 7], acting_for: "王**" });

  assert.deepEqual(reply?.cards[0], card);
  assert.deepEqual(reply?.cards[1], { kind: "link", title: "", rows: [], link: "/policies" });
  assert.deepEqual([turn?.step, turn?.acting_for], [[3, 7], "王**"]);
  assert.deepEqual(protocol.decodeReply({ text: "旧的" })?.cards, []);
  assert.equal(protocol.decodeTurn({ step: [0, 0] })?.step, null);
});
