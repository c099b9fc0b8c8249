/** Decides at a shared machine when somebody has gone: a warning, then the end; knows no DOM. */

export const QUIET = 60; // seconds without a touch until the warning
export const LEFT = 20; // seconds to say "still here" (WCAG 2.2.1; APP适老化规范 2.3)

/** @typedef {"here"|"warning"|"gone"} State */

export class Idle {
  #last = 0;
  #isWarned = false;

  /** @param {number} now seconds */
  constructor(now) {
    this.#last = now;
  }

  /** Note that somebody touched the machine; during the warning only `extend` counts. @param {number} now seconds */
  touched(now) {
    if (!this.#isWarned) this.#last = now;
  }

  /** Note that somebody said that they are still here; they may as often as they like. @param {number} now seconds */
  extend(now) {
    this.#isWarned = false;
    this.#last = now;
  }

  /** Return how it stands. @param {number} now seconds @returns {{state: State, left: number}} left: seconds until the end */
  at(now) {
    const quiet = now - this.#last;
    if (quiet < QUIET) return { state: "here", left: QUIET + LEFT - quiet };
    this.#isWarned = true;
    const left = Math.ceil(QUIET + LEFT - quiet);
    return left > 0 ? { state: "warning", left } : { state: "gone", left: 0 };
  }
}
