/** Knows the call-backs that are promised: reads them, orders them, and carries the clerk's acts; knows no DOM. */

/** @typedef {{number: string, starts: string, when: string, topic: string, standing: string, phone: string, mine: boolean, staff: string, due: boolean, tried: number, note: string}} CallBack */
/** @typedef {"take"|"reached"|"missed"} Act */

const PATH = "/api/v1/desk/call-backs";
const EARLY = 5 * 60 * 1000; // milliseconds before the slot, as the gateway counts

export class CallBacks {
  /** @type {CallBack[]} */ #all = [];

  /** @param {{call: typeof import("../service.js").call, now: () => Date, changed: () => void}} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** Return them in the order in which they are to be called: mine, then due ones, then later ones. @returns {CallBack[]} */
  shown() {
    const now = this.parts.now().getTime();
    const due = this.#all.map((one) => ({ ...one, due: new Date(one.starts).getTime() - EARLY <= now }));
    return due.sort((a, b) => Number(b.mine) - Number(a.mine) || a.starts.localeCompare(b.starts));
  }

  /** Read the list again. */
  async refresh() {
    const answer = await this.parts.call("GET", PATH);
    this.#all = decodeCallBacks(answer);
    this.parts.changed();
  }

  /**
   * Do something with a call-back; throw Problem with a sentence if it cannot be done.
   * @param {string} number @param {Act} act @param {string} [note]
   */
  async act(number, act, note = "") {
    const with_ = act === "take" ? {} : { body: { note } };
    try {
      await this.parts.call("POST", `${PATH}/${encodeURIComponent(number)}/${act}`, with_);
    } finally {
      await this.refresh().catch(() => null); // whoever was faster: show how things stand
    }
  }

  /** Forget everything: nobody is signed in any more. */
  forget() {
    this.#all = [];
    this.parts.changed();
  }
}

/** Read a list of call-backs. @param {any} raw @returns {CallBack[]} */
export function decodeCallBacks(raw) {
  return (Array.isArray(raw?.call_backs) ? raw.call_backs : [])
    .map(decodeCallBack)
    .filter((/** @type {CallBack} */ one) => one.number !== "");
}

/** @param {any} raw @returns {CallBack} */
function decodeCallBack(raw) {
  return {
    number: text(raw?.number),
    starts: text(raw?.starts),
    when: text(raw?.when),
    topic: text(raw?.topic),
    standing: text(raw?.standing),
    phone: text(raw?.phone),
    mine: raw?.mine === true,
    staff: text(raw?.staff),
    due: raw?.due === true,
    tried: Number.isInteger(raw?.tried) ? raw.tried : 0,
    note: text(raw?.note),
  };
}

/** Write a number in groups, so that it is dialled without a slip. @param {string} phone */
export function grouped(phone) {
  return /^1.{10}$/.test(phone) ? `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}` : phone;
}

/** Say how many are to be called now. @param {CallBack[]} shown */
export function dueSentence(shown) {
  const due = shown.filter((one) => one.due && one.standing === "booked").length;
  if (due > 0) return `${due} 个到时间了`;
  return shown.length > 0 ? `${shown.length} 个` : "没有";
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
