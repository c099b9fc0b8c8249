/** Shows one paragraph of a policy: both wordings, whether it holds, what can be done with it. */

import { element, icon } from "../dom.js";
import { addressOf } from "./wire.js";
import { COPIED, COPY_BY_HAND, topicOf, validity } from "./words.js";

/** @typedef {import("./wire.js").Entry} Entry */
/** @typedef {{listen: (entry: Entry) => void, tell: (sentence: string) => void, isElder: () => boolean}} EntryActions */

/**
 * Make the paragraph.
 * @param {Entry} entry @param {{actions: EntryActions, today: string, oldState?: string, place?: string}} options place: "第 3 段"; oldState: of a version that no longer answers
 * @returns {HTMLElement}
 */
export function entryView(entry, { actions, today, oldState = "", place = "" }) {
  const heading = element("h4", { tabindex: "-1" }, place ? element("span", { class: "entry-place", text: place }) : null, element("span", { text: topicOf(entry) }));
  const reading = element("p", { class: "reading-mark", text: "正在读这一段", hidden: true });
  const plain = wordingView("plain", "大白话", entry.plain);
  const official = wordingView("official", "原文", entry.text);
  const wordings = actions.isElder() ? [plain, official] : [official, plain];
  const made = element("article", { class: oldState ? "entry old" : "entry", id: entry.id }, heading, validityView(entry, validity(entry, today, oldState)), reading, ...wordings);
  if (!oldState) made.append(...toolsView(entry, actions));
  return made;
}

/** Mark the paragraph that is being read, and take the mark from all others. @param {ParentNode} reader @param {string|null} id */
export function markReading(reader, id) {
  for (const entry of reader.querySelectorAll("article.entry")) {
    const isRead = entry.id === id;
    entry.classList.toggle("being-read", isRead);
    const mark = entry.querySelector(".reading-mark");
    if (mark instanceof HTMLElement) mark.hidden = !isRead;
  }
}

/** @param {string} kind @param {string} label @param {string} text */
function wordingView(kind, label, text) {
  const paragraphs = text.split(/\n+/).filter(Boolean).map((paragraph) => element("p", { text: paragraph }));
  return element("div", { class: `wording ${kind}` }, element("h5", { text: label }), ...paragraphs);
}

/** @param {Entry} entry @param {{kind: string, word: string, dates: string}} validity */
function validityView(entry, { kind, word, dates }) {
  const chip = element("p", { class: "validity" }, element("strong", { class: `chip ${kind}`, text: word }), element("span", { text: dates }));
  const view = element("div", {}, chip);
  if (entry.expired_note) view.append(element("p", { class: "validity-note", text: entry.expired_note }));
  if (entry.superseded_by) view.append(element("p", {}, element("a", { href: addressOf(entry.superseded_by), text: "看代替它的规定" })));
  return view;
}

/** @param {Entry} entry @param {EntryActions} actions @returns {HTMLElement[]} */
function toolsView(entry, actions) {
  const about = topicOf(entry);
  const meaning = meaningView(entry);
  const explain = tool("这段什么意思", null, about, () => {
    meaning.hidden = !meaning.hidden;
    explain.setAttribute("aria-expanded", String(!meaning.hidden));
    if (!meaning.hidden) actions.tell(`这段的意思是：${entry.plain}`);
  });
  explain.setAttribute("aria-expanded", "false");
  meaning.querySelector("button")?.addEventListener("click", () => {
    meaning.hidden = true;
    explain.setAttribute("aria-expanded", "false");
    explain.focus();
  });
  const listen = tool("听这段", "speaker", about, () => actions.listen(entry));
  listen.classList.add("listen");
  const leaflet = element("a", { class: "small", href: `/api/v1/knowledge/entries/${encodeURIComponent(entry.id)}/leaflet.pdf`, target: "_blank", rel: "noopener" }, icon("print"), element("span", { text: "打印明白纸" }), element("span", { class: "unseen", text: `：${about}（PDF，在新页面打开）` }));
  const link = element("p", { class: "link-by-hand", hidden: true });
  const copy = tool("复制链接", "link", about, () => void copyLink(entry.id, link, actions.tell));
  return [element("div", { class: "tools" }, listen, explain, leaflet, copy), link, meaning];
}

/** @param {Entry} entry */
function meaningView(entry) {
  return element(
    "div",
    { class: "meaning", hidden: true },
    element("p", { class: "meaning-head", text: "这段的意思是：" }),
    element("p", { class: "meaning-words", text: entry.plain }),
    element(
      "div",
      { class: "buttons" },
      element("a", { class: "button", href: `/chat?about=${encodeURIComponent(entry.id)}`, text: "还不明白，继续问" }),
      element("button", { class: "button quiet", type: "button", text: "收起" }),
    ),
  );
}

/** @param {string} label @param {string|null} picture @param {string} about @param {() => void} press */
function tool(label, picture, about, press) {
  return element("button", { class: "small", type: "button", on: { click: press } }, picture ? icon(picture) : null, element("span", { text: label }), element("span", { class: "unseen", text: `：${about}` }));
}

/** @param {string} id @param {HTMLElement} fallback @param {(sentence: string) => void} tell */
async function copyLink(id, fallback, tell) {
  const link = location.origin + addressOf(id);
  try {
    await navigator.clipboard.writeText(link); // absent on plain-HTTP intranets
    tell(COPIED);
  } catch {
    fallback.replaceChildren(element("span", { text: COPY_BY_HAND }), element("a", { href: addressOf(id), text: link }));
    fallback.hidden = false;
    tell(COPY_BY_HAND);
  }
}
