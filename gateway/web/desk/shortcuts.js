/** Holds the keys of the staff page, and which of them was pressed; knows no DOM. */

/** @typedef {{act: string, key: string, code: string, says: string}} Shortcut */

/** D, E and F are left out: browsers take them for themselves. @type {Shortcut[]} */
export const SHORTCUTS = [
  { act: "accept", key: "Alt+A", code: "KeyA", says: "接听正在响的办事人" },
  { act: "decline", key: "Alt+R", code: "KeyR", says: "这一位让给同事" },
  { act: "answer", key: "Alt+J", code: "KeyJ", says: "到回复框" },
  { act: "mute", key: "Alt+M", code: "KeyM", says: "静音，再按恢复" },
  { act: "camera", key: "Alt+V", code: "KeyV", says: "关摄像头，再按打开" },
  { act: "ask_confirm", key: "Alt+G", code: "KeyG", says: "请您确认" },
  { act: "ask_sign", key: "Alt+S", code: "KeyS", says: "请您签名" },
  { act: "ask_photo", key: "Alt+P", code: "KeyP", says: "拍证件" },
  { act: "tab:1", key: "Alt+1", code: "Digit1", says: "右边第一页：资料（通话时是表单）" },
  { act: "tab:2", key: "Alt+2", code: "Digit2", says: "右边第二页" },
  { act: "tab:3", key: "Alt+3", code: "Digit3", says: "右边第三页" },
  { act: "tab:4", key: "Alt+4", code: "Digit4", says: "右边第四页" },
  { act: "knowledge", key: "Alt+K", code: "KeyK", says: "查政策" },
  { act: "transfer", key: "Alt+T", code: "KeyT", says: "转给同事" },
  { act: "queue", key: "Alt+Q", code: "KeyQ", says: "通话时看排队" },
  { act: "end", key: "Alt+W", code: "KeyW", says: "结束通话" },
];

/**
 * Return what a key asks for; null if it is none of ours. The place of the key counts, so that input methods change nothing.
 * @param {{code: string, key: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean}} event
 * @param {boolean} isTyping whether the keys go into a field
 */
export function shortcutOf(event, isTyping) {
  if (event.ctrlKey || event.metaKey) return null;
  if (!event.altKey) return !isTyping && (event.key === "?" || event.key === "？") ? "help" : null;
  if (event.shiftKey) return null;
  return SHORTCUTS.find(({ code }) => code === event.code)?.act ?? null;
}
