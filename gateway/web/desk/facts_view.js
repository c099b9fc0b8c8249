/** Shows what was filled in before the clerk took over. */

import { byId, definitions, element } from "../dom.js";
import { CHANNEL_WORDS } from "../words.js";
import { PERSONA_WORDS } from "./phrases.js";

/** @param {import("./wire.js").Ticket|null} ticket the case on screen */
export function showFacts(ticket) {
  const place = byId("facts", HTMLElement);
  if (!ticket) return place.replaceChildren(element("h2", { text: "已填内容" }), element("p", { class: "quiet-words", text: "接待后，这里显示办事人已经填好的内容。" }));
  const channel = CHANNEL_WORDS[/** @type {keyof typeof CHANNEL_WORDS} */ (ticket.channel)] ?? ticket.channel;
  const persona = PERSONA_WORDS[/** @type {keyof typeof PERSONA_WORDS} */ (ticket.persona)] ?? "普通";
  const filled = ticket.fields.length > 0
    ? definitions(ticket.fields, "rows")
    : element("p", { class: "quiet-words", text: "还没有填任何内容。" });
  place.replaceChildren(
    element("h2", { text: "已填内容" }),
    filled,
    element("h2", { text: "办事人" }),
    definitions([["事项", ticket.item || "咨询"], ["参保地", ticket.region || "没有说明"], ["来自", channel], ["人群", persona]], "rows"),
    element("p", { class: "quiet-words", text: "证件号和手机号已遮住中间几位，需要时请向本人核对。" }),
  );
}
