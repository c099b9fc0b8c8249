/** Holds the sentences of the call page that depend on something; knows no DOM. */

import { clockTime, dateInWords } from "../words.js";

/** @typedef {import("../rtc/wire.js").Seat} Seat @typedef {import("../rtc/wire.js").Field} Field @typedef {import("../rtc/wire.js").Form} Form */
/** @typedef {"insecure"|"unsupported"|"refused"|"none"|"busy"} Obstacle */
/** @typedef {"wechat"|"apple"|"other"} Kind of browser */

export const NO_WAY_IN = "请先在聊天页说“我要视频办”，轮到您时会有“打开视频”按钮。";
export const NOT_SENT = "现在没有连上，刚才那一步没有成功。连上后请再点一次。";
export const ELSEWHERE = "您在别的页面打开了这个视频，这一页停了。";
export const CALL_ME = "我用不了视频，请给我打电话。";
export const CALL_ME_TOLD = "已经告诉工作人员，会给您打电话。也可以打热线。";
export const CANNOT_SIGN = "我签不了名，请帮忙。";
export const HELP_TOLD = "已经告诉工作人员。";
export const NOT_RIGHT = "表单有不对的地方，请帮我看看。";
export const RECONNECTING = "网络断了，正在重新接通。您的表单都在，请稍等。";
export const LINE_LOST = "连接断了，正在重连。您的位置和表单都留着。";
export const MASKED = "正在看证件，画面遮住了";
export const COVERED = "已遮住";
export const WRITING = "工作人员在线，请打字。要视频请点“开摄像头”。";
export const WAITING_IN_WRITING = "正在等工作人员，您可以先打字。";
export const VOICE_ONLY = "现在只用声音。要视频请点“开摄像头”。";
export const NO_PICTURE = "对方没有开画面";

const OBSTACLES = {
  insecure: "这个网址不安全，不能用摄像头。",
  unsupported: "这个浏览器不能视频。",
  refused: "摄像头和麦克风没有打开：还没有允许。",
  none: "没有找到摄像头和麦克风。",
  busy: "摄像头打不开，可能别的软件正在用。",
};

const WAYS_OUT = {
  wechat: ["点右上角的“…”。", "选“在浏览器打开”。", "再点一次“允许”。", "还不行，就回到微信里发语音，或者打热线。"],
  apple: ["打开手机的“设置”。", "找到您用的浏览器。", "打开“相机”和“麦克风”，再回来重试。"],
  other: ["点网址左边的小图标。", "把“摄像头”和“麦克风”改成“允许”。", "再点下面的按钮重试。"],
};

/** Say what stands in the way. @param {Obstacle} obstacle */
export function obstacleSentence(obstacle) {
  return OBSTACLES[obstacle];
}

/** Say how to open it, step by step; none where steps do not help. @param {Obstacle} obstacle @param {Kind} kind @returns {string[]} */
export function waysOut(obstacle, kind) {
  if (obstacle === "none") return ["接好摄像头和麦克风，再重试。"];
  if (obstacle === "busy") return ["关掉别的视频软件，再重试。"];
  if (obstacle === "refused") return WAYS_OUT[kind];
  return kind === "wechat" ? WAYS_OUT.wechat.filter((step) => !step.includes("允许")) : ["换一个新的浏览器打开，或者改用文字、电话。"];
}

/** Tell what kind of browser it is. @param {string} agent the browser's own name @returns {Kind} */
export function browserKind(agent) {
  if (/MicroMessenger/i.test(agent)) return "wechat";
  return /iPhone|iPad/i.test(agent) ? "apple" : "other";
}

/** Name somebody for the citizen. @param {Seat|undefined} seat */
export function seatName(seat) {
  if (!seat) return "对方";
  if (seat.role === "agent") return seat.name ? `工作人员 ${seat.name}` : "工作人员";
  if (seat.role === "supervisor") return "督导员";
  return seat.role === "family" ? `家里人 ${seat.name}` : seat.name;
}

