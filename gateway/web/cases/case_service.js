/** Asks the gateway for everything that the cases page does; knows no DOM. */

import { text } from "../admin/wire.js";
import { Problem } from "../service.js";
import { decodeCase, decodeCases, decodeRatings, decodeRemarks, decodeWholeCase } from "./rectification_wire.js";
import { dueToday, mayHoldMore } from "./sayings.js";
import { decodeApplication, decodeColleagues, decodeMaterials, decodeWorklist } from "./wire.js";
import { CHANGED } from "./words.js";

/** @typedef {import("./wire.js").Application} Application */
/** @typedef {import("./routes.js").Filter} Filter */
/** @typedef {{missing: string[], note: string, answer_by: string|null, reason: string}} Asking */
/** @typedef {{due_today: number, late: number, papers: number, ratings: import("./rectification_wire.js").Ratings}} Tally */

const HOME = "/api/v1/desk";
const MOST_PAGES = 20; // that are read to count what is due today

export class CaseService {
  /** @param {{call: typeof import("../service.js").call}} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** @param {{filter: Filter, page: number, number: string}} wanted */
  async worklist({ filter, page, number }) {
    const state = filter === "all" || filter === "mine" ? "open" : filter;
    const query = new URLSearchParams({ state, page: String(page), ...(filter === "mine" && { mine: "true" }), ...(number && { q: number }) });
    return decodeWorklist(await this.#get(`/applications?${query}`));
  }

  /** @param {string} number */
  application = async (number) => decodeApplication(await this.#get(applicationPath(number)));

  /** @param {string} number */
  take = async (number) => decodeApplication(await this.#post(`${applicationPath(number)}/take`));

  /** Give to a colleague what nobody changed since it was read: this route asks for no version. @param {Application} application @param {string} to @param {string} reason */
  async transfer({ number, version }, to, reason) {
    const now = await this.application(number);
    if (now.version !== version) throw new Problem(409, CHANGED);
    return decodeApplication(await this.#post(`${applicationPath(number)}/transfer`, { to, reason }));
  }

  /** @param {Application} application */
  review = async ({ number, version }) => decodeApplication(await this.#post(`${applicationPath(number)}/review`, { version }));

  /** @param {Application} application @param {Asking} asking */
  papers = async ({ number, version }, asking) => decodeApplication(await this.#post(`${applicationPath(number)}/papers`, { ...asking, version }));

  /** @param {Application} application @param {"approve"|"reject"} decision @param {string} note */
  decide = async ({ number, version }, decision, note) => decodeApplication(await this.#post(`${applicationPath(number)}/${decision}`, { note, version }));

  /** Return a value in full; the gateway records who looked and why. @param {string} number @param {string} label @param {string} reason @returns {Promise<string>} */
  unmask = async (number, label, reason) => text((await this.#post(`${applicationPath(number)}/unmask`, { label, reason }))?.value);

  /** Return the materials of an item. @param {Application} application */
  async materials({ item_code: code, region }) {
    const query = region ? `?${new URLSearchParams({ region })}` : "";
    return decodeMaterials(await this.parts.call("GET", `/api/v1/items/${encodeURIComponent(code)}${query}`));
  }

  colleagues = async () => decodeColleagues(await this.#get("/colleagues"));

  /** Count what presses; the gateway lists the most urgent first. @returns {Promise<Tally>} */
  async tally() {
    const first = { page: 1, number: "" };
    const [late, papers, ratings, due_today] = await Promise.all([
      this.worklist({ ...first, filter: "late" }),
      this.worklist({ ...first, filter: "needs_papers" }),
      this.ratings(),
      this.#dueToday(),
    ]);
    return { due_today, late: late.total, papers: papers.total, ratings };
  }

  ratings = async () => decodeRatings(await this.#get("/ratings/summary?days=30"));

  /** @param {import("./routes.js").Which} which */
  rectifications = async (which) => decodeCases(await this.#get(`/rectifications?which=${which}`));

  /** @param {string} number */
  rectification = async (number) => decodeWholeCase(await this.#get(casePath(number)));

  /** @param {string} number @param {"take"|"close"|"reopen"} act */
  moveCase = async (number, act) => decodeWholeCase(await this.#post(`${casePath(number)}/${act}`));

  /** @param {string} number @param {string} outcome */
  fixCase = async (number, outcome) => decodeWholeCase(await this.#post(`${casePath(number)}/fix`, { outcome }));

  /** @param {string} number @param {{reached: boolean, accepts: boolean|null, result: string}} call */
  callBack = async (number, call) => decodeWholeCase(await this.#post(`${casePath(number)}/call`, call));

  remarks = async () => decodeRemarks(await this.#get("/remarks"));

  /** Return the number that was left to be called. @param {string} number @param {string} reason @returns {Promise<string>} */
  unmaskRemark = async (number, reason) => text((await this.#post(`/remarks/${encodeURIComponent(number)}/unmask`, { reason }))?.value);

  /** @param {string} number @param {string} text */
  answerRemark = async (number, text) => void (await this.#post(`/remarks/${encodeURIComponent(number)}/answer`, { text }));

  /** Open a rectification case for a remark; there is only one, however often it is asked for. @param {string} number */
  rectify = async (number) => decodeCase(await this.#post(`/remarks/${encodeURIComponent(number)}/rectification`));

  ownData = async () => this.#get("/own-data");

  /** @param {string} number */
  ownDataRequest = async (number) => this.#get(`/own-data/${encodeURIComponent(number)}`);

  /** @param {string} number @param {string} outcome @param {string} text */
  answerOwnData = async (number, outcome, text) => this.#post(`/own-data/${encodeURIComponent(number)}/answer`, { outcome, text });

  async #dueToday() {
    let found = 0;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const list = await this.worklist({ filter: "all", page, number: "" });
      found += dueToday(list.rows);
      if (page >= list.pages || !mayHoldMore(list.rows)) break;
    }
    return found;
  }

  /** @param {string} path */
  #get = (path) => this.parts.call("GET", `${HOME}${path}`);

  /** @param {string} path @param {object} [body] */
  #post = (path, body) => this.parts.call("POST", `${HOME}${path}`, body ? { body } : {});
}

const applicationPath = (/** @type {string} */ number) => `/applications/${encodeURIComponent(number)}`;
const casePath = (/** @type {string} */ number) => `/rectifications/${encodeURIComponent(number)}`;
