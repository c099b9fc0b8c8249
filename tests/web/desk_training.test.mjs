/** Checks the training mode: its steps, what it judges, and the invented cases themselves. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { answered, begun, decodeLesson, further, judged, openStep, resultSentence, saidSoFar } from "../../gateway/web/desk/training.js";

const FOLDER = new URL("../../gateway/web/desk/training/", import.meta.url);
const FORBIDDEN = [{ words: ["快点"], instead: "不着急。" }];
const LESSON = decodeLesson({
  id: "x",
  title: "案例",
  steps: [
    { says: [{ who: "citizen", text: "喂" }], task: "您怎么做？", options: [{ text: "猜", right: false, why: "会错。" }, { text: "问", right: true, why: "问清楚。" }] },
    { says: [{ who: "citizen", text: "好" }], task: "您说什么？", points: [{ name: "问好", words: ["您好", "大爷好"] }, { name: "说慢", words: ["慢"] }], model: "您好，我说慢一点。", why: "先让他听清。" },
  ],
});
assert.ok(LESSON);
const lesson = LESSON;

test("a wrong choice is compared with the right one, with both reasons", () => {
  const run = answered(begun(lesson), "猜");
  const [verdict] = run.verdicts;

  assert.deepEqual([verdict?.isRight, verdict?.model, verdict?.why], [false, "问", "会错。 问清楚。"]);
});

test("an answer can not be changed after it was judged, nor a step skipped", () => {
  const run = begun(lesson);

  assert.equal(further(run), run);
  assert.equal(answered(answered(run, "猜"), "问").verdicts[0]?.given, "猜");
  assert.equal(answered(run, "  "), run);
});

test("what is written is measured by its points and by forbidden words", () => {
  const step = lesson.steps[1];
  assert.ok(step);

  assert.deepEqual(judged(step, "大爷好，我慢 慢说", FORBIDDEN).isRight, true);
  assert.deepEqual(judged(step, "您好", FORBIDDEN).missed, ["说慢"]);
  assert.equal(judged(step, "您好，我慢慢说，您快点", FORBIDDEN).isRight, false);
});

test("the case goes on as if the right thing had been done", () => {
  const run = further(answered(begun(lesson), "猜"));

  assert.deepEqual(saidSoFar(run).map(({ text }) => text), ["喂", "问", "好"]);
});

test("at the end it says how many steps were right", () => {
  const done = further(answered(further(answered(begun(lesson), "问")), "您好"));

  assert.equal(openStep(done), null);
  assert.match(resultSentence(done), /2 步对了 1 步/);
  assert.match(resultSentence(further(answered(further(answered(begun(lesson), "问")), "您好，慢一点"))), /全对/);
});

test("what is no lesson is passed over", () => {
  for (const raw of [null, {}, { title: "空", steps: [] }, { title: "空", steps: [{ task: "没有答案" }] }]) assert.equal(decodeLesson(raw), null);
});

for (const file of readdirSync(FOLDER)) {
  test(`the case ${file} can be solved: one right option, and a model answer that meets every point`, () => {
    const raw = JSON.parse(readFileSync(new URL(file, FOLDER), "utf-8"));
    const read = decodeLesson(raw);

    assert.ok(read);
    assert.equal(read.steps.length, raw.steps.length);
    for (const step of read.steps) {
      if (step.options.length > 0) assert.equal(step.options.filter(({ right }) => right).length, 1, step.task);
      else assert.deepEqual({ ...judged(step, step.model, FORBIDDEN), given: "" }, { isRight: true, given: "", model: step.model, why: step.why, met: step.points.map(({ name }) => name), missed: [], forbidden: [] });
    }
  });

  test(`the case ${file} holds no number of a real person and says that it is invented`, () => {
    const text = readFileSync(new URL(file, FOLDER), "utf-8");

    assert.doesNotMatch(text, /1\d{10}|\d{17}[\dXx]/);
    assert.match(JSON.parse(text).about, /^编的案例/);
  });
}
