/** Draws the account's menu: up to three buttons, each with up to five below it. */

import { element } from "./dom.js";

/**
 * Fill the list with the menu's buttons.
 * @param {HTMLElement} list @param {any[]} menu
 * @param {(top: number, below: number) => void} press
 */
export function fillMenu(list, menu, press) {
  list.replaceChildren(...menu.map((button, top) => item(button, top, press)));
}

/** @param {any} button @param {number} top @param {(top: number, below: number) => void} press */
function item(button, top, press) {
  const lower = button.sub_button ?? [];
  if (lower.length === 0) {
    return element("li", {}, element("button", { type: "button", text: button.name, on: { click: () => press(top, -1) } }));
  }
  const opener = element("button", { type: "button", text: `≡ ${button.name}`, "aria-expanded": "false" });
  const below = element("ul", { class: "below", hidden: true });
  const close = () => show(opener, below, false);
  below.append(
    ...lower.map((/** @type {any} */ one, /** @type {number} */ place) =>
      element("li", {}, element("button", { type: "button", text: one.name, on: { click: () => (close(), press(top, place)) } })),
    ),
  );
  opener.addEventListener("click", () => show(opener, below, below.hidden));
  const whole = element("li", {}, opener, below);
  whole.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(), opener.focus();
  });
  whole.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node) || !whole.contains(event.relatedTarget)) close();
  });
  return whole;
}

/** @param {HTMLElement} opener @param {HTMLElement} below @param {boolean} open */
function show(opener, below, open) {
  below.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
}
