/** Finds sentences that are too long for the ear; knows no DOM. */

export const LONGEST_FOR_THE_EAR = 20; // characters, without punctuation

/** Return the sentences that are too long to be followed when they are only heard. @param {string} spoken @returns {Array<{sentence: string, length: number}>} */
export function tooLongToHear(spoken) {
  return spoken
    .split(/(?<=[。！？；!?;])|\n/)
    .map((sentence) => sentence.trim())
    .map((sentence) => ({ sentence, length: [...sentence.replace(/[\p{P}\p{S}\s]/gu, "")].length }))
    .filter(({ length }) => length > LONGEST_FOR_THE_EAR);
}
