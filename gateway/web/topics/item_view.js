/** Shows one service item on a topic's page: what it is, how it is done, and the button that begins it. */

import { element, icon } from "../dom.js";
import { NATION } from "../region_choice.js";
import { materialWords, wish } from "./wire.js";

/** Make the item's card. @param {import("./wire.js").Item} item @returns {HTMLElement} */
export function itemView(item) {
  const region = item.region && item.region !== NATION ? `&region=${encodeURIComponent(item.region)}` : "";
  const print = element("a", { class: "button quiet", href: `/print/items/${item.code}?${region.slice(1)}` }, icon("print"), element("span", { text: "打印明白纸" }));
  const id = `item-${item.code}`;
  return element(
    "article",
    { class: "panel item", "aria-labelledby": id },
    element("h3", { id, text: item.name }),
    element("p", { text: item.summary }),
    element("p", { class: "quick", text: [item.time_limit, item.fee].filter(Boolean).join("，") }),
    element("div", { class: "row" }, beginning(item), print),
    guide(item),
  );
}

/** @param {import("./wire.js").Item} item */
function beginning(item) {
  const words = item.appliable ? "现在办" : "怎么办，问一问";
  const say = item.appliable ? wish(item.name) : `${item.name}怎么办`;
  return element("a", { class: "button", href: "/chat", "data-say": say, "aria-label": `${words}：${item.name}`, text: words });
}

/** @param {import("./wire.js").Item} item */
function guide(item) {
  const offline = item.ways.filter((way) => way.offline).map((way) => way.where);
  const online = item.ways.filter((way) => !way.offline).map((way) => way.where);
  return element(
    "details",
    { class: "guide" },
    element("summary", {}, element("span", { text: "办事指南" }), element("span", { class: "unseen", text: `：${item.name}` })),
    ...part("谁可以办", [item.who]),
    ...part("要带什么", item.materials.map(materialWords)),
    ...part("到哪里办（不用手机）", offline),
    ...part("也可以这样办", online),
    ...part("怎么办", item.flow, "ol"),
    ...part("什么时候生效", item.effect ? [item.effect] : []),
  );
}

/** @param {string} title @param {string[]} lines @param {"ul"|"ol"} [kind] */
function part(title, lines, kind = "ul") {
  if (lines.length === 0) return [];
  return [element("h4", { text: title }), element(kind, { class: kind === "ol" ? "steps" : "points" }, ...lines.map((line) => element("li", { text: line })))];
}
