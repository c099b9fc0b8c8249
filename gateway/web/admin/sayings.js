/** Says what depends on numbers, names and states on the policy editors' page; knows no DOM. */

import { DOUBTS, IMPORTS, STATES, momentInWords } from "./words.js";
import { ACTIONS } from "./release_words.js";

/** @typedef {import("./wire.js").Import} Import */
/** @typedef {import("./wire.js").Entry} Entry */
/** @typedef {import("./wire.js").Event} Event */
/** @typedef {import("./answers_wire.js").Report} Report */

/** Say how many entries of a document are in which state; what there is none of is not said. @param {Record<string, number>} counts @returns {Array<{name: string, words: string}>} */
export function countsInWords(counts) {
  const states = /** @type {Array<keyof typeof STATES>} */ (["draft", "in_review", "approved", "published", "retired"]);
  const said = states.filter((name) => (counts[name] ?? 0) > 0).map((name) => ({ name: /** @type {string} */ (name), words: `${STATES[name]} ${counts[name]}` }));
  return (counts.doubts ?? 0) > 0 ? [...said, { name: "doubts", words: doubtsInWords(counts.doubts ?? 0) }] : said;
}

export const doubtsInWords = (/** @type {number} */ number) => `存疑 ${number} 处`;
export const flagsInWords = (/** @type {number} */ number) => `提示 ${number} 处`;
export const entriesInWords = (/** @type {number} */ number) => `共 ${number} 条`;
export const versionInWords = (/** @type {number} */ version) => `第 ${version} 版`;
export const publishedInWords = (/** @type {number} */ version) => `第 ${version} 版正在使用`;
export const documentsInWords = (/** @type {number} */ shown, /** @type {number} */ all) => (shown === all ? `共 ${all} 份文件` : `${all} 份文件中的 ${shown} 份`);

/** Say how far an import is. @param {Import} job @returns {{share: number|null, sentence: string}} share 0 to 1; null if it is not known */
export function progressInWords(job) {
  if (job.state === "done") return { share: 1, sentence: `${IMPORTS.done}：${job.source_name}` };
  if (job.state === "failed") return { share: null, sentence: `${IMPORTS.failed}：${withStop(job.problem ?? "")}${IMPORTS.nothingChanged}` };
  const step = job.step ?? IMPORTS.working;
  if (job.total <= 0) return { share: null, sentence: `${step}……` };
  const done = Math.min(job.done, job.total);
  return { share: done / job.total, sentence: `${step}（${done}/${job.total}）` };
}

/** Tell whether the ear should hear the progress: at a new step and at each quarter. @param {Import|null} before @param {Import} now */
export function progressIsNews(before, now) {
  if (!before || before.state !== now.state || before.step !== now.step) return true;
  const quarter = (/** @type {Import} */ job) => (job.total > 0 ? Math.floor((4 * job.done) / job.total) : 0);
  return quarter(before) !== quarter(now);
}

/** Say where the doubt stands that is looked at. @param {number|null} current @param {number} count */
export function doubtPlace(current, count) {
  if (count === 0) return DOUBTS.none;
  return current === null ? doubtsInWords(count) : `${doubtsInWords(count)}，现在是第 ${current + 1} 处`;
}

/** Say after a doubt was dealt with how many are left. @param {string} done @param {number} left */
export const doubtsLeft = (done, left) => (left === 0 ? `${done}存疑都核对完了。` : `${done}还剩 ${left} 处存疑。`);

export const guessInWords = (/** @type {string} */ guess) => `填入推测：「${guess}」`;

/** @param {number} number */
export const todoInWords = (number) => (number === 0 ? "可以送审" : `送审前还要做 ${number} 件`);

export const askedInWords = (/** @type {number} */ number, /** @type {number} */ needed) => (number >= needed ? `已有 ${number} 条` : `已有 ${number} 条，还差 ${needed - number} 条`);
export const lengthInWords = (/** @type {string} */ sentence, /** @type {number} */ length) => `“${sentence}”（${length} 字）`;
export const leftOut = (/** @type {number} */ count) => `……（相同的 ${count} 字略）……`;
export const diffSize = (/** @type {number} */ gone, /** @type {number} */ added) => [gone ? `删 ${gone} 字` : "", added ? `增 ${added} 字` : ""].filter(Boolean).join("，");
export const chosenInWords = (/** @type {number} */ chosen, /** @type {number} */ all) => `已选 ${chosen} 条，共 ${all} 条`;
export const releaseName = (/** @type {number} */ number) => `第 ${number} 次`;
export const publishedAs = (/** @type {number} */ number) => `已发布（第 ${number} 次），从现在起就用来回答群众。`;
export const rolledBackTo = (/** @type {number} */ number, /** @type {number} */ target) => `已退回到第 ${target} 次的内容，新的发布是第 ${number} 次。`;
export const withdrawnAs = (/** @type {number} */ number, /** @type {number} */ removed) => `已撤下 ${removed} 条（第 ${number} 次发布），不再用来回答群众。`;
export const rollBackLead = (/** @type {number} */ number) => `将恢复到第 ${number} 次发布时的全部条目，立刻生效。之后发布的内容会换下来，但不会丢失。`;
export const memberChanges = (/** @type {number} */ added, /** @type {number} */ removed) => [added ? `新增或更新 ${added} 条` : "", removed ? `撤下或换下 ${removed} 条` : ""].filter(Boolean).join("，") || "没有变化";
export const askedTimes = (/** @type {number} */ asked, /** @type {number} */ down) => [`问过 ${asked} 次`, down ? `${down} 次“没用”` : ""].filter(Boolean).join("，");
export const tookInWords = (/** @type {number} */ milliseconds) => `用时 ${Math.max(1, Math.round(milliseconds))} 毫秒`;
export const scoreInWords = (/** @type {number} */ score) => score.toFixed(2);
export const reportSize = (/** @type {number} */ count) => `${count} 处`;
export const samplesShown = (/** @type {number} */ shown, /** @type {number} */ all) => (shown < all ? `下面是其中 ${shown} 处` : "");

