/** Works the list of topics. */

import { measureBars } from "./bars.js";
import { byId } from "./dom.js";
import { workFrame } from "./frame.js";
import { offerRegions } from "./region_choice.js";
import { call } from "./service.js";
import { decodeTopics } from "./topics/wire.js";

workFrame();
measureBars(["bar"]);
const select = byId("region", HTMLSelectElement);
await offerRegions(select, () => void show());
await show();

/** Say beside each topic how much is published for the region; the links work without it. */
async function show() {
  const region = select.value ? `?region=${encodeURIComponent(select.value)}` : "";
  const found = decodeTopics(await call("GET", `/api/v1/topics${region}`).catch(() => null));
  for (const topic of found) {
    const place = document.querySelector(`[data-topic="${topic.code}"] .policies`);
    place?.replaceChildren(topic.policies > 0 ? `，${topic.policies} 条政策` : "，还没有发布政策，可以问人工");
  }
}
