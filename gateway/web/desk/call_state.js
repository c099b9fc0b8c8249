/** Knows how it stands with one call, as the agent sees it; knows no DOM. */

import { rungSentence } from "../rtc/ladder.js";
import { formAfter } from "./form_state.js";

/** @typedef {import("../rtc/wire.js").Seat} Seat */
/** @typedef {import("../rtc/wire.js").CallFrame} CallFrame */
/** @typedef {{seat: string, text: string, final: boolean}} Caption */
/**
 * @typedef {{
 *   callId: string, ticketId: string, me: {seat: string, role: string, name: string}, seats: Seat[],
 *   form: import("../rtc/wire.js").Form|null, recording: import("../rtc/wire.js").Recording, engine: "forward"|"peer",
 *   captions: Caption[], masked: boolean, held: Record<string, string>, note: string, problem: {detail: string, about: string}|null,
 *   said: string, receipt: string, ended: string|null, places: Record<string, string>, liveAt: string|null
 * }} CallState held: until when, by seat; said: the last thing that happened, in words; places: seat by place of the page
 */

const LINES = 4; // of captions
const WAITING = "链接已发到他的聊天里，等他打开视频。";
const ORDER = ["citizen", "family", "agent", "supervisor"];
const ROLES = { citizen: "办事人", family: "家里人", agent: "工作人员", supervisor: "督导" };
const ENDED = { done: "通话结束了。", left: "办事人离开了，通话结束。", lost: "连接断得太久，通话结束。", handed_on: "已转给同事，通话由同事接着办。", taken_over: "督导接管了这次通话。" };

/** Begin. @param {string} callId @returns {CallState} */
export function newCall(callId) {
  const me = { seat: "", role: "agent", name: "" };
  return {
    callId, ticketId: "", me, seats: [], form: null, recording: { state: "off", text: "" }, engine: "forward",
    captions: [], masked: false, held: {}, note: "", problem: null, said: "", receipt: "", ended: null, places: {}, liveAt: null,
  };
}

/** Go on after one frame. @param {CallState} state @param {CallFrame} frame @returns {CallState} */
export function callAfter(state, frame) {
  const form = formAfter(state.form, frame);
  const change = CHANGES[frame.type]?.(state, frame) ?? {};
  return { ...state, form, ...change };
}

/** @type {Record<string, (state: CallState, frame: CallFrame) => Partial<CallState>>} */
const CHANGES = {
  welcome: (_, { call, you, seats, recording, engine, note }) => ({ ticketId: call.ticketId, liveAt: call.liveAt, me: you, seats, recording, engine, note, problem: null, held: heldOf(seats), said: isThere(seats, "citizen") ? "" : WAITING }),
  seats: (state, { seats }) => ({ seats, held: heldOf(seats), said: comings(state.seats, seats, state.me.seat) || state.said }),
  engine: (_, { engine }) => ({ engine }),
  places: (_, { places }) => ({ places }),
  recording: (_, { recording }) => ({ recording }),
  mask: (_, { on }) => ({ masked: on, said: on ? "画面已遮住。" : "画面恢复了。" }),
  caption: (state, { seat, text, final }) => ({ captions: captionsAfter(state.captions, { seat, text, final }) }),
  held: (state, { seat, until }) => ({ held: until ? { ...state.held, [seat]: until } : state.held }),
  field: (state) => ({ problem: state.problem?.about === "form" ? null : state.problem }),
  confirmed: () => ({ said: "办事人同意了。" }),
  unconfirmed: (_, { why }) => ({ said: why || "表单有改动，要请办事人再看一遍。" }),
  signed: () => ({ said: "办事人签名了，可以提交。" }),
  receipt: (_, { number, due }) => ({ receipt: number, said: `已提交，受理号 ${number}${due ? `，${due}前办结` : ""}。`, problem: null }),
  photo: () => ({ said: "收到一张照片，在“材料”里。" }),
  problem: (_, { detail, inReplyTo }) => ({ problem: { detail, about: inReplyTo ?? "" } }),
  ended: (_, { why }) => ({ ended: ENDED[/** @type {keyof typeof ENDED} */ (why)] ?? ENDED.done }),
};

