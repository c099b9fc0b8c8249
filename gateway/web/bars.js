/** Tells the style sheet how high the fixed bars are, so that focus is never hidden behind them. */

import { byId } from "./dom.js";

/** Measure the bars with these ids, now and whenever they change. @param {string[]} ids */
export function measureBars(ids) {
  const measure = () => {
    for (const id of ids) {
      const bar = byId(id, HTMLElement);
      const height = getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().height : 0;
      document.documentElement.style.setProperty(`--${id}-height`, `${Math.round(height)}px`);
    }
  };
  const observer = new ResizeObserver(measure);
  ids.forEach((id) => observer.observe(byId(id, HTMLElement)));
}
