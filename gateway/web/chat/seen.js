/** Remembers which lines were seen, so that a replay shows none twice. */

export class Seen {
  /** @type {Set<string>} */ #keys = new Set();
  #last = 0;

  /** Return the seq of the last turn seen, 0 for none. */
  get last() {
    return this.#last;
  }

  /** Note a line; return whether it is seen for the first time. @param {{who: string, seq: number}} line */
  isNews({ who, seq }) {
    if (!seq) return true;
    const key = `${who} ${seq}`;
    const isNews = !this.#keys.has(key);
    this.#keys.add(key);
    this.#last = Math.max(this.#last, seq);
    return isNews;
  }
}
