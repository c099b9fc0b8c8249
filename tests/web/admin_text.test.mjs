/** Checks what the editors' page makes of wordings: doubtful spans, figures, sentences for the ear, comparisons. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { partsOf, sizeOf } from "../../gateway/web/admin/diff.js";
import { around, guessOf, inOrder, movedAlong, spansOf, stepped } from "../../gateway/web/admin/doubts.js";
import { chineseNumber, unstated } from "../../gateway/web/admin/figures.js";
import { tooLongToHear } from "../../gateway/web/admin/sentences.js";

const doubt = (/** @type {number} */ start, /** @type {number} */ end, quote = "") => ({ start, end, kind: "lost_bytes", quote, note: "" });
const places = (/** @type {Array<{start: number, end: number}>} */ doubts) => doubts.map(({ start, end }) => [start, end]);

test("a text is split at its doubts and loses no character", () => {
  const spans = spansOf("青岛医??可以办", [doubt(3, 5)]);

  assert.deepEqual(spans, [{ text: "青岛医", doubt: null }, { text: "??", doubt: 0 }, { text: "可以办", doubt: null }]);
});

test("offsets count characters as the gateway does, also behind rare ones", () => {
  const spans = spansOf("𠮷林?市", [doubt(2, 3)]);

  assert.equal(spans[1]?.text, "?");
});

test("doubts at the ends, empty ones and overlapping ones still give back the whole text", () => {
  const text = "一二三四五";
  const doubts = inOrder([doubt(3, 9), doubt(0, 1), doubt(2, 4), doubt(2, 2)]);

  const spans = spansOf(text, doubts);

  assert.equal(spans.map((span) => span.text).join(""), text);
  assert.deepEqual(spans.filter((span) => span.doubt !== null).map((span) => span.doubt), [0, 1, 2, 3]);
});

test("doubts move along with what is typed before them", () => {
  assert.deepEqual(places(movedAlong("青岛?市", "山东省青岛?市", [doubt(2, 3)])), [[5, 6]]);
  assert.deepEqual(places(movedAlong("青岛?市", "岛?市", [doubt(2, 3)])), [[1, 2]]);
  assert.deepEqual(places(movedAlong("𠮷林?市", "𠮷的林?市", [doubt(2, 3)])), [[3, 4]]);
});

test("doubts stay where they are when something is typed behind them", () => {
  assert.deepEqual(places(movedAlong("青岛?市", "青岛?市民", [doubt(2, 3)])), [[2, 3]]);
});

test("a doubt that is overwritten is dealt with, its neighbours are not", () => {
  const moved = movedAlong("甲?乙?丙", "甲保乙?丙", [doubt(1, 2), doubt(3, 4)]);

  assert.deepEqual(places(moved), [[3, 4]]);
});

test("words typed right before or right behind a doubt leave it alone", () => {
  assert.deepEqual(places(movedAlong("医?乙", "医的?乙", [doubt(1, 2)])), [[2, 3]]);
  assert.deepEqual(places(movedAlong("医?乙", "医?的乙", [doubt(1, 2)])), [[1, 2]]);
});

test("the words around a doubt say where it stands", () => {
  const { before, quote, after } = around("在社区卫生服务中心签约的参保人?可以变更一次", doubt(15, 16), 4);

  assert.deepEqual([before, quote, after], ["…的参保人", "?", "可以变更…"]);
});

test("the keyboard goes round from the last doubt to the first and back", () => {
  assert.equal(stepped(null, 3, 1), 0);
  assert.equal(stepped(2, 3, 1), 0);
  assert.equal(stepped(0, 3, -1), 2);
  assert.equal(stepped(null, 0, 1), null);
});

test("a guess of the import is offered only if it names every character", () => {
  const noted = (/** @type {string} */ note) => guessOf({ ...doubt(0, 2), note });

  assert.equal(noted("此处丢失了字节，原文可能是「保”首页显」。请对照原件改正。"), "保”首页显");
  assert.equal(noted("原文可能是「保”即可查□」（□ 表示无法推知）。"), null);
  assert.equal(noted("括号不成对。"), null);
});

test("figures are compared by value, however they are written", () => {
  const source = "自受理之日起15个工作日内办结，按60%支付，限额1,120元，分18类34项。";

  assert.deepEqual(unstated("十五个工作日办完，报六成，百分之六十，最多一千一百二十元，十八类三十四项", source), []);
});

test("a figure that the source does not state is named as it is written", () => {
  assert.deepEqual(unstated("二十天办完，报70%，最多1.2万元", "15个工作日，60%，1120元"), ["二十", "70%", "1.2万"]);
});

test("a share is not the number without its sign", () => {
  assert.deepEqual(unstated("能报60%", "60个名额"), ["60%"]);
});

test("words that merely contain a numeral are no figures", () => {
  assert.deepEqual(unstated("大家都一样，两边都能办，十分方便，万一断缴也不怕\n1. 带身份证\n2、带病历", "没有数字"), []);
});

test("numbers in characters are read", () => {
  for (const [written, value] of /** @type {Array<[string, number]>} */ ([["十", 10], ["二十", 20], ["一百零五", 105], ["三千", 3000], ["一万二千", 12000], ["二〇二六", 2026], ["五点五", 5.5], ["两", 2]])) {
    assert.equal(chineseNumber(written), value, written);
  }
});

test("a sentence of more than twenty characters is too long to be heard", () => {
  const spoken = "签约以后下个月开始生效。在手机上办理门诊统筹签约的参保人员可以在一年以后再变更。";

  assert.deepEqual(tooLongToHear(spoken), [{ sentence: "在手机上办理门诊统筹签约的参保人员可以在一年以后再变更。", length: 27 }]);
  assert.deepEqual(tooLongToHear("一二三四五六七八九十，一二三四五六七八九十。"), []);
});

test("a comparison joins pieces of one kind and loses no word that changed", () => {
  const parts = partsOf([{ op: "same", text: "限" }, { op: "gone", text: "八" }, { op: "gone", text: "个" }, { op: "new", text: "九个" }, { op: "same", text: "" }]);

  assert.deepEqual(parts.map(({ op, text }) => [op, text]), [["same", "限"], ["gone", "八个"], ["new", "九个"]]);
});

test("a long stretch without changes is left out, and said how long it is", () => {
  const parts = partsOf([{ op: "new", text: "新" }, { op: "same", text: "同".repeat(200) }, { op: "gone", text: "旧" }]);

  assert.deepEqual(parts.map(({ op, count }) => [op, count]), [["new", 0], ["same", 0], ["left_out", 152], ["same", 0], ["gone", 0]]);
});

test("a field without any change stays whole", () => {
  assert.deepEqual(partsOf([{ op: "same", text: "同".repeat(200) }]).map(({ op }) => op), ["same"]);
});

test("the size of a change is counted in characters", () => {
  assert.deepEqual(sizeOf([{ op: "gone", text: "𠮷" }, { op: "same", text: "岛" }, { op: "new", text: "九个" }]), { gone: 1, added: 2 });
});
