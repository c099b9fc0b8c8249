/** Keeps small values in the browser; a browser that keeps nothing is no error. */

export class Shelf {
  /** @param {() => Storage} area asked late: reading it may already be forbidden */
  constructor(area) {
    this.area = area;
  }

  /** Return a value; null if it is not there. @param {string} key @returns {string|null} */
  read(key) {
    try {
      return this.area().getItem(key);
    } catch {
      return null;
    }
  }

  /** Return the names of all that is kept. @returns {string[]} */
  keys() {
    try {
      return Object.keys(this.area());
    } catch {
      return [];
    }
  }

  /** Keep a value; null removes it. @param {string} key @param {string|null} value */
  write(key, value) {
    try {
      if (value === null) this.area().removeItem(key);
      else this.area().setItem(key, value);
    } catch {
      // Private windows and full disks: the page works on, it only forgets.
    }
  }
}

export const lasting = new Shelf(() => localStorage);
export const thisTab = new Shelf(() => sessionStorage);
