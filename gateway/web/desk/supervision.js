/** Reads the calls that go on, for supervisors; knows no DOM. */

import { decodeSeat } from "../rtc/wire.js";
import { roleWords } from "./call_state.js";

/** @typedef {{id: string, ticketId: string, agent: string, isDirect: boolean, recording: string, liveAt: string|null, openedAt: string|null, seats: import("../rtc/wire.js").Seat[], item: string}} OpenCall */
/** @typedef {"listen"|"whisper"|"barge"|"take_over"} Mode */

/** @type {Array<{mode: Mode, name: string, means: string}>} */
export const MODES = [
  { mode: "listen", name: "旁听", means: "看得见听得见，双方都不知道您在" },
  { mode: "whisper", name: "耳语", means: "只有工作人员听得见您" },
  { mode: "barge", name: "加入", means: "双方都看得见、听得见您" },
  { mode: "take_over", name: "接管", means: "由您接着办，原来的工作人员退出" },
];

const RECORDINGS = { off: "没有录像", asked: "在问可不可以录", on: "正在录像", refused: "不同意录像" };

/** @param {any} raw @returns {OpenCall[]} */
export function decodeCalls(raw) {
  return (Array.isArray(raw?.calls) ? raw.calls : [])
    .map((/** @type {any} */ one) => ({
      id: text(one?.id),
      ticketId: text(one?.ticket_id),
      agent: text(one?.agent_name) || text(one?.agent),
      isDirect: one?.engine === "peer",
      recording: RECORDINGS[/** @type {keyof typeof RECORDINGS} */ (one?.recording)] ?? RECORDINGS.off,
      liveAt: text(one?.live_at) || null,
      openedAt: text(one?.opened_at) || null,
      seats: (Array.isArray(one?.seats) ? one.seats : []).map(decodeSeat),
      item: text(one?.item),
    }))
    .filter((/** @type {OpenCall} */ one) => one.id !== "");
}

/** Say who is in a call, and who is cut off. @param {OpenCall} call */
export function presentSentence({ seats }) {
  const words = seats.map((seat) => `${roleWords(seat.role)}${seat.connected ? "" : "（断线）"}`);
  return words.length > 0 ? `在场：${words.join("、")}` : "还没有人进来";
}

/** Say for how long it has been going on. @param {OpenCall} call @param {number} now milliseconds since 1970 */
export function lengthSentence({ liveAt, openedAt }, now) {
  const since = new Date(liveAt ?? openedAt ?? now).getTime();
  const minutes = Math.max(0, Math.floor((now - since) / 60_000));
  if (!liveAt) return `等了 ${minutes} 分钟，还没接通`;
  return minutes === 0 ? "刚刚接通" : `通话 ${minutes} 分钟`;
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
