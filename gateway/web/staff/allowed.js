/** Decides what can be done with an account, how its state is said, which days are right; knows no DOM. */

import { CLASSES, DUTIES, STATE } from "./words.js";

/** @typedef {import("./wire.js").Account} Account */

const TIME = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

/** Return what can be done, in the order of the list. @param {Account} account @returns {string[]} */
export function actsOf(account) {
  if (account.mine) return [];
  if (account.closed) return ["reopen"];
  return ["rename", "duties", ...(account.locked_until ? ["unlock"] : []), "reset", ...(account.has_code ? ["code"] : []), "out", "close"];
}

/** @param {Account} account @returns {string} */
export function stateOf(account) {
  if (account.closed) return STATE.closed;
  const lacks = [
    account.locked_until ? STATE.locked(TIME.format(new Date(account.locked_until))) : "",
    account.must_change ? STATE.mustChange : "",
    account.has_code ? "" : STATE.noCode,
  ].filter(Boolean);
  return lacks.join("；") || STATE.good;
}

/** @param {string[]} duties @returns {string} */
export const dutiesInWords = (duties) => Object.keys(DUTIES).filter((duty) => duties.includes(duty)).map((duty) => DUTIES[duty]).join("、");

/** @param {Account[]} accounts @param {string} words @returns {Account[]} */
export function matching(accounts, words) {
  const wanted = words.trim().toLowerCase();
  return accounts.filter((one) => [one.name, one.display_name, dutiesInWords(one.duties)].some((text) => text.toLowerCase().includes(wanted)));
}

const MOST_DAYS = 3650;

/** Return the days of each class as they were filled in; null if one of them is none. @param {FormData} values @returns {Record<string, number>|null} */
export function daysOf(values) {
  const days = Object.keys(CLASSES).map((name) => /** @type {[string, string]} */ ([name, String(values.get(name) ?? "").trim()]));
  if (!days.every(([, text]) => /^[0-9]{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_DAYS)) return null;
  return Object.fromEntries(days.map(([name, text]) => [name, Number(text)]));
}

/** Say of each request who asked for it, by the name that colleagues know. @template {{requested_by: string}} R @param {R[]} requests @param {Account[]} accounts @returns {R[]} */
export function named(requests, accounts) {
  return requests.map((one) => {
    const account = accounts.find(({ name }) => name === one.requested_by);
    return account ? { ...one, requested_by: `${account.display_name}（工号 ${account.name}）` } : one;
  });
}
