/** Reads and writes the part of the address that says which view of the cases is shown; knows no DOM. */

/** @typedef {"all"|"mine"|"submitted"|"in_review"|"needs_papers"|"late"|"unheard"} Filter */
/** @typedef {"open"|"mine"|"overdue"} Which */
/**
 * @typedef {{name: "work", filter: Filter, page: number, number: string}
 *   | {name: "case", number: string}
 *   | {name: "rectifications", which: Which}
 *   | {name: "rectification", number: string}
 *   | {name: "remarks"}
 *   | {name: "own-data"}} Route the number of the worklist is a receipt number looked for; "" if none
 */

/** @type {Filter[]} */ export const FILTERS = ["all", "mine", "submitted", "in_review", "needs_papers", "late", "unheard"];
/** @type {Which[]} */ export const WHICH = ["open", "mine", "overdue"];
/** @type {Route} */ export const START = { name: "work", filter: "all", page: 1, number: "" };

/** Read where a hash leads; what leads nowhere leads to the worklist. @param {string} hash @returns {Route} */
export function routeOf(hash) {
  const [name, first = "", second = "", third = ""] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  if (name === "case" && first) return { name, number: first };
  if (name === "rectification" && first) return { name, number: first };
  if (name === "rectifications") return { name, which: WHICH.find((one) => one === first) ?? "open" };
  if (name === "remarks" || name === "own-data") return { name };
  const filter = FILTERS.find((one) => one === first) ?? "all";
  const page = /^[1-9]\d{0,3}$/.test(second) ? Number(second) : 1;
  return name === "work" ? { name, filter, page, number: third } : START;
}

/** Write a place as a hash. @param {Route} route */
export function hashOf(route) {
  return `#/${[route.name, ...stepsOf(route)].map((step) => encodeURIComponent(String(step))).join("/")}`;
}

/** Name the place of the menu to which a view belongs. @param {Route} route @returns {"work"|"rectifications"|"remarks"|"own-data"} */
export function menuOf({ name }) {
  if (name === "rectification") return "rectifications";
  return name === "case" ? "work" : name;
}

/** @param {Route} route @returns {Array<string|number>} */
function stepsOf(route) {
  if (route.name === "work") return route.number ? [route.filter, route.page, route.number] : [route.filter, route.page];
  if (route.name === "rectifications") return [route.which];
  return route.name === "remarks" || route.name === "own-data" ? [] : [route.number];
}

/** @param {string} step */
function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return ""; // a broken address is no error, it leads nowhere
  }
}
