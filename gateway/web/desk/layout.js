/** Makes room on the desk: for the pictures of a call, or for the queue. */

import { byId } from "../dom.js";

export class Layout {
  /** @param {{back: () => void}} actions back: to the call that runs behind another case */
  constructor({ back }) {
    this.desk = byId("desk", HTMLElement);
    this.toggle = byId("queue-toggle", HTMLButtonElement);
    this.back = byId("back-to-call", HTMLButtonElement);
    this.toggle.addEventListener("click", () => this.toggleQueue());
    this.back.addEventListener("click", back);
  }

  /** Show the call, or not; return whether that is a change. @param {boolean} isShown @param {boolean} runs whether there is one at all */
  call(isShown, runs) {
    const was = this.desk.classList.contains("in-call");
    this.desk.classList.toggle("in-call", isShown);
    this.desk.classList.remove("show-queue");
    this.toggle.setAttribute("aria-expanded", "false");
    byId("call", HTMLElement).hidden = !isShown;
    this.toggle.hidden = !isShown;
    this.back.hidden = isShown || !runs;
    return was !== isShown;
  }

  /** Show the queue over the call, or take it away. */
  toggleQueue() {
    const isShown = this.desk.classList.toggle("show-queue");
    this.toggle.setAttribute("aria-expanded", String(isShown));
    if (isShown) byId("queue-title", HTMLElement).focus();
  }

  /** Say how many wait. @param {number} waiting */
  waiting(waiting) {
    this.toggle.textContent = waiting > 0 ? `排队（${waiting}）` : "排队";
  }
}