/** Name a role. @param {string} role */
export function roleWords(role) {
  return ROLES[/** @type {keyof typeof ROLES} */ (role)] ?? role;
}

/** Return the seats other than ours. @param {CallState} state */
export function others(state) {
  return state.seats.filter((seat) => seat.id !== state.me.seat);
}

/**
 * Return who is seen in a place of the page: as told, else the places that carry something go to the others, the citizen first.
 * @param {CallState} state @param {number} place @param {readonly number[]} carrying places with a living track @returns {Seat|null}
 */
export function seatIn(state, place, carrying) {
  const told = state.places[String(place)];
  if (Object.keys(state.places).length > 0) return state.seats.find((seat) => seat.id === told) ?? null;
  const ordered = others(state).sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  const index = carrying.length > 0 ? carrying.indexOf(place) : place;
  return index < 0 ? null : (ordered[index] ?? null);
}

/** Say how it stands with somebody in the call. @param {Seat} seat @param {string|undefined} heldUntil ISO 8601 @param {number} now milliseconds since 1970 */
export function seatSentence(seat, heldUntil, now) {
  const who = seat.name && seat.name !== "市民" ? `${roleWords(seat.role)} ${seat.name}` : roleWords(seat.role);
  if (!seat.connected) {
    const left = heldUntil ? Math.ceil((new Date(heldUntil).getTime() - now) / 1000) : 0;
    return left > 0 ? `${who}断线了，位置再留 ${left} 秒` : `${who}还没有进来`;
  }
  return `${who}：${seat.linked ? rungSentence(seat.media) : "正在接通"}`;
}

/** Say how our own connection is. @param {"connecting"|"connected"|"broken"} link @param {import("../rtc/ladder.js").Rung} rung @param {boolean} hasLine */
export function ownSentence(link, rung, hasLine) {
  if (!hasLine) return "我这边：线路断了，正在重连，填的内容不会丢";
  if (link === "connecting") return "我这边：正在接通";
  return `我这边：${link === "broken" ? "画面断了，正在重连" : rungSentence(rung)}`;
}

/** Say how it stands with the recording. @param {CallState} state */
export function recordingSentence(state) {
  return { off: "没有录像", asked: "正在问办事人可不可以录像", on: "正在录像", refused: "办事人不同意录像，照常办理" }[state.recording.state];
}

/** Tell whether somebody in that role has an open page. @param {Seat[]} seats @param {string} role */
export function isThere(seats, role) {
  return seats.some((seat) => seat.role === role && seat.connected);
}

/** Return who is there, for the table of "held". @param {Seat[]} seats @returns {Record<string, string>} */
function heldOf(seats) {
  return Object.fromEntries(seats.filter((seat) => !seat.connected && seat.heldUntil).map((seat) => [seat.id, seat.heldUntil ?? ""]));
}

/** @param {Seat[]} before @param {Seat[]} now @param {string} mine */
function comings(before, now, mine) {
  const was = new Map(before.map((seat) => [seat.id, seat.connected]));
  const came = now.find((seat) => seat.id !== mine && seat.connected && !was.get(seat.id));
  const went = before.find((seat) => seat.id !== mine && seat.connected && !now.find((one) => one.id === seat.id)?.connected);
  if (came) return `${roleWords(came.role)}进来了。`;
  return went ? `${roleWords(went.role)}断开了。` : "";
}

/** @param {Caption[]} captions @param {Caption} caption @returns {Caption[]} */
function captionsAfter(captions, caption) {
  const place = captions.findIndex((one) => one.seat === caption.seat && !one.final);
  const next = place < 0 ? [...captions, caption] : captions.map((one, index) => (index === place ? caption : one));
  return next.slice(-LINES);
}
