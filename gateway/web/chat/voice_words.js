/** Holds the sentences of the microphone that depend on something; knows no DOM. */

/** @typedef {import("./voice_state.js").Talk} Talk @typedef {import("./voice_microphone.js").Obstacle} Obstacle */

const LABELS = {
  off: "点一下，说话",
  opening: "正在打开麦克风",
  listening: "请说，我在听",
  hearing: "说完了，点这里",
  recognising: "正在识别",
  countdown: "接着说，点这里",
  asking: "麦克风开着，点一下关",
  speaking: "打断，我要说话",
};

const STATES = {
  off: "",
  opening: "浏览器问起麦克风，请点“允许”。",
  listening: "麦克风开了，请说话。",
  hearing: "说完停一下就行。",
  recognising: "听完了，正在变成文字。",
  countdown: "",
  asking: "已经发送，请稍候。",
  speaking: "",
};

const OBSTACLES = {
  insecure: "这个网址不安全，浏览器不让用麦克风。",
  unsupported: "这个浏览器不能用麦克风。请打字，或换一个新的浏览器。",
  refused: "浏览器没有允许用麦克风。请在浏览器设置里允许，再点一下。",
  none: "没有找到麦克风。请接好麦克风，再点一下。",
  busy: "麦克风打不开，可能别的程序正在用。请关掉它，再点一下。",
};

export const NOTHING_HEARD = "没有听到说话，麦克风关了。要说请再点一下。";
export const LINE_LOST = "语音断开了，请再点一下，或者打字。";
export const CLOGGED = "网络太慢，声音传不出去。请打字。";
export const READING = "正在读给您听";
export const CANNOT_READ = "现在读不了，请看文字。";

/** Return what the button says. @param {Talk} talk */
export function buttonLabel(talk) {
  return LABELS[talk.phase];
}

/** Return how the microphone stands, in a sentence; empty while nothing is to be said. @param {Talk} talk */
export function stateSentence(talk) {
  if (talk.phase === "speaking" && talk.isOpen) return "可以直接说话打断。";
  return STATES[talk.phase];
}

/** Say when the words go out. @param {number} seconds */
export function countdownSentence(seconds) {
  return `${seconds} 秒后发送`;
}

/** Say why the microphone cannot be used, and what else there is. @param {Obstacle} obstacle @param {string} hotline */
export function obstacleSentence(obstacle, hotline) {
  return hotline ? `${OBSTACLES[obstacle]}也可以拨打热线 ${hotline}。` : OBSTACLES[obstacle];
}

/** Tell whether the microphone is on, as `aria-pressed` says it. @param {Talk} talk */
export function isPressed(talk) {
  return talk.isOpen || talk.phase === "opening";
}
