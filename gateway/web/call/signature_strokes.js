/** Keeps what was written by hand as strokes, and says when it is a signature; knows no DOM. */

/** @typedef {{x: number, y: number}} Point in pixels of the pad @typedef {Point[]} Stroke */

export const INK = 4; // pixels: width of a stroke
const LEAST_LENGTH = 60; // pixels of ink over all strokes: a touch is no signature
const LEAST_SIZE = 30; // pixels of the longer side
const CLOSE = 1.5; // pixels: nearer points say nothing new
const MARGIN = 16; // pixels around the ink
const LONGEST = 900; // pixels of the picture that is sent
const NARROWEST = 240; // pixels, so that a single short stroke is still a picture of use

/** Add a point to the last stroke; points that say nothing new are left out. @param {Stroke[]} strokes @param {Point} point @returns {Stroke[]} */
export function extended(strokes, point) {
  const stroke = strokes.at(-1);
  if (!stroke) return [[point]];
  const last = stroke.at(-1);
  if (last && Math.hypot(point.x - last.x, point.y - last.y) < CLOSE) return strokes;
  return [...strokes.slice(0, -1), [...stroke, point]];
}

/** Begin a stroke. @param {Stroke[]} strokes @param {Point} point @returns {Stroke[]} */
export function begun(strokes, point) {
  return [...strokes, [point]];
}

/** Return how long the ink is, in pixels. @param {Stroke[]} strokes */
export function inkLength(strokes) {
  let length = 0;
  for (const stroke of strokes) {
    for (let index = 1; index < stroke.length; index += 1) {
      const [from, to] = [/** @type {Point} */ (stroke[index - 1]), /** @type {Point} */ (stroke[index])];
      length += Math.hypot(to.x - from.x, to.y - from.y);
    }
  }
  return length;
}

/** Return the box around the ink; null while there is none. @param {Stroke[]} strokes */
export function inkBox(strokes) {
  const points = strokes.flat();
  if (points.length === 0) return null;
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** Tell whether it is enough for a signature. @param {Stroke[]} strokes */
export function isSignature(strokes) {
  const box = inkBox(strokes);
  return box !== null && Math.max(box.width, box.height) >= LEAST_SIZE && inkLength(strokes) >= LEAST_LENGTH;
}

/** Return the strokes as they stand in the picture that is sent, and its size. @param {Stroke[]} strokes */
export function framed(strokes) {
  const box = inkBox(strokes) ?? { left: 0, top: 0, width: 0, height: 0 };
  const [wide, high] = [box.width + 2 * MARGIN, box.height + 2 * MARGIN];
  const scale = Math.min(2, LONGEST / Math.max(wide, high));
  const width = Math.max(NARROWEST, Math.round(wide * scale));
  const height = Math.max(NARROWEST / 2, Math.round(high * scale));
  const [offX, offY] = [(width - box.width * scale) / 2, (height - box.height * scale) / 2];
  const moved = strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: (x - box.left) * scale + offX, y: (y - box.top) * scale + offY })));
  return { width, height, ink: INK * scale, strokes: moved };
}
