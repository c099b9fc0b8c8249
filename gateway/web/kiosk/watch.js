/** Watches over a shared machine on every page: warns in words and aloud, then wipes; offers keys for digits. */

import { canReadAloud, readAloud, stopReading } from "../chat/read_aloud.js";
import { element } from "../dom.js";
import { Idle } from "./idle.js";
import { keypad } from "./keypad.js";
import { wipe } from "./wipe.js";

const STILL_HERE = "您还在吗？";
const WARNING = "没有人用的话，马上会清掉您的信息，回到开头。";
const PACE = 2.5; // characters a second
const now = () => performance.now() / 1000;

/** Begin to watch; once on each page. */
export function watch() {
  document.documentElement.dataset.kiosk = "yes";
  document.head.append(element("link", { rel: "stylesheet", href: "/static/kiosk.css" }));
  const idle = new Idle(now());
  const dialog = warning(idle);
  document.body.append(dialog.box);
  for (const event of ["pointerdown", "keydown", "input", "scroll"]) document.addEventListener(event, () => idle.touched(now()), { passive: true, capture: true });
  setInterval(() => void look(idle, dialog), 500);
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-digits], textarea[data-digits], #message"))) box.closest("form")?.append(offered(box));
}

/** @param {Idle} idle @param {ReturnType<typeof warning>} dialog */
async function look(idle, dialog) {
  const { state, left } = idle.at(now());
  if (state === "here") return;
  if (!dialog.box.open) {
    dialog.box.showModal();
    if (canReadAloud()) readAloud(`${STILL_HERE}${WARNING}`, PACE, () => undefined);
  }
  dialog.seconds.textContent = `还有 ${left} 秒`;
  if (state === "gone") await leave();
}

/** @param {Idle} idle */
function warning(idle) {
  const seconds = element("p", { class: "kiosk-seconds" });
  const stay = element("button", { class: "button wide", type: "button", text: "我还在，接着用", on: { click: () => extend() } });
  const go = element("button", { class: "button quiet wide", type: "button", text: "我办完了，清掉我的信息", on: { click: () => void leave() } });
  const person = element("a", { class: "button quiet wide", href: "/chat?human=1", text: "找工作人员", on: { click: () => extend() } });
  const box = element("dialog", { class: "kiosk-warning", "aria-labelledby": "kiosk-title" }, element("h2", { id: "kiosk-title", text: STILL_HERE }), element("p", { text: WARNING }), seconds, stay, go, person);
  const extend = () => {
    idle.extend(now());
    stopReading();
    box.close();
  };
  box.addEventListener("cancel", extend);
  return { box, seconds };
}

let isLeaving = false;

async function leave() {
  if (isLeaving) return;
  isLeaving = true;
  stopReading();
  await wipe();
  location.replace("/kiosk");
}

/** @param {HTMLInputElement|HTMLTextAreaElement} box */
function offered(box) {
  return element("details", { class: "kiosk-keys" }, element("summary", { text: "屏幕数字键" }), keypad(box));
}
