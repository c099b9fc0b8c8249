/** Works the page of one topic: rules, questions, guide, applying and looking up on one screen. */

import { measureBars } from "./bars.js";
import { byId, element, icon } from "./dom.js";
import { workFrame } from "./frame.js";
import { offerRegions } from "./region_choice.js";
import { call } from "./service.js";
import { itemView } from "./topics/item_view.js";
import { LookupView } from "./topics/lookup_view.js";
import { rulesView } from "./topics/rule_view.js";
import { codeIn, decodeTopic } from "./topics/wire.js";

workFrame();
measureBars(["bar"]);
const select = byId("region", HTMLSelectElement);
const code = codeIn(location.pathname);
const open = /** @type {Map<string, LookupView>} */ (new Map());
await offerRegions(select, () => void show());
await show();

async function show() {
  const state = byId("topic-state", HTMLElement);
  const region = select.value ? `?region=${encodeURIComponent(select.value)}` : "";
  try {
    draw(decodeTopic(await call("GET", `/api/v1/topics/${code}${region}`)));
    state.textContent = "";
  } catch (error) {
    state.textContent = /** @type {any} */ (error).detail ?? "现在打不开这个专题，请稍后再试，或者点“人工”。";
  }
  byId("columns", HTMLElement).setAttribute("aria-busy", "false");
}

/** @param {import("./topics/wire.js").Topic} topic */
function draw(topic) {
  byId("items", HTMLElement).replaceChildren(...topic.items.map(itemView));
  byId("rules", HTMLElement).replaceChildren(...rulesView(topic));
  const questions = topic.questions.map((question) => element("li", {}, element("a", { class: "question", href: "/chat", "data-say": question, text: question })));
  byId("questions", HTMLElement).replaceChildren(...(questions.length > 0 ? questions : [element("li", {}, element("a", { class: "question", href: "/chat", "data-say": `${topic.name}怎么办`, text: `问一问：${topic.name}怎么办` }))]));
  byId("look-ups", HTMLElement).replaceChildren(...topic.look_ups.map((kind) => lookUp(kind, topic)).filter((view) => view !== null));
}

/** @param {string} kind @param {import("./topics/wire.js").Topic} topic */
function lookUp(kind, topic) {
  if (kind === "places") return way("/places", topic.items[0] ? `?item=${encodeURIComponent(topic.items[0].name)}` : "", "place", "在哪里能办", "离您最近的网点、几点开门、电话");
  if (kind === "mine") return way("/mine", "", "card", "我的医保", "您自己的参保、缴费、账户、报销");
  if (!LookupView.knows(kind)) return null;
  const kept = open.get(kind) ?? new LookupView({ kind, call, region: () => select.value });
  open.set(kind, kept);
  return kept.view;
}

/** @param {string} path @param {string} query @param {string} picture @param {string} title @param {string} hint */
function way(path, query, picture, title, hint) {
  return element("a", { class: "panel way", href: `${path}${query}` }, icon(picture), element("span", {}, element("strong", { text: title }), element("span", { text: hint })));
}
