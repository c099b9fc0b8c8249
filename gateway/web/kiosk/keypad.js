/** Offers big keys on the screen for whatever takes digits, so that no keyboard is needed. */

import { element } from "../dom.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0", "⌫"];

/** Return what a value becomes by a key. @param {string} value @param {string} key */
export function typed(value, key) {
  return key === "⌫" ? [...value].slice(0, -1).join("") : value + key;
}

/** Make the keys for a box. @param {HTMLInputElement|HTMLTextAreaElement} box @returns {HTMLElement} */
export function keypad(box) {
  const keys = KEYS.map((key) => element("button", { class: "key", type: "button", text: key, "aria-label": key === "⌫" ? "删掉一位" : key, on: { click: () => press(box, key) } }));
  return element("div", { class: "keypad", role: "group", "aria-label": "屏幕数字键" }, ...keys);
}

/** @param {HTMLInputElement|HTMLTextAreaElement} box @param {string} key */
function press(box, key) {
  const value = typed(box.value, key);
  if (box.maxLength >= 0 && value.length > box.maxLength) return;
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
