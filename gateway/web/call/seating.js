/** Decides who appears in which place of the page; knows no DOM. */

/** @typedef {import("../rtc/wire.js").Seat} Seat */

const ORDER = ["agent", "family", "citizen", "supervisor"];

/**
 * Return who is in which place: place -> seat id. The gateway may say so (`told`); else the places that carry
 * something go to the others in a fixed order, the agent first.
 * @param {readonly Seat[]} seats @param {string} mine @param {readonly number[]} carrying places with a living track @param {Record<string, string>} [told]
 * @returns {Map<number, string>}
 */
export function seated(seats, mine, carrying, told = {}) {
  const others = seats.filter((seat) => seat.id !== mine).sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  const known = new Map(Object.entries(told).map(([place, seat]) => [Number(place), seat]));
  if (known.size > 0) return new Map([...known].filter(([, id]) => others.some((seat) => seat.id === id)));
  return new Map(carrying.slice(0, others.length).map((place, index) => [place, /** @type {Seat} */ (others[index]).id]));
}

/** Return the place to be shown large: whom the citizen chose, else the agent, else whoever is there. @param {Map<number, string>} places @param {readonly Seat[]} seats @param {string|null} chosen seat id */
export function largest(places, seats, chosen) {
  const agent = seats.find((seat) => seat.role === "agent")?.id;
  for (const wanted of [chosen, agent]) {
    for (const [place, seat] of places) if (seat === wanted) return place;
  }
  return [...places.keys()][0] ?? null;
}