/** Say how a regression went. @param {Report} report */
export function reportInWords(report) {
  const took = `，用时 ${report.seconds < 10 ? report.seconds.toFixed(1) : Math.round(report.seconds)} 秒`;
  const counted = `共考 ${report.asked} 题，答对 ${report.right} 题，发布前答对 ${report.before_right} 题${took}。`;
  return report.passes ? `回归通过。${counted}` : `回归没有通过。${counted}`;
}

/** @param {{asked: number, found: number, right: number, judged: number}} sums */
export function batchInWords({ asked, found, right, judged }) {
  const answered = `共 ${asked} 题，能答 ${found} 题`;
  return judged > 0 ? `${answered}；写了应答条目的 ${judged} 题中答对 ${right} 题（${Math.round((100 * right) / judged)}%）。` : `${answered}。`;
}

/** Say who wrote and when. @param {Pick<Entry, "authors"|"updated_at"|"reviewer">} entry @param {(name: string) => string} nameOf */
export function writtenBy(entry, nameOf) {
  const parts = [
    entry.authors.length > 0 ? `编写：${entry.authors.map(nameOf).join("、")}` : "",
    entry.reviewer ? `审核：${nameOf(entry.reviewer)}` : "",
    entry.updated_at ? `最近改动：${momentInWords(entry.updated_at)}` : "",
  ];
  return parts.filter(Boolean).join("，");
}

/** Say what happened to an entry. @param {Event} event */
export function eventInWords(event) {
  const known = ACTIONS[event.action] ?? ACTIONS[event.action.split(".").at(-1) ?? ""];
  return known ?? event.action;
}

/** End a sentence with a full stop, unless it has one. @param {string} sentence */
function withStop(sentence) {
  return sentence === "" || /[。！？]$/.test(sentence) ? sentence : `${sentence}。`;
}

/** @param {number} chapter counted from 0 */
export const chapterName = (chapter) => `第 ${chapter + 1} 条`;

/** @param {string} id of the published version that a draft is compared with */
export const againstInWords = (id) => `和正在使用的第 ${id.slice(id.lastIndexOf("@") + 1)} 版比较：删去的字带删除线，新增的字带下划线。`;

/** Say what is known about an event; names that mean nothing to an editor are left out. @param {Record<string, unknown>} detail */
export function detailInWords(detail) {
  const words = /** @type {Record<string, string>} */ ({ note: "意见", reason: "原因", quote: "原文", replacement: "改成", before: "原来", after: "改成", number: "发布", version: "版本" });
  const pairs = Object.entries(detail).flatMap(([key, value]) => {
    const isSaid = words[key] && (typeof value === "string" || typeof value === "number") && value !== "";
    return isSaid ? [`${words[key]}：${value}`] : [];
  });
  return pairs.join("；");
}

export const timesInWords = (/** @type {number} */ number) => `${number} 次`;
export const sentencesInWords = (/** @type {number} */ number) => `${number} 句`;
export const lastAsked = (/** @type {string} */ at) => `最近一次：${momentInWords(at)}`;
export const quoted = (/** @type {string} */ words, /** @type {string} */ sentence) => `“${words}”：${sentence}`;
export const titled = (/** @type {string} */ title, /** @type {string} */ sentence) => `《${title}》：${sentence}`;
export const titleAndRegion = (/** @type {{title: string, region: string}} */ { title, region }) => (region ? `${title}（${region}）` : title);
export const fromUntil = (/** @type {{from: string|null, until: string|null}} */ { from, until }) => `${from ?? "…"} 至 ${until ?? "…"}`;
export const lacking = (/** @type {string[]} */ names) => `文件信息还缺：${names.join("、")}。请在下面补上。`;
export const menuWords = (/** @type {string} */ name, /** @type {number} */ number) => (number > 0 ? `${name}（${number}）` : name);
