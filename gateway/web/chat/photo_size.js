/** Decides how large a photograph is sent; knows no DOM. */

export const MOST_PIXELS_LONG = 2400; // of the longer side; the reader needs no more
const MOST_BYTES = 4 * 1024 * 1024; // more takes long on an old telephone

/** Tell whether a photograph is sent smaller than it is. @param {number} width pixels @param {number} height pixels @param {number} bytes */
export function needsShrinking(width, height, bytes) {
  return Math.max(width, height) > MOST_PIXELS_LONG || bytes > MOST_BYTES;
}

/** Return the size that keeps the shape within a longest side. @param {number} width @param {number} height @param {number} longest */
export function shrunkSize(width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
