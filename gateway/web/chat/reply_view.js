/** Shows what is inside one reply: text, sources, choices, ways to react. */

import { definitions, element, icon } from "../dom.js";
import { addressOf } from "../policies/wire.js";
import { dateInWords } from "../words.js";
import { receiptIn } from "./arrival.js";
import { feedbackView } from "./feedback_view.js";

/** @typedef {import("../protocol.js").Reply} Reply */
/** @typedef {import("../protocol.js").Source} Source */
/** @typedef {(words: import("./voice_reader.js").Words, ended: (() => void)|null) => void} Read begin to read; null: stop */

const RATED = ["answered", "no_source_found"]; // only answers can be useful or not

/** Make the paragraphs of a text. @param {string} text @returns {HTMLElement} */
export function textView(text) {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => element("p", { text: paragraph.trim() }));
  return element("div", { class: "words" }, ...paragraphs);
}

/** Make the numbered list of sources. @param {Source[]} sources @returns {HTMLElement} */
export function sourcesView(sources) {
  const rows = sources.map((source, index) =>
    element(
      "li",
      {},
      element("details", { class: "source" }, sourceSummary(source, index + 1), sourceDetails(source), entryLink(source)),
    ),
  );
  return element("ol", { class: "sources", "aria-label": "政策依据" }, ...rows);
}

/**
 * Make the numbered quick replies.
 * @param {string[]} choices @param {(choice: string) => void} choose @returns {HTMLElement}
 */
export function choicesView(choices, choose) {
  const items = choices.map((choice, index) => {
    const button = element("button", { class: "choice", type: "button", "data-choice": choice, on: { click: () => choose(choice) } });
    button.append(element("span", { class: "choice-number", text: String(index + 1) }), element("span", { text: choice }));
    return element("li", {}, button);
  });
  return element("ol", { class: "choices", "aria-label": "可以直接选，也可以输入数字" }, ...items);
}

/** Turn used quick replies into plain words, the chosen one marked. @param {ParentNode} log @param {string} said */
export function retireChoices(log, said) {
  for (const button of log.querySelectorAll("button.choice")) {
    const isChosen = button.getAttribute("data-choice") === said;
    const plain = element("p", { class: isChosen ? "choice used chosen" : "choice used" }, ...button.childNodes);
    if (isChosen) plain.append(element("span", { class: "chosen-mark", text: "已选" }));
    button.replaceWith(plain);
  }
}

/**
 * Make the row of ways to react to an answer.
 * @param {Reply} reply @param {import("./feedback_view.js").Rate|null} rate
 * @param {(ended: (() => void)|null) => void} read begin to read it; null: stop @returns {HTMLElement}
 */
export function reactionsView(reply, rate, read) {
  const thumbs = rate && RATED.includes(reply.status) ? feedbackView(rate) : null;
  return element("div", { class: "reactions" }, readButton(read), receiptLink(reply), thumbs);
}

/** Lead from the words that give out a receipt number to the receipt on paper. @param {Reply} reply */
function receiptLink(reply) {
  const number = receiptIn(reply.text);
  return number ? element("a", { class: "small", href: `/print/receipts/${number}` }, icon("print"), element("span", { text: "打印回执" })) : null;
}

/** @param {Source} source @param {number} number */
function sourceSummary(source, number) {
  const begins = source.in_force_from ? `${dateInWords(source.in_force_from)}起执行` : "";
  const facts = [source.number, begins].filter(Boolean).join("，");
  return element(
    "summary",
    {},
    element("span", { class: "source-name" }, element("span", { class: "unseen", text: "依据" }), element("span", { class: "source-number", text: `[${number}]` }), element("span", { text: `《${source.title}》` }), facts ? element("span", { class: "source-facts", text: facts }) : null),
  );
}

/** Lead to the paragraph that was cited; what the catalogue of items says has none. @param {Source} source */
function entryLink(source) {
  if (!/^[^#]+#[^#]+@\d+$/.test(source.document_id)) return null;
  return element("p", { class: "source-link" }, element("a", { href: addressOf(source.document_id), text: "到政策库看这一段原文" }));
}

/** @param {Source} source */
function sourceDetails(source) {
  return definitions(
    [
      ["标题", source.title],
      ["发布机关", source.issuer],
      ["文号", source.number],
      ["发布日期", dateInWords(source.date)],
      ["生效日期", dateInWords(source.in_force_from)],
      ["失效日期", dateInWords(source.in_force_until)],
      ["适用地区", source.region],
      ["所在章节", source.section],
    ],
    "pairs",
  );
}

/** Make the button that reads; the style sheet leaves it out where nothing can read. @param {(ended: (() => void)|null) => void} read */
function readButton(read) {
  const label = element("span", { text: "读给我听" });
  const button = element("button", { class: "small read", type: "button", "aria-pressed": "false" }, icon("speaker"), label);
  const show = (/** @type {boolean} */ isReading) => {
    button.setAttribute("aria-pressed", String(isReading));
    label.textContent = isReading ? "停止朗读" : "读给我听";
  };
  button.addEventListener("click", () => {
    const wasReading = button.getAttribute("aria-pressed") === "true";
    if (wasReading) return read(null);
    read(() => show(false)); // what was read before ends now, and says so to its own button
    show(true);
  });
  return button;
}
