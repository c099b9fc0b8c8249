/** Holds the sentences of the pages that depend on something; knows no DOM. */

import { MESSAGE_LIMIT } from "./protocol.js";

/** @typedef {import("./protocol.js").Queue} Queue */
/** @typedef {import("./protocol.js").Line} Line */
/** @typedef {import("./protocol.js").Turn} Turn */
/** @typedef {import("./protocol.js").Info} Info */

export const CONNECTION_WORDS = {
  connecting: "正在连接，请稍候；您可以先输入。",
  connected: "",
  lost: "连接断开了，正在重连；您输入的内容不会丢失。",
  slow: "网络不太好，消息仍可以收发，回复会慢一些。",
};

export const DELIVERY_WORDS = { waiting: "等待发送", sent: "正在发送", refused: "没有发出去", passed_on: "已送达", answered: "" };

export const STATE_WORDS = {
  filling: "正在填写",
  confirming: "请核对",
  submitted: "已提交",
  cancelled: "已取消",
  handoff_video: "已转视频办理",
  handoff_phone: "已转电话办理",
};

export const CHANNEL_WORDS = { web: "网页", wechat: "微信", phone: "电话", video: "视频", text: "文字" };

export const EXPIRED = "上次的对话已经过期，已为您重新开始一次对话。没有发出的内容会自动重发。";
export const UNREACHABLE = "暂时连不上服务，请稍后再试。急事请拨打热线，或到医保窗口办理。";

/** Say the place in the queue; position 1 is the next to be served. @param {Queue} queue @param {string} hours */
export function queueSentence(queue, hours) {
  if (!queue.open_now) {
    return `现在没有工作人员值班${hours ? `（服务时间：${hours}）` : ""}。您的请求已登记，上班后按先后顺序接待。`;
  }
  const ahead = Math.max(0, queue.position - 1);
  const place = ahead === 0 ? "下一位就是您" : `前面还有 ${ahead} 位`;
  const minutes = queue.minutes === null ? "" : `，大约 ${Math.max(1, Math.round(queue.minutes))} 分钟`;
  const lane = queue.elder_lane && ahead > 0 ? "您走的是长辈优先通道。" : "";
  return `正在为您转人工：${place}${minutes}。${lane}等待时您可以继续提问。`;
}

/** Say who serves. @param {string|null} agent */
export function agentSentence(agent) {
  return `工作人员${agent ? ` ${agent} ` : ""}正在为您服务`;
}

/** Say how many characters are left; empty while there is plenty of room. @param {number} count */
export function counterSentence(count) {
  const left = MESSAGE_LIMIT - count;
  if (left > 100) return "";
  return left >= 0 ? `还可以输入 ${left} 个字` : `超出了 ${-left} 个字，请删短一些，或分两次发送`;
}

/** Tell whether the ear should hear the counter: at round marks, not at each key. @param {number} before @param {number} now */
export function counterIsNews(before, now) {
  const marks = [MESSAGE_LIMIT - 100, MESSAGE_LIMIT - 50, MESSAGE_LIMIT - 10, MESSAGE_LIMIT, MESSAGE_LIMIT + 1];
  return marks.some((mark) => before < mark && now >= mark);
}

/** Say how far a form is. @param {Turn} turn */
export function progressSentence(turn) {
  const filled = Object.keys(turn.fields).length;
  const known = Object.keys(turn.field_labels).filter((key) => !(key in turn.fields)).length;
  const state = STATE_WORDS[/** @type {keyof typeof STATE_WORDS} */ (turn.state)];
  if (turn.state === "filling" && turn.step) return `第 ${turn.step[0]} 项，共 ${turn.step[1]} 项`;
  if (turn.state !== "filling") return state ? `${filled} 项，${state}` : `${filled} 项`;
  return known > 0 ? `已填 ${filled} 项，还剩 ${known} 项` : `已填 ${filled} 项`;
}

/** Show a value that stays on the screen: who looks over the shoulder must not read a number whole. @param {string} value */
export function overTheShoulder(value) {
  if (/^\d{17}[\dXx]$/.test(value)) return `${value.slice(0, 3)}${"*".repeat(11)}${value.slice(-4)}`;
  return /^1\d{10}$/.test(value) ? `${value.slice(0, 3)}****${value.slice(-4)}` : value;
}

/** Say a reply for the ear, with what can be done next. @param {import("./protocol.js").Reply} reply */
export function spokenReply(reply) {
  const parts = [`智能助手说：${reply.spoken || reply.text}`];
  if (reply.sources.length > 0) parts.push(`附 ${reply.sources.length} 个政策依据。`);
  if (reply.choices.length > 0) {
    parts.push(`可以选：${reply.choices.map((choice, index) => `${index + 1}，${choice}`).join("；")}。`);
  }
  return parts.join(" ");
}

/** Write a date as people say it; what is no date stays as it is. @param {string} iso */
export function dateInWords(iso) {
  const [, year, month, day] = iso.match(/^(\d{4})-(\d{2})-(\d{2})/) ?? [];
  return year ? `${year}年${Number(month)}月${Number(day)}日` : iso;
}

/** Write the hour and minute of a moment, in the reader's time. @param {string|null} iso */
export function clockTime(iso) {
  const moment = iso ? new Date(iso) : null;
  if (!moment || Number.isNaN(moment.getTime())) return "";
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** Write a waiting time in one fixed shape, so that nothing moves while it ticks. @param {number} seconds */
export function waitingTime(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${two(Math.floor(whole / 60))} 分 ${two(whole % 60)} 秒`;
}

/** Name the speaker of a line. @param {Line} line */
export function speaker(line) {
  if (line.who === "citizen") return "我";
  if (line.who === "agent") return line.name ? `工作人员 ${line.name}` : "工作人员";
  return line.who === "assistant" ? "智能助手" : "系统提示";
}

/** Write a whole conversation as plain text that old Notepads show well. @param {Line[]} lines @param {Info} info */
export function transcriptText(lines, info) {
  const head = [`${info.name || "医保办事台"} 咨询记录`, "智能助手的回答由人工智能生成，仅供参考，以经办机构答复为准。", ""];
  const body = lines.flatMap((line) => [`[${dayAndTime(line.at)}] ${speaker(line)}：`, line.text, ...sourceLines(line), ""]);
  const foot = info.hotline ? [`服务热线：${info.hotline}${info.hours ? `（${info.hours}）` : ""}`] : [];
  return [...head, ...body, ...foot].join("\n").replaceAll("\n", "\r\n");
}

/** @param {Line} line */
function sourceLines(line) {
  const sources = line.reply?.sources ?? [];
  return sources.map((source, index) => {
    const place = [source.issuer, source.number, source.region, source.section.replace(/[.．、]$/, "")].filter(Boolean).join("，");
    return `  依据 ${index + 1}：《${source.title}》（${place}，${dateInWords(source.date)}）`;
  });
}

/** @param {string|null} iso */
function dayAndTime(iso) {
  const moment = iso ? new Date(iso) : null;
  if (!moment || Number.isNaN(moment.getTime())) return "时间不详";
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${clockTime(iso)}`;
}

const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
