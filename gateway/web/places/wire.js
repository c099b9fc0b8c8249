/** Holds the words of the wire between the map of places and the gateway; knows no DOM. */

/** @typedef {{latitude: number, longitude: number}} Spot in WGS-84, as browsers tell it */
/** @typedef {{name: string, kind: string, region: string, county: string, street: string, address: string, phone: string, hours: string, holidays: string, is_open: boolean, open_words: string, metres: number|null, closeness: string, accessible: boolean, checked_on: string, spot: Spot|null, demo: boolean}} Place */
/** @typedef {{places: Place[], total: number, held: boolean, near: string}} Found total: how many there are, named here or not */
/** @typedef {{county: string, streets: string[]}} Area */
/** @typedef {{region: string, kind: string, item: string, near: string, spot: Spot|null}} Wish */

export const MOST = 20;

/** Read what a search found. @param {any} raw @returns {Found} */
export function decodePlaces(raw) {
  const places = list(raw?.places).map(decodePlace);
  return { places, total: Math.max(places.length, Number.isInteger(raw?.total) ? raw.total : 0), held: raw?.held !== false, near: text(raw?.near) };
}

/** Read the districts of a region. @param {any} raw @returns {Area[]} */
export function decodeAreas(raw) {
  return list(raw?.areas).map((area) => ({ county: text(area?.county), streets: list(area?.streets).map(text) }));
}

/** Write the address of a search. @param {Wish} wish */
export function addressOf(wish) {
  const asked = new URLSearchParams({ limit: String(MOST) });
  if (wish.region) asked.set("region", wish.region);
  if (wish.item) asked.set("item", wish.item);
  if (wish.kind) asked.set("kind", wish.kind);
  if (wish.near) asked.set("near", wish.near);
  if (wish.spot) {
    // Four decimals are eleven metres: near enough to sort by, and no door number.
    asked.set("lat", wish.spot.latitude.toFixed(4));
    asked.set("lng", wish.spot.longitude.toFixed(4));
  }
  return `/api/v1/lookups/places?${asked}`;
}

/** Say how near a place is; empty if that is not known. @param {Place} place */
export function distanceWords(place) {
  if (place.metres === null) return { same_street: "在同一条街（村）", same_county: "在同一个区县" }[place.closeness] ?? "";
  return place.metres < 1000 ? `离您约 ${Math.max(10, Math.round(place.metres / 10) * 10)} 米` : `离您约 ${(place.metres / 1000).toFixed(1)} 公里`;
}

/** Say when a place is open, as one would say it; empty if that is not known. @param {string} hours such as 周一至周五 8:30-12:00 13:30-17:00 */
export function hoursWords(hours) {
  if (!hours) return "";
  return `开门时间：${hours.replace(/(\d:\d\d)-(?=\d)/g, "$1到").replace(/(\d:\d\d) (?=\d)/g, "$1，")}`;
}

/** Say where a place is; the region, too, where places of several are listed. @param {Place} place @param {boolean} isOfMany */
export function addressWords(place, isOfMany) {
  const words = place.address || `${place.county}${place.street}（来源没有写具体地址）`;
  return isOfMany && !words.startsWith(place.region) ? place.region + words : words;
}

/** Write a telephone number as a link dials it. @param {string} phone */
export function dialled(phone) {
  return `tel:${phone.replace(/[^\d+]/g, "")}`;
}

/** @param {any} raw @returns {Place} */
function decodePlace(raw) {
  return {
    ...{ name: text(raw?.name), kind: text(raw?.kind), region: text(raw?.region), county: text(raw?.county), street: text(raw?.street) },
    ...{ address: text(raw?.address), phone: text(raw?.phone), hours: text(raw?.hours), holidays: text(raw?.holidays) },
    ...{ is_open: raw?.open_now === "open", open_words: text(raw?.open_words), closeness: text(raw?.closeness) },
    metres: Number.isFinite(raw?.metres) ? raw.metres : null,
    ...{ accessible: raw?.accessible === true, checked_on: text(raw?.checked_on), demo: raw?.demo === true },
    spot: spotOf(text(raw?.geo)),
  };
}

/** Read a geo: URI of RFC 5870. @param {string} geo @returns {Spot|null} */
export function spotOf(geo) {
  const [, latitude, longitude] = geo.match(/^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/) ?? [];
  return latitude && longitude ? { latitude: Number(latitude), longitude: Number(longitude) } : null;
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const list = (/** @type {unknown} */ raw) => (Array.isArray(raw) ? raw : []);
