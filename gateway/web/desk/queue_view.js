/** Shows who waits, how long, and whom colleagues serve. */

import { byId, element } from "../dom.js";
import { CHANNEL_WORDS, waitingTime } from "../words.js";
import { PERSONA_WORDS } from "./phrases.js";
import { laneOf } from "./wire.js";

/** @typedef {import("./wire.js").Ticket} Ticket */
/** @typedef {import("./wire.js").Clerk} Clerk */

const LANES = /** @type {const} */ ([
  ["waiting", "等待接待"],
  ["mine", "我正在服务"],
  ["theirs", "同事服务中"],
]);

export class QueueView {
  /** @type {Array<{clock: HTMLElement, since: number}>} */ #clocks = [];

  /** @param {{accept: (ticket: Ticket) => void, open: (ticket: Ticket) => void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.place = byId("tickets", HTMLElement);
    this.count = byId("waiting-count", HTMLElement);
    setInterval(() => this.#tick(), 1000);
  }

  /**
   * @param {Ticket[]} tickets in the order of the gateway @param {Clerk} clerk
   * @param {string|null} openId the case on screen @param {Set<string>} unread cases with new words
   */
  show(tickets, clerk, openId, unread) {
    const focused = document.activeElement?.getAttribute("data-ticket");
    this.#clocks = [];
    const waiting = tickets.filter((ticket) => laneOf(ticket, clerk) === "waiting").length;
    this.count.textContent = waiting > 0 ? `${waiting} 位在等` : "没有人在等";
    this.place.replaceChildren(
      ...LANES.map(([lane, title]) => {
        const members = tickets.filter((ticket) => laneOf(ticket, clerk) === lane);
        if (members.length === 0) return "";
        const items = members.map((ticket) => this.#card(ticket, lane, ticket.id === openId, unread.has(ticket.id)));
        return element("section", { class: `lane ${lane}` }, element("h3", { text: title }), element("ul", {}, ...items));
      }),
    );
    // The list was made anew: give the keyboard its place back.
    const again = focused ? this.place.querySelector(`[data-ticket="${CSS.escape(focused)}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
    this.#tick();
  }

  /** @param {Ticket} ticket @param {string} lane @param {boolean} isOpen @param {boolean} isUnread */
  #card(ticket, lane, isOpen, isUnread) {
    const clock = lane === "waiting" ? element("span", { class: "clock" }) : null;
    if (clock) this.#clocks.push({ clock, since: performance.now() - ticket.waiting_seconds * 1000 });
    const name = ticket.item || "咨询";
    const persona = PERSONA_WORDS[/** @type {keyof typeof PERSONA_WORDS} */ (ticket.persona)];
    const head = element("p", { class: "card-item" }, element("strong", { text: name }));
    if (persona) head.append(element("span", { class: `tag ${ticket.persona}`, text: persona }));
    if (isUnread) head.append(element("span", { class: "tag unread", text: "有新消息" }));
    const channel = CHANNEL_WORDS[/** @type {keyof typeof CHANNEL_WORDS} */ (ticket.channel)] ?? ticket.channel;
    const where = [channel, ticket.region].filter(Boolean).join("，");
    const foot = element("p", { class: "card-foot" }, element("span", { text: where }), clock);
    const card = element("li", { class: isOpen ? "ticket open" : "ticket" }, head, foot);
    if (lane === "theirs") card.append(element("p", { class: "card-note", text: `${ticket.agent} 正在服务` }));
    else card.append(this.#button(ticket, lane, isOpen, name));
    return card;
  }

  /** @param {Ticket} ticket @param {string} lane @param {boolean} isOpen @param {string} name */
  #button(ticket, lane, isOpen, name) {
    const isWaiting = lane === "waiting";
    const word = isWaiting ? "接待" : isOpen ? "正在查看" : "打开";
    return element("button", {
      class: isWaiting ? "button" : "button quiet",
      type: "button",
      text: word,
      "data-ticket": ticket.id,
      "aria-label": `${word}：${name}`,
      "aria-current": isOpen ? "true" : null,
      on: { click: () => (isWaiting ? this.actions.accept(ticket) : this.actions.open(ticket)) },
    });
  }

  #tick() {
    for (const { clock, since } of this.#clocks) clock.textContent = `已等 ${waitingTime((performance.now() - since) / 1000)}`;
  }
}
