/** Replays a hard case step by step and compares what a trainee does with what is right; knows no DOM. */

import { forbiddenIn } from "./phrases.js";

/** @typedef {{who: string, text: string}} Said */
/** @typedef {{text: string, right: boolean, why: string}} Option */
/** @typedef {{name: string, words: string[]}} Point words: one of them is enough */
/** @typedef {{says: Said[], task: string, options: Option[], points: Point[], model: string, why: string}} Step with options: choose; with points: write an answer */
/** @typedef {{id: string, title: string, about: string, steps: Step[]}} Lesson */
/** @typedef {{isRight: boolean, given: string, model: string, why: string, met: string[], missed: string[], forbidden: Array<{word: string, instead: string}>}} Verdict */
/** @typedef {import("./phrases.js").Forbidden} Forbidden */
/** @typedef {{lesson: Lesson, at: number, verdicts: Verdict[], forbidden: readonly Forbidden[]}} Run verdicts: one for each step that was answered */

/** Read a lesson; null if it is not one. @param {any} raw @returns {Lesson|null} */
export function decodeLesson(raw) {
  const steps = list(raw?.steps).map(decodeStep).filter((step) => step.task !== "" && step.options.length + step.points.length > 0);
  return text(raw?.title) && steps.length > 0 ? { id: text(raw.id), title: text(raw.title), about: text(raw.about), steps } : null;
}

/** Begin. @param {Lesson} lesson @param {readonly Forbidden[]} [forbidden] @returns {Run} */
export function begun(lesson, forbidden = []) {
  return { lesson, at: 0, verdicts: [], forbidden };
}

/** Return the step that is open; null: the lesson is over. @param {Run} run @returns {Step|null} */
export function openStep(run) {
  return run.lesson.steps[run.at] ?? null;
}

/** Return what was said up to now, with what the trainee answered. @param {Run} run @returns {Said[]} */
export function saidSoFar(run) {
  return run.lesson.steps.slice(0, run.at + 1).flatMap((step, index) => {
    const verdict = run.verdicts[index];
    // The case goes on as if the right thing had been done, whatever was.
    return index < run.at && verdict ? [...step.says, { who: "agent", text: verdict.model }] : step.says;
  });
}

/** Judge an answer: the text of an option, or what was written. @param {Step} step @param {string} given @param {readonly Forbidden[]} unsaid @returns {Verdict} */
export function judged(step, given, unsaid) {
  const forbidden = forbiddenIn(given, unsaid);
  if (step.options.length > 0) {
    const chosen = step.options.find((option) => option.text === given);
    const right = step.options.find((option) => option.right);
    const whys = chosen === right ? [right?.why] : [chosen?.why, right?.why];
    return { isRight: chosen?.right === true, given, model: right?.text ?? "", why: whys.filter(Boolean).join(" "), met: [], missed: [], forbidden: [] };
  }
  const bare = given.replaceAll(/\s/gu, "");
  const [met, missed] = [true, false].map((wanted) => step.points.filter(({ words }) => words.some((word) => bare.includes(word)) === wanted).map(({ name }) => name));
  return { isRight: missed?.length === 0 && forbidden.length === 0, given, model: step.model, why: step.why, met: met ?? [], missed: missed ?? [], forbidden };
}

/** Answer the open step; it stays open, so that the verdict can be read. @param {Run} run @param {string} given @returns {Run} */
export function answered(run, given) {
  const step = openStep(run);
  if (!step || run.verdicts.length > run.at || given.trim() === "") return run;
  return { ...run, verdicts: [...run.verdicts, judged(step, given.trim(), run.forbidden)] };
}

/** Go to the next step, once the open one is answered. @param {Run} run @returns {Run} */
export function further(run) {
  return run.verdicts.length > run.at ? { ...run, at: run.at + 1 } : run;
}

/** Say how it went. @param {Run} run */
export function resultSentence(run) {
  const right = run.verdicts.filter(({ isRight }) => isRight).length;
  const total = run.lesson.steps.length;
  if (right === total) return `${total} 步全对，很好。`;
  return `${total} 步对了 ${right} 步，请再看一遍没对的地方。`;
}

/** @param {any} raw @returns {Step} */
function decodeStep(raw) {
  return {
    says: list(raw?.says).map((one) => ({ who: text(one?.who) || "system", text: text(one?.text) })),
    task: text(raw?.task),
    options: list(raw?.options).map((one) => ({ text: text(one?.text), right: one?.right === true, why: text(one?.why) })),
    points: list(raw?.points).map((one) => ({ name: text(one?.name), words: list(one?.words).map(text).filter(Boolean) })).filter(({ words }) => words.length > 0),
    model: text(raw?.model),
    why: text(raw?.why),
  };
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
/** @param {unknown} raw @returns {any[]} */
const list = (raw) => (Array.isArray(raw) ? raw : []);
