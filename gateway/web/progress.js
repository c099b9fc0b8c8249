/** Works 办理进度: what was submitted here, and what a number with the tail of the ID number shows. */

import { measureBars } from "./bars.js";
import { announce, byId, element, icon } from "./dom.js";
import { workFrame } from "./frame.js";
import { rowsView } from "./own/rows_view.js";
import { decodeFiled, decodeProgress, numberIn, progressQuestion } from "./own/wire.js";
import { call, Problem } from "./service.js";
import { forgetSession, keptSession, session } from "./session.js";
import { dateInWords } from "./words.js";

workFrame();
measureBars(["bar"]);
const number = byId("number", HTMLInputElement);
const tail = byId("tail", HTMLInputElement);
const news = byId("progress-news", HTMLElement);
const answer = byId("answer", HTMLElement);
number.value = numberIn(location.hash);
// The number must not stay in the address: pages are sent on and printed.
if (location.hash) history.replaceState(null, "", location.pathname);
byId("asking", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void ask();
});
if (number.value) tail.focus();
await showOwn();

/** Show what was submitted in this tab's conversation. */
async function showOwn() {
  const own = keptSession();
  if (!own) return;
  try {
    const filed = decodeFiled(await call("GET", `/api/v1/conversations/${own.id}/applications`, { token: own.token }));
    byId("own", HTMLElement).hidden = filed.length === 0;
    byId("own-list", HTMLElement).replaceChildren(...filed.map(filedView));
  } catch {
    // The form below works without it.
  }
}

/** @param {import("./own/wire.js").Filed} filed */
function filedView(filed) {
  const rows = [
    { label: "受理号", value: filed.number, note: "" },
    { label: "状态", value: filed.phase_text, note: filed.note },
    { label: "最晚办好", value: filed.due ? dateInWords(filed.due) : "", note: "" },
    { label: "还缺的材料", value: filed.missing.join("、"), note: "" },
  ].filter((row) => row.value);
  const print = element("a", { class: "button quiet", href: `/print/receipts/${filed.number}` }, icon("print"), element("span", { text: "打印回执" }), element("span", { class: "unseen", text: `：${filed.item}` }));
  return element("li", { class: "panel" }, element("h3", { text: filed.item }), rowsView(rows), element("p", { text: filed.next }), element("div", { class: "row" }, filed.number ? print : null));
}

async function ask() {
  const question = progressQuestion(number.value, tail.value);
  for (const box of [number, tail]) box.removeAttribute("aria-invalid");
  if ("problem" in question) {
    const box = question.field === "number" ? number : tail;
    box.setAttribute("aria-invalid", "true");
    box.focus();
    return announce(news, question.problem);
  }
  announce(news, "正在查…");
  try {
    const own = await session();
    const reply = decodeProgress(await call("POST", `/api/v1/conversations/${own.id}/progress`, { token: own.token, body: question.body }));
    announce(news, "");
    answer.hidden = false;
    answer.replaceChildren(element("p", { text: reply?.text ?? "" }), ...(reply?.cards ?? []).map((card) => rowsView(card.rows)));
    tail.value = ""; // for the next one at the same screen
    answer.focus();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) forgetSession();
    announce(news, /** @type {any} */ (error).detail ?? "现在查不了，请稍后再试。");
  }
}
