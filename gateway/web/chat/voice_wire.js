/** Holds the words of the wire between the page and the voice stream; knows no DOM. */

import { parsed } from "../protocol.js";

export const LISTENING_RATE = 16_000; // hertz of what the microphone sends
export const FULL_RATE = 16_000; // hertz of what is said
export const SMALL_RATE = 8_000; // hertz of what is said to who saves data

/** @typedef {{hears: boolean, speaks: boolean, paces: {slowest: number, slow: number, usual: number, fastest: number, slower_by: number}, label: string}} Ability paces in characters a second */
/**
 * @typedef {{type: "ready"}|{type: "partial", text: string}|{type: "recognising"}|{type: "heard", text: string}|{type: "nothing"}
 *   |{type: "saying", id: number, rate: number}|{type: "said", id: number}|{type: "stop", id: number}
 *   |{type: "trouble", about: string, id: number, detail: string}} VoiceFrame
 */

/** Write the first frame. @param {string} token @param {number} pace */
export function encodeVoiceHello(token, pace) {
  return JSON.stringify({ type: "hello", token, pace });
}

/** Switch listening on, or wait for the next sentence. @param {string|null} awaiting key of the field that is being asked */
export function encodeListen(awaiting) {
  return JSON.stringify({ type: "listen", rate: LISTENING_RATE, ...(awaiting ? { awaiting } : {}) });
}

/** Ask for a line of the conversation to be said. @param {number} id @param {number} seq @param {number} rate */
export function encodeSay(id, seq, rate) {
  return JSON.stringify({ type: "say", id, seq, rate });
}

/** Ask for a prompt to be said. @param {number} id @param {string} prompt @param {number} rate */
export function encodePrompt(id, prompt, rate) {
  return JSON.stringify({ type: "say", id, prompt, rate });
}

/** Write an order that needs nothing else. @param {"finish"|"mute"|"stop"} type */
export function encodeOrder(type) {
  return JSON.stringify({ type });
}

/** Tell that everything of it was played. @param {number} id */
export function encodePlayed(id) {
  return JSON.stringify({ type: "played", id });
}

/** Ask for another pace. @param {number} pace characters a second */
export function encodePace(pace) {
  return JSON.stringify({ type: "pace", pace });
}

/** Read one frame; null if it is broken or unknown. @param {string} json @returns {VoiceFrame|null} */
export function decodeVoiceFrame(json) {
  const raw = parsed(json);
  switch (raw?.type) {
    case "ready":
    case "recognising":
    case "nothing":
      return { type: raw.type };
    case "partial":
    case "heard":
      return { type: raw.type, text: text(raw.text) };
    case "saying":
      return { type: "saying", id: number(raw.id), rate: number(raw.rate) || FULL_RATE };
    case "said":
    case "stop":
      return { type: raw.type, id: number(raw.id) };
    case "trouble":
      return { type: "trouble", about: text(raw.about), id: number(raw.id), detail: text(raw.detail) };
    default:
      return null;
  }
}

/** Take a slice of what is said out of its frame; null if it is none. @param {ArrayBuffer} frame @returns {{id: number, samples: Int16Array}|null} */
export function decodeSound(frame) {
  if (frame.byteLength < 6) return null;
  const id = new DataView(frame).getUint32(0, true);
  return { id, samples: new Int16Array(frame.slice(4, frame.byteLength - (frame.byteLength % 2))) };
}

/** Read what the voice of the office can do; null if there is none. @param {any} raw @returns {Ability|null} */
export function decodeAbility(raw) {
  const paces = raw?.paces;
  if (!paces || !["slowest", "slow", "usual", "fastest", "slower_by"].every((name) => number(paces[name]) > 0)) return null;
  return { hears: raw.hears === true, speaks: raw.speaks === true, paces, label: text(raw.label) };
}

/** Return the next pace: slower by a step, or faster; never beyond what can be understood. @param {number} pace @param {-1|1} direction @param {Ability["paces"]} paces */
export function nextPace(pace, direction, paces) {
  const next = direction < 0 ? pace * paces.slower_by : pace / paces.slower_by;
  return Math.round(Math.min(paces.fastest, Math.max(paces.slowest, next)) * 100) / 100;
}

/** Tell whether the citizen asked the browser to save data. */
export function savesData() {
  const connection = /** @type {any} */ (navigator).connection;
  return connection?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const number = (/** @type {unknown} */ raw) => (Number.isFinite(raw) ? /** @type {number} */ (raw) : 0);
