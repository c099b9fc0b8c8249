/** Is the frame in which the views of the cases appear: title, notices, the way to other views. */

import { announce, byId, element } from "../dom.js";
import { TITLE } from "../staff_frame.js";
import { hashOf } from "./routes.js";
import { TROUBLE } from "./words.js";

/** @typedef {import("./routes.js").Route} Route */
/** @typedef {import("./wire.js").Member} Member */

export class Stage {
  /** @type {Member} */ me = { name: "", display_name: "" };
  /** @type {Member[]} */ colleagues = [];
  #said = "";
  #keep = "";

  /** @param {{expired: () => void, done: () => void}} parts `done` hears of everything that was done */
  constructor(parts) {
    this.parts = parts;
    this.place = byId("page", HTMLElement);
    this.notice = byId("notice", HTMLElement);
    this.trouble = byId("trouble", HTMLElement);
    this.announcer = byId("announcer", HTMLElement);
  }

  /** Make room for the next view. @returns {HTMLElement} where it is to appear; an older view keeps its own, off the screen */
  clear() {
    // A filter that was pressed is drawn anew: the keyboard gets its place back.
    this.#keep = document.activeElement?.getAttribute("data-keep") ?? "";
    const room = element("div", { class: "room" });
    this.place.replaceChildren(room);
    return room;
  }

  /** Begin a view with its title. @param {HTMLElement} room @param {string} title @param {{lead?: string, back?: {words: string, route: Route}, marks?: Node[]}} [more] */
  head(room, title, { lead, back, marks = [] } = {}) {
    const heading = element("h2", { class: "page-title", tabindex: "-1", text: title });
    const link = back ? element("a", { class: "back", href: hashOf(back.route), text: back.words }) : null;
    const beside = marks.length > 0 ? element("p", { class: "chips" }, ...marks) : null;
    const words = element("div", { class: "head-words" }, link, heading, beside, lead ? element("p", { class: "lead", text: lead }) : null);
    room.replaceChildren(element("header", { class: "head" }, words));
    if (room.isConnected) document.title = `${title} · ${TITLE}`;
  }

  /** Let the keyboard and the ear begin where something new stands. @param {HTMLElement} room */
  begin(room) {
    if (!room.isConnected) return;
    const kept = this.#keep ? room.querySelector(`[data-keep="${CSS.escape(this.#keep)}"]`) : null;
    const start = kept ?? room.querySelector(".page-title");
    if (start instanceof HTMLElement) start.focus({ preventScroll: true });
  }

  /** Go to another view. @param {Route} route @param {string} [said] what is to be said there */
  go(route, said = "") {
    this.#said = said;
    if (location.hash === hashOf(route)) this.sayPending();
    else location.hash = hashOf(route);
  }

  /** Say what was done on the view before. */
  sayPending() {
    const said = this.#said;
    this.#said = "";
    if (said) this.tell(said);
  }

  /** Say what was done. @param {string} sentence */
  tell(sentence) {
    this.trouble.replaceChildren();
    announce(this.notice, sentence);
    this.parts.done();
  }

  /** Say to the ear what the eye reads in the view itself. @param {string} sentence */
  say(sentence) {
    announce(this.announcer, sentence);
  }

  /** Say what went wrong. @param {string} sentence */
  warn(sentence) {
    this.notice.replaceChildren();
    announce(this.trouble, sentence);
  }

  /** Take the notices away: they belonged to what was done before. */
  quiet() {
    this.notice.replaceChildren();
    this.trouble.replaceChildren();
  }

  /** Say what the gateway would not do. @param {unknown} error */
  refused(error) {
    const { status, detail } = /** @type {{status?: number, detail?: string}} */ (error);
    if (detail === undefined) throw error; // ours, not the gateway's: a fault in the page
    if (status === 401) this.parts.expired();
    else this.warn(detail || TROUBLE.unknown);
  }

  /** Return how a colleague is called. @param {string} name */
  nameOf = (name) => this.colleagues.find((one) => one.name === name)?.display_name ?? (name === this.me.name ? this.me.display_name : name);
}
