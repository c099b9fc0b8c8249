/** Rings: shows who waits for this agent, how long they may still answer, and sounds. */

import { announce, byId, element } from "../dom.js";
import { CHANNEL_WORDS } from "../words.js";
import { PERSONA_WORDS } from "./phrases.js";
import { RingSound } from "./ring_sound.js";
import { ringSentence, RINGS_FOR, rung, secondsLeft, stillRings } from "./ringing.js";

/** @typedef {import("./wire.js").Ticket} Ticket */
/** @typedef {import("./ringing.js").Ring} Ring */
/** @typedef {{accept: (ticket: Ticket) => void, decline: (ticket: Ticket) => void}} RingActions */

export class RingView {
  /** @type {Ring|null} */ #ring = null;
  /** @type {HTMLElement|null} */ #before = null; // had the focus

  /** @param {RingActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.place = byId("ring", HTMLElement);
    this.sound = new RingSound();
    setInterval(() => this.#tick(), 250);
  }

  /** Begin to ring; the former one stops. @param {Ticket} ticket @param {string} until ISO 8601 */
  begin(ticket, until) {
    const isSame = this.#ring?.ticket.id === ticket.id; // a line that came back tells again what rings
    this.#ring = rung(ticket, until, Date.now(), performance.now());
    if (isSame) return;
    this.#before = /** @type {HTMLElement|null} */ (document.activeElement);
    const channel = CHANNEL_WORDS[/** @type {keyof typeof CHANNEL_WORDS} */ (ticket.channel)] ?? ticket.channel;
    const sentence = ringSentence(ticket, channel);
    this.count = element("span", { class: "ring-count", "aria-hidden": "true" });
    this.bar = element("progress", { max: String(RINGS_FOR), "aria-hidden": "true" });
    const persona = PERSONA_WORDS[/** @type {keyof typeof PERSONA_WORDS} */ (ticket.persona)];
    const accept = element("button", { class: "button", type: "button", text: "接听（Alt+A）", on: { click: () => this.accept() } });
    const decline = element("button", { class: "button quiet", type: "button", text: "让给同事（Alt+R）", on: { click: () => this.decline() } });
    const tag = persona ? element("span", { class: `tag ${ticket.persona}`, text: persona }) : null;
    this.place.replaceChildren(
      element("div", { class: "ring-words" }, element("p", { class: "ring-title" }, element("strong", { text: sentence }), tag)),
      element("p", { class: "ring-left" }, this.count, this.bar),
      element("div", { class: "row" }, accept, decline),
    );
    this.place.hidden = false;
    announce(byId("announcer", HTMLElement), `${sentence}。${secondsLeft(this.#ring, performance.now())} 秒内按 Alt+A 接听。`);
    this.sound.begin();
    // Whoever types goes on typing: a stray Enter must not answer a call.
    if (!isTyping(this.#before)) accept.focus();
    this.#tick();
  }

  /** Stop, because it is over or somebody else took it. @param {string} [id] only this ticket @param {string} [sentence] to be read out */
  end(id, sentence = "") {
    if (!this.#ring || (id && this.#ring.ticket.id !== id)) return;
    const hadFocus = this.place.contains(document.activeElement);
    this.#ring = null;
    this.sound.end();
    this.place.hidden = true;
    this.place.replaceChildren();
    if (hadFocus) (this.#before?.isConnected && this.#before !== document.body ? this.#before : byId("queue-title", HTMLElement)).focus();
    if (sentence) announce(byId("announcer", HTMLElement), sentence);
  }

  /** The queue changed: a ticket that is served rings no more. @param {Ticket[]} tickets */
  check(tickets) {
    if (this.#ring && !stillRings(this.#ring, tickets, performance.now())) this.end();
  }

  accept() {
    const ticket = this.#ring?.ticket;
    this.end();
    if (ticket) this.actions.accept(ticket);
  }

  decline() {
    const ticket = this.#ring?.ticket;
    this.end(undefined, "已让给同事。");
    if (ticket) this.actions.decline(ticket);
  }

  /** Tell whether it rings. */
  get rings() {
    return this.#ring !== null;
  }

  #tick() {
    if (!this.#ring || !this.count || !this.bar) return;
    const left = secondsLeft(this.#ring, performance.now());
    this.count.textContent = `还有 ${left} 秒`;
    this.bar.value = left;
    if (left === 0) this.end(undefined, "没有接听，已给同事响铃。");
  }
}

/** @param {Element|null} element */
export function isTyping(element) {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement || (element instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(element.type));
}
