/** Saves a conversation as a text file on the citizen's device. */

import { element } from "../dom.js";
import { transcriptText } from "../words.js";

/** @param {import("../protocol.js").Line[]} lines @param {import("../protocol.js").Info} info @param {Date} today */
export function saveTranscript(lines, info, today) {
  // The mark at the start makes old Notepads read Chinese.
  const file = new Blob(["\uFEFF", transcriptText(lines, info)], { type: "text/plain;charset=utf-8" });
  const address = URL.createObjectURL(file);
  const day = today.toLocaleDateString("sv-SE");
  const link = element("a", { href: address, download: `医保咨询记录-${day}.txt`, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
