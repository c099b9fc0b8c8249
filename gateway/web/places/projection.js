/** Decides where spots lie on a map of a given size, and which tiles are under them; knows no DOM. */

/** @typedef {import("./wire.js").Spot} Spot */
/** @typedef {{x: number, y: number}} Dot */
/** @typedef {{width: number, height: number, zoom: number, left: number, top: number}} View left, top: world pixels at that zoom */
/** @typedef {{x: number, y: number, column: number, row: number}} Tile */

const TILE = 256; // world pixels
const NEAREST = 16; // zoom; closer than a street nothing is drawn
const FARTHEST = 5;
const EARTH = 40_075_016.686; // metres around the equator
const MARGIN = 48; // pixels around the outermost spots: their numbers must not be cut

/** Choose the view that shows all spots; null if there are none. @param {Spot[]} spots @param {number} width @param {number} height @param {boolean} [whole] whether only whole zooms are drawn, as tiles are @returns {View|null} */
export function viewOf(spots, width, height, whole = false) {
  const dots = spots.map((spot) => world(spot, 0));
  const [first] = dots;
  if (!first) return null;
  const [xs, ys] = [dots.map((dot) => dot.x), dots.map((dot) => dot.y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const across = Math.log2((width - 2 * MARGIN) / Math.max(east - west, 1e-9));
  const down = Math.log2((height - 2 * MARGIN) / Math.max(south - north, 1e-9));
  const fitting = Math.min(NEAREST, Math.max(FARTHEST, Math.min(across, down)));
  const zoom = whole ? Math.floor(fitting) : fitting;
  const scale = 2 ** zoom;
  return { width, height, zoom, left: ((west + east) / 2) * scale - width / 2, top: ((north + south) / 2) * scale - height / 2 };
}

/** Return where a spot lies in a view. @param {Spot} spot @param {View} view @returns {Dot} */
export function dotOf(spot, view) {
  const dot = world(spot, view.zoom);
  return { x: dot.x - view.left, y: dot.y - view.top };
}

/** Return the tiles that cover a view of a whole zoom. @param {View} view @returns {Tile[]} */
export function tilesOf(view) {
  const tiles = [];
  const most = 2 ** view.zoom;
  for (let row = Math.floor(view.top / TILE); row * TILE < view.top + view.height; row += 1) {
    for (let column = Math.floor(view.left / TILE); column * TILE < view.left + view.width; column += 1) {
      if (row < 0 || row >= most) continue;
      tiles.push({ x: column * TILE - view.left, y: row * TILE - view.top, column: ((column % most) + most) % most, row });
    }
  }
  return tiles;
}

/** Write the address of a tile. @param {string} template with {z}, {x} and {y} @param {View} view @param {Tile} tile */
export function tileAddress(template, view, tile) {
  return template.replace("{z}", String(view.zoom)).replace("{x}", String(tile.column)).replace("{y}", String(tile.row));
}

/** Return a round length for the scale, with its pixels. @param {View} view @returns {{metres: number, pixels: number}} */
export function scaleOf(view) {
  const latitude = latitudeAt(view.top + view.height / 2, view.zoom);
  const metresOfPixel = (EARTH * Math.cos((latitude * Math.PI) / 180)) / (TILE * 2 ** view.zoom);
  const most = metresOfPixel * view.width * 0.3;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
  return { metres, pixels: metres / metresOfPixel };
}

/** Move dots that lie on one another apart, so that each number can be read. @param {Dot[]} dots @param {number} apart pixels @returns {Dot[]} */
export function spread(dots, apart) {
  /** @type {Dot[]} */
  const placed = [];
  for (const dot of dots) {
    let now = dot;
    for (let turn = 0; placed.some((other) => Math.hypot(other.x - now.x, other.y - now.y) < apart) && turn < 24; turn += 1) {
      const [angle, reach] = [(turn * Math.PI) / 4, apart * (1 + Math.floor(turn / 8))];
      now = { x: dot.x + Math.cos(angle) * reach, y: dot.y + Math.sin(angle) * reach };
    }
    placed.push(now);
  }
  return placed;
}

/** @param {Spot} spot @param {number} zoom Web Mercator, EPSG:3857 @returns {Dot} */
function world(spot, zoom) {
  const size = TILE * 2 ** zoom;
  const sine = Math.sin((spot.latitude * Math.PI) / 180);
  return { x: ((spot.longitude + 180) / 360) * size, y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size };
}

/** @param {number} y world pixels @param {number} zoom */
function latitudeAt(y, zoom) {
  const part = Math.PI * (1 - (2 * y) / (TILE * 2 ** zoom));
  return (Math.atan(Math.sinh(part)) * 180) / Math.PI;
}
