/** Shows a card beside a reply: figures with their time, papers, parts, a code, a link. */

import { element } from "../dom.js";
import { resumeCodeOf } from "./arrival.js";

/** @typedef {import("../protocol.js").Card} Card */

/** Make a card. @param {Card} card @returns {HTMLElement} */
export function cardView(card) {
  const title = element("h2", { class: "card-title", text: card.title });
  return element("section", { class: `card ${card.kind}`, "aria-label": card.title }, title, rowsOf(card), linkOf(card), slipOf(card));
}

/** @param {Card} card */
function rowsOf(card) {
  if (card.rows.length === 0) return null;
  const rows = card.rows.map(({ label, value, note }) =>
    element("div", {}, element("dt", { text: label }), element("dd", {}, element("strong", { text: value }), note ? element("span", { class: "card-note", text: note }) : null)),
  );
  return element("dl", { class: "card-rows" }, ...rows);
}

/** Lead only to where we, or the identity provider behind us, may lead. @param {Card} card */
function linkOf(card) {
  if (!card.link || !/^(https?:\/\/|\/)/.test(card.link)) return null;
  const isCall = card.link === "/call";
  return element("a", { class: isCall ? "button card-link to-call" : "button card-link", href: card.link, rel: "noopener", text: card.title });
}

/** Offer a code to go on with on paper, with a QR code. @param {Card} card */
function slipOf(card) {
  const code = resumeCodeOf(card);
  return code ? element("a", { class: "button quiet card-link", href: `/print/slip#${code}`, text: "打印续办单（带二维码）" }) : null;
}
