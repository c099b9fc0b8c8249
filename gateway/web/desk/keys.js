/** Carries the keyboard shortcuts of the staff page to what they do. */

import { isOpen } from "./dialogs.js";
import { isTyping } from "./ring_view.js";
import { shortcutOf } from "./shortcuts.js";

/** Listen. @param {Record<string, () => void>} acts by name; "tab" takes a number @param {(place: number) => void} openTab from 1 */
export function armKeys(acts, openTab) {
  addEventListener("keydown", (event) => {
    const act = shortcutOf(event, isTyping(document.activeElement));
    if (!act || isOpen()) return;
    const place = act.startsWith("tab:") ? Number(act.slice("tab:".length)) : null;
    if (place === null && !acts[act]) return;
    event.preventDefault();
    if (place !== null) openTab(place);
    else acts[act]?.();
  });
}
