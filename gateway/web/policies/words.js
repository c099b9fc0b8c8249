/** Holds the sentences of the policy reader that depend on something; knows no DOM. */

import { dateInWords } from "../words.js";

/** @typedef {import("./wire.js").Entry} Entry @typedef {import("./wire.js").PolicyDocument} PolicyDocument */

export const LOADING = "正在打开，请稍候。";
export const NO_DOCUMENTS = "这个地区还没有收录政策文件。您可以选“全部地区”，或者拨打医保服务热线。";
export const NOTHING_MATCHES = "没有标题里带这些字的文件。";
export const NO_HITS = "没有找到写着这些内容的条文。您可以换个说法，或者拨打医保服务热线。";
export const UNSURE = "没有找到把握大的条文，下面这些可能有关，请看看是不是您要的：";
export const SURE = "这些条文和您要找的最接近：";
export const SEARCH_DOWN = "现在不能按内容查找，只按标题找。";
export const NO_VOICE = "这台设备没有中文语音，读不出来。";
export const VOICE_FAILED = "读到这里停住了，请再按一次“继续”。";
export const COPIED = "这段的链接已经复制，可以粘贴发给家里人。";
export const COPY_BY_HAND = "请长按或右键复制下面的链接：";

/** Say whether a rule holds, in a word and with its dates. @param {Entry} entry @param {string} today such as 2026-11-22 @param {string} [oldState] of a version that no longer answers */
export function validity(entry, today, oldState = "") {
  const from = dateInWords(entry.from);
  const until = dateInWords(entry.until);
  if (oldState) return { kind: "expired", word: oldState === "withdrawn" ? "已停用" : "旧版本", dates: `原来${from}起执行` };
  if (entry.expired) return { kind: "expired", word: "已失效", dates: until ? `${from}至${until}执行过` : "现在不再执行" };
  if (entry.from > today) return { kind: "coming", word: "尚未执行", dates: `${from}起执行` };
  return { kind: "in-force", word: "现行有效", dates: until ? `${from}至${until}` : `${from}起执行` };
}

/** Say that an address names a version that no longer answers. @param {string} state @param {boolean} hasNewer */
export function oldVersion(state, hasNewer) {
  if (state === "withdrawn") return "您打开的这一段已经停用，不再作为答复的依据。下面是它原来的内容，只供查看。";
  return hasNewer ? "您打开的是这一段的旧版本，它已经换成新的。下面是旧的内容，只供查看。" : "您打开的这一段现在不在政策库里。下面是它原来的内容，只供查看。";
}

/** Say who issued a document, with its number and date. @param {PolicyDocument} document */
export function provenance(document) {
  const year = dateInWords(document.date).replace(/年.*/, "年");
  const date = document.date_note ? `${year}（推定）` : dateInWords(document.date);
  return [document.issuer, document.number, date].filter(Boolean).join("，");
}

/** Write a topic as a heading. @param {Entry} entry */
export function topicOf(entry) {
  return entry.topic.trim().replace(/\s+/g, "、") || entry.section;
}

/** Say where reading stands. @param {{index: number, status: string}} state @param {number} count @param {string} topic */
export function reading(state, count, topic) {
  const verbs = /** @type {Record<string, string>} */ ({ paused: "已暂停", failed: "停住了" });
  return `${verbs[state.status] ?? "正在读"}：第 ${state.index + 1} 段，共 ${count} 段。${topic}`;
}
