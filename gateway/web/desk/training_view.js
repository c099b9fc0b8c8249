/** Lets a clerk practise on invented hard cases, step by step. */

import { element } from "../dom.js";
import { answered, begun, decodeLesson, further, openStep, resultSentence, saidSoFar } from "./training.js";

/** @typedef {import("./training.js").Lesson} Lesson @typedef {import("./training.js").Run} Run */

const LESSONS = ["hard_of_hearing", "stranger_beside", "torn_network"]; // files in this folder's training/
const WHO = { citizen: "办事人", agent: "您", family: "旁边的人", system: "情况" };

export class TrainingView {
  /** @type {Lesson[]} */ #lessons = [];
  /** @type {Run|null} */ #run = null;

  /** @param {HTMLElement} place @param {{call: typeof import("../service.js").call, forbidden: () => readonly import("./phrases.js").Forbidden[]}} parts */
  constructor(place, { call, forbidden }) {
    this.call = call;
    this.forbidden = forbidden;
    this.list = element("ul", { class: "lessons" });
    this.room = element("section", { class: "lesson", "aria-live": "polite" });
    place.replaceChildren(
      element("nav", { class: "lesson-list", "aria-labelledby": "training-title" }, element("h2", { id: "training-title", tabindex: "-1", text: "训练" }), element("p", { class: "quiet-words", text: "案例都是编的，人名和号码不是真的。练多少遍都行，不记成绩。" }), this.list),
      this.room,
    );
  }

  /** Read the lessons, once. */
  async open() {
    if (this.#lessons.length > 0) return;
    const files = await Promise.all(LESSONS.map((name) => this.call("GET", `/static/desk/training/${name}.json`).catch(() => null)));
    this.#lessons = files.map(decodeLesson).filter((lesson) => lesson !== null);
    this.list.replaceChildren(...this.#lessons.map((lesson) => element("li", {}, element("button", { class: "button quiet lesson-name", type: "button", text: lesson.title, on: { click: () => this.#go(begun(lesson, this.forbidden())) } }))));
    if (this.#lessons.length === 0) return this.room.replaceChildren(element("p", { class: "field-error", text: "案例没有读到，请刷新页面再试。" }));
    if (!this.#run) this.room.replaceChildren(element("div", { class: "nothing" }, element("h2", { text: "请从左边选一个案例" }), element("p", { text: "每一步先自己答，再跟标准做法对照。" })));
  }

  /** @param {Run} run */
  #go(run) {
    this.#run = run;
    const step = openStep(run);
    const { lesson } = run;
    const place = step ? `第 ${run.at + 1} 步，共 ${lesson.steps.length} 步` : "练完了";
    const head = element("header", { class: "lesson-head" }, element("h2", { tabindex: "-1", text: lesson.title }), element("span", { text: place }));
    const said = element("ol", { class: "said", tabindex: "0", "aria-label": "案例对话" }, ...saidSoFar(run).map(({ who, text }) => line(who, text)));
    this.room.replaceChildren(head, element("p", { class: "quiet-words", text: lesson.about }), said, step ? this.#task(run) : this.#end(run));
    said.scrollTop = said.scrollHeight;
    (this.room.querySelector("[data-first]") ?? head.firstElementChild)?.focus();
  }

  /** @param {Run} run */
  #task(run) {
    const step = openStep(run);
    const verdict = run.verdicts[run.at];
    if (!step) return null;
    const title = element("h3", { text: step.task });
    if (verdict) return element("section", { class: "task" }, title, this.#compared(verdict), element("p", { class: "row" }, element("button", { class: "button", type: "button", text: run.at + 1 < run.lesson.steps.length ? "下一步" : "看结果", "data-first": true, on: { click: () => this.#go(further(run)) } })));
    if (step.options.length > 0) {
      const options = step.options.map((option, index) => element("li", {}, element("button", { class: "button quiet choice", type: "button", text: option.text, "data-first": index === 0, on: { click: () => this.#go(answered(run, option.text)) } })));
      return element("section", { class: "task" }, title, element("ol", { class: "options" }, ...options));
    }
    const box = element("textarea", { rows: "3", maxlength: "1000", "aria-label": "您怎么说", "data-first": true });
    const form = element("form", { class: "task" }, title, box, element("p", { class: "row" }, element("button", { class: "button", type: "submit", text: "对照标准做法" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (box.value.trim()) this.#go(answered(run, box.value));
    });
    return form;
  }

  /** @param {import("./training.js").Verdict} verdict */
  #compared(verdict) {
    const rows = [
      element("div", {}, element("dt", { text: "您的做法" }), element("dd", { text: verdict.given })),
      element("div", {}, element("dt", { text: "标准做法" }), element("dd", { text: verdict.model })),
    ];
    const points = [...verdict.met.map((name) => `做到了：${name}`), ...verdict.missed.map((name) => `没有做到：${name}`), ...verdict.forbidden.map(({ word, instead }) => `“${word}”是服务禁语，可以说：${instead}`)];
    return element(
      "div",
      { class: verdict.isRight ? "verdict right" : "verdict" },
      element("p", { class: "verdict-word", text: verdict.isRight ? "做对了" : "还可以更好" }),
      element("dl", { class: "compared" }, ...rows),
      points.length > 0 ? element("ul", { class: "points" }, ...points.map((text) => element("li", { text }))) : null,
      verdict.why ? element("p", { text: `为什么：${verdict.why}` }) : null,
    );
  }

  /** @param {Run} run */
  #end(run) {
    const again = element("button", { class: "button", type: "button", text: "再练一遍", "data-first": true, on: { click: () => this.#go(begun(run.lesson, this.forbidden())) } });
    const wrong = run.verdicts.flatMap((verdict, index) => (verdict.isRight ? [] : [`第 ${index + 1} 步：${run.lesson.steps[index]?.task ?? ""}`]));
    return element("section", { class: "task" }, element("h3", { text: resultSentence(run) }), element("ul", { class: "points" }, ...wrong.map((text) => element("li", { text }))), element("p", { class: "row" }, again));
  }
}

/** @param {string} who @param {string} text */
function line(who, text) {
  const name = WHO[/** @type {keyof typeof WHO} */ (who)] ?? who;
  return element("li", { class: `line ${who === "family" ? "citizen" : who}` }, element("p", { class: "who" }, element("span", { text: name })), element("p", { class: "bubble", text }));
}
