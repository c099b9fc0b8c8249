/** Shows a photograph that the citizen handed in; each look is recorded by the gateway. */

import { announce, element } from "../dom.js";
import { button } from "../admin/controls.js";
import { CASE } from "./words.js";

/** @param {string} photo the id of the photograph @param {string} material what it shows */
export function showPhoto(photo, material) {
  const before = document.activeElement;
  const heading = element("h2", { id: "dialog-title", text: material });
  const problem = element("div", { class: "problem", role: "alert" });
  const picture = element("img", { class: "photo", src: `/api/v1/photos/${encodeURIComponent(photo)}`, alt: material });
  picture.addEventListener("error", () => {
    picture.hidden = true;
    announce(problem, CASE.photoBroken);
  });
  const zoom = button(CASE.bigger, () => {
    const isBig = frame.classList.toggle("big");
    zoom.textContent = isBig ? CASE.smaller : CASE.bigger;
  });
  // The frame scrolls, so the keyboard must reach it.
  const frame = element("div", { class: "photo-frame", tabindex: "0", role: "group", "aria-label": material }, picture);
  const close = button(CASE.close, () => dialog.close(), "main");
  const dialog = element("dialog", { class: "dialog photo-dialog", "aria-labelledby": heading.id }, heading, element("p", { class: "hint", text: CASE.photoNote }), problem, frame, element("div", { class: "dialog-foot" }, close, zoom));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}
