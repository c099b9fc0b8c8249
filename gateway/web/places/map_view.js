/** Draws the places on a map: a schematic one, or over the tiles of a server that the bureau named. */

import { dotOf, scaleOf, spread, tileAddress, tilesOf, viewOf } from "./projection.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [640, 480];
const ROUND = 17; // of a place's number, in the units of the drawing

export class MapView {
  /** @param {HTMLElement} box @param {() => string} tiles template of the tiles' address; empty: none */
  constructor(box, tiles) {
    this.box = box;
    this.tiles = tiles;
  }

  /** Draw the places with the numbers of the list. @param {import("./wire.js").Place[]} places @param {import("./wire.js").Spot|null} here */
  show(places, here) {
    const numbered = places.flatMap((place, index) => (place.spot ? [{ spot: place.spot, number: index + 1, county: place.county, isOpen: place.is_open }] : []));
    const spots = [...numbered.map((one) => one.spot), ...(here ? [here] : [])];
    const view = viewOf(spots, WIDTH, HEIGHT, this.tiles() !== "");
    const isEmpty = numbered.length === 0 || (spots.length === 1 && !this.tiles()); // one dot on nothing tells nobody the way
    this.box.hidden = view === null || isEmpty;
    if (!view || isEmpty) return;
    const dots = spread(numbered.map((one) => dotOf(one.spot, view)), ROUND * 2 + 4);
    const drawing = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `示意图，画着下面列表里的 ${numbered.length} 个网点，上北下南。地址和电话请看列表。` });
    drawing.append(...(this.tiles() ? tilesOf(view).map((tile) => part("image", { x: tile.x, y: tile.y, width: 256, height: 256, href: tileAddress(this.tiles(), view, tile) })) : []));
    if (!this.tiles()) drawing.append(...counties(numbered, dots));
    numbered.forEach((one, index) => drawing.append(...mark(dots[index] ?? { x: 0, y: 0 }, String(one.number), one.isOpen ? "mark open" : "mark")));
    if (here) drawing.append(...mark(dotOf(here, view), "您", "mark here"));
    drawing.append(...scale(view));
    this.box.replaceChildren(drawing);
  }
}

/** Write the name of each district where its places lie. @param {Array<{county: string}>} places @param {import("./projection.js").Dot[]} dots */
function counties(places, dots) {
  const names = [...new Set(places.map((place) => place.county).filter(Boolean))];
  return names.map((name) => {
    const own = dots.filter((_, index) => places[index]?.county === name);
    const [x, y] = [own.reduce((sum, dot) => sum + dot.x, 0) / own.length, Math.min(...own.map((dot) => dot.y)) - ROUND - 8];
    return part("text", { class: "county", x, y, "text-anchor": "middle" }, name);
  });
}

/** @param {import("./projection.js").Dot} dot @param {string} words @param {string} className */
function mark(dot, words, className) {
  return [part("circle", { class: className, cx: dot.x, cy: dot.y, r: ROUND }), part("text", { class: `${className} words`, x: dot.x, y: dot.y, "text-anchor": "middle", "dominant-baseline": "central" }, words)];
}

/** @param {import("./projection.js").View} view */
function scale(view) {
  const { metres, pixels } = scaleOf(view);
  const words = metres < 1000 ? `${metres} 米` : `${metres / 1000} 公里`;
  return [part("path", { class: "scale", d: `M16 ${HEIGHT - 20}v6h${pixels}v-6` }), part("text", { class: "scale words", x: 20 + pixels + 6, y: HEIGHT - 12 }, words), part("text", { class: "scale words", x: WIDTH - 20, y: 28, "text-anchor": "end" }, "↑ 北")];
}

/** @param {string} name @param {Record<string, string|number>} attributes @param {string} [words] */
function part(name, attributes, words = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (words) made.textContent = words;
  return made;
}
