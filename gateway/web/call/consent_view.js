/** Asks in plain words whether the call may be recorded, and says how it stands. */

import { byId, element } from "../dom.js";

/** @typedef {import("../rtc/wire.js").Recording} Recording */

const MARKS = { off: "", asked: "", on: "● 正在录像", refused: "没有录像" };

export class ConsentView {
  /** @param {(agreed: boolean) => boolean} answer */
  constructor(answer) {
    this.section = byId("consent", HTMLElement);
    byId("consent-yes", HTMLButtonElement).addEventListener("click", () => (this.section.hidden = answer(true)));
    byId("consent-no", HTMLButtonElement).addEventListener("click", () => (this.section.hidden = answer(false)));
  }

  /** Show how it stands. @param {Recording} recording @param {boolean} isCitizen only they are asked */
  show({ state, text }, isCitizen) {
    byId("recording", HTMLElement).textContent = MARKS[state];
    document.documentElement.dataset.recording = state;
    this.section.hidden = state !== "asked" || !isCitizen;
    const [title, ...rest] = text.split("\n").filter(Boolean);
    if (title) byId("consent-title", HTMLElement).textContent = title;
    byId("consent-words", HTMLElement).replaceChildren(...(rest.length > 0 ? rest : ["录像只用来核对办事经过。您可以不同意，一样给您办。"]).map((line) => element("span", { text: line })));
  }
}
