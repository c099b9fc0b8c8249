/** Offers, while nothing has been asked yet, the questions that are asked most. */

import { byId, element } from "../dom.js";

const SHOWN = 5;

export class PopularView {
  #isOver = false;

  /** @param {{call: typeof import("../service.js").call, say: (text: string) => void}} parts */
  constructor(parts) {
    this.parts = parts;
    this.box = byId("popular", HTMLElement);
    this.list = byId("popular-questions", HTMLUListElement);
  }

  /** Show the questions of a region and a version of the page. @param {{region?: string, persona?: string}} wishes */
  async show(wishes) {
    if (this.#isOver) return;
    const query = new URLSearchParams(Object.entries(wishes).filter(([, value]) => value));
    const answer = await this.parts.call("GET", `/api/v1/popular?${query}`).catch(() => null); // a page without them is whole
    const questions = popularQuestions(answer);
    if (this.#isOver || questions.length === 0) return;
    this.list.replaceChildren(...questions.map((question) => element("li", {}, element("button", { class: "small", type: "button", text: question, on: { click: () => this.parts.say(question) } }))));
    this.box.hidden = false;
  }

  /** Put them away: the citizen has asked something. */
  end() {
    this.#isOver = true;
    this.box.hidden = true;
  }

  /** Offer them again: a new conversation has begun. */
  begin() {
    this.#isOver = false;
  }
}

/** Read the questions that fit on the first screen. @param {any} raw @returns {string[]} */
export function popularQuestions(raw) {
  const questions = Array.isArray(raw?.questions) ? raw.questions : [];
  return questions.filter((/** @type {unknown} */ question) => typeof question === "string" && question !== "").slice(0, SHOWN);
}
