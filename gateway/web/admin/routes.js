/** Reads and writes the part of the address that says where in the library we are; knows no DOM. */

/**
 * @typedef {{name: "documents"}
 *   | {name: "document", id: string}
 *   | {name: "import", id: string}
 *   | {name: "entry", key: string, version: number}
 *   | {name: "history", key: string, version: number}
 *   | {name: "reviews"}
 *   | {name: "review", key: string, version: number}
 *   | {name: "releases"}
 *   | {name: "trial"}
 *   | {name: "gaps"}} Route the version of a history is the one to go back to
 */

/** @type {Route} */ export const START = { name: "documents" };

/** Read where a hash leads; what leads nowhere leads to the start. @param {string} hash @returns {Route} */
export function routeOf(hash) {
  const [name, ...steps] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  const [first = "", second = ""] = steps;
  const version = /^\d+$/.test(second) ? Number(second) : 0;
  if (name === "document" && first) return { name, id: first };
  if (name === "import" && first) return { name, id: first };
  if ((name === "entry" || name === "review" || name === "history") && first && version > 0) return { name, key: first, version };
  if (name === "reviews" || name === "releases" || name === "trial" || name === "gaps") return { name };
  return START;
}

/** Write a place as a hash. @param {Route} route */
export function hashOf(route) {
  const steps = [route.name, "id" in route ? route.id : null, "key" in route ? route.key : null, "version" in route ? route.version : null];
  return `#/${steps.filter((step) => step !== null).map((step) => encodeURIComponent(String(step))).join("/")}`;
}

/** Return the place of one version of an entry. @param {string} id "doc#entry@2" @returns {Route} */
export function entryRoute(id) {
  const { key, version } = partsOf(id);
  return { name: "entry", key, version };
}

/** Take the id of a version apart. @param {string} id "doc#entry@2" */
export function partsOf(id) {
  const at = id.lastIndexOf("@");
  const version = Number(id.slice(at + 1));
  return at > 0 && Number.isInteger(version) && version > 0 ? { key: id.slice(0, at), version } : { key: id, version: 1 };
}

/** Name the menu's place to which a page belongs. @param {Route} route */
export function menuOf(route) {
  if (route.name === "review") return "reviews";
  return route.name === "document" || route.name === "import" || route.name === "entry" || route.name === "history" ? "documents" : route.name;
}

/** @param {string} step */
function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return ""; // a broken address is no error, it leads nowhere
  }
}
