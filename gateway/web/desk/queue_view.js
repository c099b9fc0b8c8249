/** Shows who waits, how long, and whom colleagues serve. */

import { byId, element } from "../dom.js";
import { CHANNEL_WORDS, waitingTime } from "../words.js";
import { PERSONA_WORDS } from "./phrases.js";
import { byTeam, laneOf } from "./wire.js";

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
   * @param {import("./wire.js").Team[]} [teams] whose names stand above those who chose one
   */
  show(tickets, clerk, openId, unread, teams = []) {
    const focused = document.activeElement?.getAttribute("data-ticket");
    this.#clocks = [];
    const waiting = tickets.filter((ticket) => laneOf(ticket, clerk) === "waiting").length;
    this.count.textContent = waiting > 0 ? `${waiting} 位在等` : "没有人在等";
    this.place.replaceChildren(
      ...LANES.map(([lane, title]) => {
        const members = tickets.filter((ticket) => laneOf(ticket, clerk) === lane);
        if (members.length === 0) return "";
        const groups = lane === "waiting" ? byTeam(members, teams) : [{ name: "", tickets: members }];
        const lists = groups.flatMap(({ name, tickets: those }) => {
          const items = those.map((ticket) => this.#card(ticket, lane, ticket.id === openId, tagsOf(ticket, clerk, unread.has(ticket.id))));
          const head = name ? [element("h4", { text: `${name}（${those.length} 位）` })] : [];
          return [...head, element("ul", {}, ...items)];
        });
        return element("section", { class: `lane ${lane}` }, element("h3", { text: title }), ...lists);
      }),
    );
    // The list was made anew: give the keyboard its place back.
    const again = focused ? this.place.querySelector(`[data-ticket="${CSS.escape(focused)}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
    this.#tick();
  }

  /** @param {Ticket} ticket @param {string} lane @param {boolean} isOpen @param {HTMLElement[]} tags */
  #card(ticket, lane, isOpen, tags) {
    const clock = lane === "waiting" ? element("span", { class: "clock" }) : null;
    if (clock) this.#clocks.push({ clock, since: performance.now() - ticket.waiting_seconds * 1000 });
    const name = ticket.item || "咨询";
    const head = element("p", { class: "card-item" }, element("strong", { text: name }), ...tags);
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

/** @param {Ticket} ticket @param {Clerk} clerk @param {boolean} isUnread */
function tagsOf(ticket, clerk, isUnread) {
  const persona = PERSONA_WORDS[/** @type {keyof typeof PERSONA_WORDS} */ (ticket.persona)];
  const isForMe = !ticket.agent && ticket.wants_agent !== "" && ticket.wants_agent === clerk.name;
  return [
    ...(persona ? [element("span", { class: `tag ${ticket.persona}`, text: persona })] : []),
    ...(isForMe ? [element("span", { class: "tag", text: "转给您的" })] : []),
    ...(isUnread ? [element("span", { class: "tag unread", text: "有新消息" })] : []),
  ];
}

/** Say who came. @param {Ticket[]} fresh */
export function arrivalSentence(fresh) {
  const names = fresh.map((ticket) => [ticket.item || "咨询", PERSONA_WORDS[/** @type {"elder"} */ (ticket.persona)]].filter(Boolean).join("，"));
  return `新来 ${fresh.length} 位办事人：${names.join("；")}`;
}
