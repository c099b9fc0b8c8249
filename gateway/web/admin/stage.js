/** Is the frame in which the pages of the editorial side appear: title, notices, the way to other pages. */

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

  /** @param {{expired: () => void, done: () => void}} parts `done` hears of everything that was done */
  constructor(parts) {
    this.parts = parts;
    this.place = byId("page", HTMLElement);
    this.notice = byId("notice", HTMLElement);
    this.trouble = byId("trouble", HTMLElement);
  }

  /** Make room for the next page. @returns {HTMLElement} where it is to appear; an older page keeps its own, off the screen */
  clear() {
    const room = element("div", { class: "room" });
    this.place.replaceChildren(room);
    return room;
  }

  /** Begin a page with its title, and let the keyboard and the ear begin there. @param {HTMLElement} room @param {string} title @param {{lead?: string, aside?: Node[], back?: {words: string, route: Route}}} [more] */
  head(room, title, { lead, aside = [], back } = {}) {
    const heading = element("h2", { class: "page-title", tabindex: "-1", text: title });
    const link = back ? element("a", { class: "back", href: hashOf(back.route), text: back.words }) : null;
    const words = element("div", { class: "head-words" }, link, heading, lead ? element("p", { class: "lead", text: lead }) : null);
    room.replaceChildren(element("header", { class: "head" }, words, ...aside));
    if (room.isConnected) {
      document.title = `${title} · ${TITLE}`;
      heading.focus({ preventScroll: true });
    }
  }

  /** Go to another page. @param {Route} route @param {string} [said] what is to be said there */
  go(route, said = "") {
    this.#said = said;
    if (location.hash === hashOf(route)) this.sayPending();
    else location.hash = hashOf(route);
  }

  /** Say what was done on the page before. */
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

  /**
   * Do something that the gateway may refuse; say so if it does. The button waits meanwhile.
   * @template T
   * @param {() => Promise<T>} act @param {HTMLElement|null} [pressed]
   * @returns {Promise<T|undefined>} undefined if it was refused
   */
  async attempt(act, pressed = null) {
    pressed?.setAttribute("aria-busy", "true");
    if (pressed instanceof HTMLButtonElement) pressed.disabled = true;
    try {
      return await act();
    } catch (error) {
      this.refused(error);
      return undefined;
    } finally {
      pressed?.removeAttribute("aria-busy");
      if (pressed instanceof HTMLButtonElement) pressed.disabled = false;
    }
  }

  /** @param {unknown} error */
  refused(error) {
    const { status, detail } = /** @type {{status?: number, detail?: string}} */ (error);
    if (detail === undefined) throw error; // ours, not the gateway's: a fault in the page
    if (status === 401) this.parts.expired();
    else this.warn(detail || TROUBLE.unknown);
  }

  /** Return how a colleague is called. @param {string} name */
  nameOf = (name) => this.colleagues.find((one) => one.name === name)?.display_name ?? (name === this.me.name ? this.me.display_name : name);

  /** Tell whether I wrote on it. @param {{authors: string[]}} entry */
  isMine = ({ authors }) => authors.includes(this.me.name) || authors.includes(this.me.display_name);
}