/** Say who wrote a field, and when; empty while nobody did. @param {Field} field @param {string} mySeat */
export function byline(field, mySeat) {
  if (field.error || (!field.value && !field.shown)) return "";
  const who = field.by === mySeat ? "您" : field.by === "agent" ? `工作人员 ${field.byName}` : field.byName;
  return [who && `${who}填的`.replace("聊天时填的填的", "聊天时填的").replace("照片识别填的", "照片上认出来的"), clockTime(field.at)].filter(Boolean).join("，");
}

/** Say what the citizen is to do with a form. @param {Form} form */
export function formSentence(form) {
  if (form.doubled && form.state === "filling") return form.doubled;
  return {
    filling: "还没填完，请等一等。",
    confirmable: "填好了。请从头看一遍，都对就点下面。",
    confirmed: "您同意了。请在下面签名。",
    signed: "签好了。请等工作人员提交。",
    submitted: "已经提交了。",
  }[form.state];
}

/** Say where the citizen stands in the queue. @param {import("../protocol.js").Queue|null} queue */
export function placeSentence(queue) {
  if (!queue) return "请稍等，工作人员马上来。";
  if (!queue.open_now) return "现在没有人值班。您的位置留着，上班后先接您。";
  const ahead = Math.max(0, queue.position - 1);
  const minutes = queue.minutes === null ? "" : `，大约 ${Math.max(1, Math.round(queue.minutes))} 分钟`;
  return ahead === 0 ? `下一位就是您${minutes}。` : `前面还有 ${ahead} 位${minutes}。`;
}

/** Say why it is over, and what becomes of the matter. @param {string} why @param {boolean} isDone whether there is a receipt */
export function endSentence(why, isDone) {
  if (why === "left") return isDone ? "您挂断了视频。事情已经办好了。" : "您挂断了视频。填好的内容都留着。要接着办，请回聊天页点“人工”。";
  if (why === "lost") return "断线太久，视频结束了。填好的内容都留着。要接着办，请回聊天页点“人工”。";
  return why === "done" ? "这次办完了，谢谢您。" : "这次视频结束了，谢谢您。";
}

/** Say that a seat is held. @param {Seat|undefined} seat */
export function heldSentence(seat) {
  return `${seatName(seat)}断线了，正在等他回来。您的表单都在。`;
}

/** Say what the agent points at. @param {string} target @param {(key: string) => string} labelOf of a field */
export function pointSentence(target, labelOf) {
  if (target.startsWith("field:")) return `请看“${labelOf(target.slice("field:".length))}”这一项。`;
  return POINTS[target] ?? "请看带红圈的地方。";
}

/** @type {Record<string, string>} */
const POINTS = {
  microphone: "请点“静音”按钮，红圈里那个。",
  camera: "请点“关摄像头”按钮，红圈里那个。",
  confirm: "请看一遍表单，都对就点“我看过了，同意提交”。也可以说“同意”。",
  sign: "请在红圈的框里签名。",
  photo: "请点“拍证件”按钮，红圈里那个。",
  hang_up: "办完了可以点“挂断”。",
};

/** @type {Record<string, string>} */
const DOCUMENTS = { id_card: "身份证（有照片那面）", id_card_back: "身份证（有国徽那面）", household_register: "户口簿", birth_certificate: "出生证明", bank_card: "银行卡", invoice: "收费票据", discharge_record: "出院记录", diagnosis: "诊断证明" };

/** Say what is to be photographed. @param {string} kind */
export function wantedSentence(kind) {
  return `工作人员请您拍一张${DOCUMENTS[kind] ?? "证件"}。`;
}

/** Return the kind of document as the gateway knows it; empty for others. @param {string} kind */
export function documentKind(kind) {
  return Object.hasOwn(DOCUMENTS, kind) ? kind : "";
}

/** Show a receipt's facts. @param {{number: string, item: string, due: string}} receipt @returns {[string, string][]} */
export function receiptFacts({ number, item, due }) {
  return [["办的事", item], ["受理号", number], ["办好的时间", due ? `${dateInWords(due)}前` : ""]];
}

const AGREEMENTS = ["同意", "我同意", "同意提交", "我看过了同意提交"];

/** Tell whether these words, heard, are a yes to the form. @param {string} heard */
export function agrees(heard) {
  return AGREEMENTS.includes(heard.replace(/[\s，。！？,.!?]/g, ""));
}
