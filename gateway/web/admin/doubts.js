/** Splits a text at its doubtful spans, and moves the spans when the text is edited; knows no DOM. */

// Offsets count characters as the gateway does (code points), not the UTF-16 units of a string.

/** @typedef {import("./wire.js").Doubt} Doubt */
/** @typedef {{text: string, doubt: number|null}} Span part of a text; `doubt` is the place in the list of doubts, null if it is sure */

/** Put doubts in the order of the text. @param {Doubt[]} doubts @returns {Doubt[]} */
export function inOrder(doubts) {
  return [...doubts].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Split a text into sure and doubtful parts; the doubts are in order, an overlapping one begins where the one before ends. @param {string} text @param {Doubt[]} doubts @returns {Span[]} */
export function spansOf(text, doubts) {
  const characters = [...text];
  /** @type {Span[]} */ const spans = [];
  let reached = 0;
  doubts.forEach((doubt, index) => {
    const start = Math.min(Math.max(doubt.start, reached), characters.length);
    const end = Math.min(Math.max(doubt.end, start), characters.length);
    if (start > reached) spans.push({ text: characters.slice(reached, start).join(""), doubt: null });
    spans.push({ text: characters.slice(start, end).join(""), doubt: index });
    reached = end;
  });
  if (reached < characters.length) spans.push({ text: characters.slice(reached).join(""), doubt: null });
  return spans;
}

/** Return the words around a doubt, so that it can be judged where it is listed. @param {string} text @param {Doubt} doubt @param {number} [reach] characters on each side */
export function around(text, doubt, reach = 10) {
  const characters = [...text];
  return {
    before: `${doubt.start > reach ? "…" : ""}${characters.slice(Math.max(0, doubt.start - reach), doubt.start).join("")}`,
    quote: characters.slice(doubt.start, doubt.end).join(""),
    after: `${characters.slice(doubt.end, doubt.end + reach).join("")}${doubt.end + reach < characters.length ? "…" : ""}`,
  };
}

/** Move the doubts along with one edit; a doubt that the edit touched is left out: the editor has dealt with it. @param {string} before @param {string} after @param {Doubt[]} doubts @returns {Doubt[]} */
export function movedAlong(before, after, doubts) {
  if (before === after) return doubts;
  const [old, now] = [[...before], [...after]];
  const shortest = Math.min(old.length, now.length);
  let same = 0;
  while (same < shortest && old[same] === now[same]) same += 1;
  let tail = 0;
  while (tail < shortest - same && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const [editEnd, shift] = [old.length - tail, now.length - old.length];
  return doubts.flatMap((doubt) => {
    if (doubt.end <= same) return [doubt];
    return doubt.start >= editEnd ? [{ ...doubt, start: doubt.start + shift, end: doubt.end + shift }] : [];
  });
}

/** Return what the import thinks the characters were, if it can name every one of them; else null. @param {Doubt} doubt @returns {string|null} */
export function guessOf(doubt) {
  const guess = doubt.note.match(/可能是「([^」]+)」/)?.[1] ?? null; // as knowledge_base.importing words it
  return guess?.includes("□") ? null : guess;
}

/** Return which doubt comes next or before, round the end; null if there is none. @param {number|null} current @param {number} count @param {1|-1} step @returns {number|null} */
export function stepped(current, count, step) {
  if (count === 0) return null;
  if (current === null) return step === 1 ? 0 : count - 1;
  return (current + step + count) % count;
}
