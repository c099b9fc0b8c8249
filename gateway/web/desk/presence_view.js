/** Is the switch with which an agent says how it is with them: there, busy, away. */

import { announce, element } from "../dom.js";
import { decodeDuty } from "./wire.js";

/** @typedef {import("./wire.js").DutyState} DutyState */

/** @type {Array<[DutyState, string, string]>} */
const CHOICES = [
  ["on", "在岗", "新来的办事人会给您响铃。"],
  ["busy", "忙碌", "暂时不给您派新的办事人。"],
  ["away", "离开", "您现在是离开，不会响铃。"],
];

export class PresenceView {
  /** @param {{place: HTMLElement, told: HTMLElement, call: typeof import("../service.js").call}} parts told: read out */
  constructor({ place, told, call }) {
    this.told = told;
    this.call = call;
    this.state = element("span", { class: "unseen", role: "status" });
    this.inputs = CHOICES.map(([value]) => element("input", { type: "radio", name: "duty", value, on: { change: () => void this.#choose(value) } }));
    const labels = CHOICES.map(([value, words, means], index) => element("label", { class: `duty ${value}`, title: means }, this.inputs[index] ?? null, element("span", { text: words })));
    place.replaceChildren(element("legend", { class: "unseen", text: "我的在岗状态" }), ...labels, this.state);
  }

  /** Ask how it stands. */
  async refresh() {
    const answer = await this.call("GET", "/api/v1/staff/presence").catch(() => null);
    if (answer) this.show(decodeDuty(answer.state));
  }

  /** @param {DutyState} state @param {string} [why] */
  show(state, why = "") {
    this.inputs.forEach((input) => (input.checked = input.value === state));
    this.state.textContent = why || (CHOICES.find(([value]) => value === state)?.[2] ?? "");
    if (why) announce(this.told, why);
  }

  /** @param {DutyState} state */
  async #choose(state) {
    try {
      const answer = await this.call("PUT", "/api/v1/staff/presence", { body: { state } });
      this.show(decodeDuty(answer?.state ?? state));
    } catch (error) {
      await this.refresh();
      announce(this.told, /** @type {any} */ (error).detail ?? "没有换成，请再试一次。");
    }
  }
}
