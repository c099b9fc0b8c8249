/** Shows what is published on a topic, each rule with its source; or says honestly that nothing is. */

import { element } from "../dom.js";
import { addressOf } from "../policies/wire.js";
import { sourceWords } from "./wire.js";

const SHOWN = 3; // rules; the others open on a tap

/** Make the list of rules. @param {import("./wire.js").Topic} topic @returns {HTMLElement[]} */
export function rulesView(topic) {
  if (!topic.published) return [nothing(topic)];
  const views = topic.policies.map(ruleView);
  const more = views.slice(SHOWN);
  const shown = element("ul", { class: "rules" }, ...views.slice(0, SHOWN));
  if (more.length === 0) return [shown];
  return [shown, element("details", {}, element("summary", { text: `还有 ${more.length} 条规定` }), element("ul", { class: "rules" }, ...more))];
}

/** @param {import("./wire.js").Rule} rule */
function ruleView(rule) {
  const gone = rule.expired ? element("p", { class: "gone", text: `注意：这条已经不再执行了。${rule.expired_note}` }) : null;
  const where = element("p", { class: "source" }, element("a", { href: addressOf(rule.id), text: `《${rule.title}》` }), element("span", { text: `（${rule.region}）${sourceWords(rule)}` }));
  return element("li", { class: "panel rule" }, gone, element("p", { text: rule.plain }), where);
}

/** @param {import("./wire.js").Topic} topic */
function nothing(topic) {
  const words = `“${topic.name}”还没有发布${topic.region}的政策，没有依据的话我不说。请问工作人员，或者打热线电话。`;
  return element("div", { class: "panel nothing" }, element("p", { text: words }), element("p", {}, element("a", { class: "button", href: "/chat?human=1", text: "问工作人员" })));
}
