/** Asks whoever comes by a QR code or a link whether they want what it says; nothing is said without a yes. */

import { announce, byId, element } from "../dom.js";
import { proposal } from "./arrival.js";

export class ArrivalView {
  /** @param {{call: typeof import("../service.js").call, say: (text: string) => void}} parts */
  constructor(parts) {
    this.parts = parts;
    this.box = byId("arrival", HTMLElement);
  }

  /** Ask; an item that there is not is passed over. @param {import("./arrival.js").Arrival|null} arrival */
  async show(arrival) {
    if (!arrival) return;
    let name = "";
    if (arrival.kind === "item") {
      const region = arrival.region ? `?region=${encodeURIComponent(arrival.region)}` : "";
      const item = await this.parts.call("GET", `/api/v1/items/${encodeURIComponent(arrival.code)}${region}`).catch(() => null);
      name = typeof item?.name === "string" ? item.name : "";
      if (!name) return;
    }
    const { question, yes, say } = proposal(arrival, name);
    const agree = element("button", { class: "button", type: "button", text: yes, on: { click: () => this.#leave(say) } });
    const refuse = element("button", { class: "button quiet", type: "button", text: "不是，我问别的", on: { click: () => this.#leave("") } });
    this.box.replaceChildren(element("p", {}, element("strong", { text: question })), element("div", { class: "about-buttons" }, agree, refuse));
    this.box.hidden = false;
    agree.focus();
    announce(byId("teller", HTMLElement), question);
  }

  /** @param {string} say */
  #leave(say) {
    this.box.hidden = true;
    this.box.replaceChildren();
    if (say) this.parts.say(say);
    byId("message", HTMLTextAreaElement).focus();
  }
}
