/** Prepares a comparison for showing: joins what belongs together, shortens what did not change; knows no DOM. */

/** @typedef {import("./wire.js").Piece} Piece */
/** @typedef {{op: "same"|"gone"|"new"|"left_out", text: string, count: number}} Part `count` says how many characters were left out */

const CONTEXT = 24; // characters that stay on each side of a change
const WORTH_LEAVING_OUT = 16; // characters; a shorter gap is not worth its sign

/** Return the parts of one field as they are to be shown. @param {Piece[]} pieces @returns {Part[]} */
export function partsOf(pieces) {
  const joined = joinedPieces(pieces);
  return joined.flatMap((piece, index) => (piece.op === "same" ? shortened(piece.text, index === 0, index === joined.length - 1) : [{ ...piece, count: 0 }]));
}

/** Say how many characters went and came. @param {Piece[]} pieces */
export function sizeOf(pieces) {
  const length = (/** @type {Piece["op"]} */ op) => pieces.filter((piece) => piece.op === op).reduce((sum, piece) => sum + [...piece.text].length, 0);
  return { gone: length("gone"), added: length("new") };
}

/** @param {Piece[]} pieces @returns {Piece[]} */
function joinedPieces(pieces) {
  /** @type {Piece[]} */ const joined = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.op === piece.op) joined[joined.length - 1] = { op: last.op, text: last.text + piece.text };
    else if (piece.text !== "") joined.push(piece);
  }
  return joined;
}

/** @param {string} text @param {boolean} isFirst @param {boolean} isLast @returns {Part[]} */
function shortened(text, isFirst, isLast) {
  const characters = [...text];
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  const count = characters.length - head - tail;
  if (count < WORTH_LEAVING_OUT || (isFirst && isLast)) return [{ op: "same", text, count: 0 }];
  const kept = [
    { op: /** @type {const} */ ("same"), text: characters.slice(0, head).join(""), count: 0 },
    { op: /** @type {const} */ ("left_out"), text: characters.slice(head, characters.length - tail).join(""), count },
    { op: /** @type {const} */ ("same"), text: characters.slice(characters.length - tail).join(""), count: 0 },
  ];
  return kept.filter((part) => part.text !== "");
}
