/** Shows the sheet of keyboard shortcuts. */

import { element } from "../dom.js";
import { isOpen, tell } from "./dialogs.js";
import { SHORTCUTS } from "./shortcuts.js";

/** Show the sheet, unless a window is open already. */
export function showHelp() {
  if (isOpen()) return;
  const rows = SHORTCUTS.map(({ key, says }) => element("div", {}, element("dt", {}, element("kbd", { text: key })), element("dd", { text: says })));
  const slash = element("div", {}, element("dt", {}, element("kbd", { text: "/" })), element("dd", { text: "在回复框里找服务用语，可打拼音首字母" }));
  const help = element("div", {}, element("dt", {}, element("kbd", { text: "?" })), element("dd", { text: "看这张表（不在打字时）" }));
  tell("键盘快捷键", [element("dl", { class: "keys" }, ...rows, slash, help)]);
}
