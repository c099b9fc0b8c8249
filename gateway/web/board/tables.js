/** Turns the board into tables: what every chart shows is also written; knows no DOM. */

import { BOARD, CHANNELS, LEVELS } from "./words.js";

/** @typedef {{channel: string, served: number, left: number, half: number|null, most: number|null, abandoned: number|null}} Wait */
/**
 * @typedef {{first: string, last: string,
 *   volumes: {day: string, channel: string, conversations: number, turns: number}[],
 *   contacts: {channel: string, conversations: number, handed_over: number, contained: number|null, resolved: number|null}[],
 *   waits: Wait[],
 *   ratings: {levels: number[], submitted: number, very_satisfied: number|null, wanted: number, rectified: number|null},
 *   hearing: {channel: string, heard: number, mean: number, unsure: number}[],
 *   items: {item: string, decided: number, median: number, longest: number, on_time: number|null, overdue: number}[],
 *   gaps: {question: string, asked: number, thumbs_down: number}[],
 *   expiring: {key: string, title: string, section: string, until: string}[]}} Board shares are percentages, waits seconds
 */
/** @typedef {(string|number)[]} Row */

/** Name a channel. @param {string} code */
export function channelName(code) {
  return CHANNELS[code] ?? code;
}

/** Return the rows of each sheet. @param {Board} board @returns {Record<"volumes"|"contacts"|"waits"|"ratings"|"items"|"hearing"|"gaps"|"expiring", Row[]>} */
export function rowsOf(board) {
  return {
    volumes: board.volumes.map((one) => [one.day, channelName(one.channel), one.conversations, one.turns]),
    contacts: board.contacts.map((one) => [channelName(one.channel), one.conversations, one.handed_over, BOARD.share(one.contained), BOARD.share(one.resolved)]),
    waits: board.waits.filter((one) => one.served + one.left > 0).map((one) => [channelName(one.channel), one.served, BOARD.wait(one.half), BOARD.wait(one.most), BOARD.share(one.abandoned)]),
    ratings: board.ratings.levels.some((count) => count > 0) ? LEVELS.map((level, at) => [level, board.ratings.levels[at] ?? 0]) : [],
    items: board.items.map((one) => [one.item, one.decided, one.decided ? BOARD.days(one.median) : "", one.decided ? BOARD.days(one.longest) : "", one.decided ? BOARD.share(one.on_time) : "", one.overdue]),
    hearing: board.hearing.map((one) => [channelName(one.channel), one.heard, BOARD.share(one.mean), one.unsure]),
    gaps: board.gaps.map((one) => [one.question, BOARD.times(one.asked), one.thumbs_down]),
    expiring: board.expiring.map((one) => [one.title, one.section, one.until]),
  };
}

/** Say how the ratings stand to what is aimed at; null: nobody rated. @param {Board["ratings"]} ratings @returns {string|null} */
export function aimOf({ very_satisfied, wanted }) {
  if (very_satisfied === null) return null;
  return `${BOARD.share(very_satisfied)}，${BOARD.wanted(wanted)}，${very_satisfied >= wanted ? BOARD.reached : BOARD.missed}`;
}

/** Return every day of a span, and for each channel how many conversations began on each. @param {Board} board @returns {{days: string[], lines: {name: string, counts: number[]}[]}} */
export function linesOf(board) {
  const days = [];
  for (let day = new Date(`${board.first}T00:00:00Z`); day <= new Date(`${board.last}T00:00:00Z`); day.setUTCDate(day.getUTCDate() + 1)) days.push(day.toISOString().slice(0, 10));
  const channels = [...new Set(board.volumes.map((one) => one.channel))];
  const counts = new Map(board.volumes.map((one) => [`${one.day} ${one.channel}`, one.conversations]));
  return { days, lines: channels.map((channel) => ({ name: channelName(channel), counts: days.map((day) => counts.get(`${day} ${channel}`) ?? 0) })) };
}
