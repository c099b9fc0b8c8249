/** Checks the sentences that the pages make up. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as words from "../../gateway/web/words.js";

const TURN = { item: "门诊统筹签约", state: "filling", fields: { name: "王*英" }, field_labels: { name: "姓名", phone: "手机号" }, awaiting: "phone", error_on: null, delegate: null, seq: 1 };

test("the queue is told in people and minutes", () => {
  assert.match(words.queueSentence({ position: 3, minutes: 4, open_now: true }, ""), /前面还有 2 位，大约 4 分钟/);
});

test("the first in the queue is told so", () => {
  assert.match(words.queueSentence({ position: 1, minutes: null, open_now: true }, ""), /下一位就是您。/);
});

test("old people see that they are served earlier, as long as somebody is ahead", () => {
  assert.match(words.queueSentence({ position: 3, minutes: 4, open_now: true, elder_lane: true }, ""), /长辈优先通道/);
  assert.doesNotMatch(words.queueSentence({ position: 1, minutes: 4, open_now: true, elder_lane: true }, ""), /长者/);
});

test("out of hours the queue names the hours and promises no minutes", () => {
  const sentence = words.queueSentence({ position: 1, minutes: 4, open_now: false }, "工作日 8:30–17:00");

  assert.match(sentence, /服务时间：工作日 8:30–17:00/);
  assert.doesNotMatch(sentence, /分钟/);
});

test("the counter is silent until a hundred characters are left", () => {
  assert.equal(words.counterSentence(899), "");
  assert.equal(words.counterSentence(980), "还可以输入 20 个字");
  assert.match(words.counterSentence(1012), /超出了 12 个字/);
});

test("the counter is read out at round marks only", () => {
  assert.equal(words.counterIsNews(899, 900), true);
  assert.equal(words.counterIsNews(900, 901), false);
  assert.equal(words.counterIsNews(0, 1200), true);
});

test("a form says what is filled and what is left", () => {
  assert.equal(words.progressSentence(TURN), "已填 1 项，还剩 1 项");
});

test("a reply for the ear uses its spoken form and offers the choices by number", () => {
  const reply = { text: "见表", spoken: "报八成", status: "answered", sources: [], choices: ["好", "不好"], wants_human: false };

  assert.equal(words.spokenReply(reply), "智能助手说：报八成 可以选：1，好；2，不好。");
});

test("waiting times keep one shape", () => {
  assert.equal(words.waitingTime(5), "00 分 05 秒");
  assert.equal(words.waitingTime(3725), "62 分 05 秒");
});

test("the saved conversation names speakers, sources and the hotline", () => {
  const source = { title: "细则", issuer: "烟台市医疗保障局", date: "2023-12-28", region: "烟台市", section: "第十二条", document_id: "a" };
  const reply = { text: "八成。", spoken: "", status: "answered", sources: [source], choices: [], wants_human: false };
  const line = { seq: 1, at: "2026-03-01T00:00:00Z", who: "assistant", text: "八成。", name: null, reply, message_id: null };

  const saved = words.transcriptText([line], { name: "医保办事台", region: "", hotline: "12393", hours: "", regions: [] });

  assert.match(saved, /智能助手：\r\n八成。\r\n {2}依据 1：《细则》（烟台市医疗保障局，烟台市，第十二条，2023年12月28日）/);
  assert.match(saved, /服务热线：12393/);
});
