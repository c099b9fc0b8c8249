/** Finds what changed between two looks at a form; knows no DOM. */

/** @typedef {import("../rtc/wire.js").Form} Form @typedef {import("../rtc/wire.js").Field} Field */

/** Return the keys of the fields that somebody wrote since. @param {Form|null} before @param {Form} now @returns {string[]} */
export function freshKeys(before, now) {
  if (!before || before.applicationId !== now.applicationId) return [];
  return now.fields.filter((field) => isFresh(before.fields.find((one) => one.key === field.key), field)).map((field) => field.key);
}

/** @param {Field|undefined} before @param {Field} now */
function isFresh(before, now) {
  if (!before) return now.value !== "" || now.shown !== "";
  return before.value !== now.value || before.error !== now.error;
}
