/** Lets a citizen say on any page where they are insured; the chat knows it, too. */

import { element } from "./dom.js";
import { decodeInfo } from "./protocol.js";
import { call } from "./service.js";
import { keptSession, REGION } from "./session.js";
import { lasting } from "./storage.js";

/** Fill a select with the regions, the known one chosen: of the last visit, else of this tab's conversation; call back when another is chosen. @param {HTMLSelectElement} select @param {(region: string) => void} chosen @returns {Promise<import("./protocol.js").Info>} */
export async function offerRegions(select, chosen) {
  const [told, kept] = await Promise.all([call("GET", "/api/v1/info").catch(() => null), knownRegion()]);
  const info = decodeInfo(told);
  const regions = info.regions.filter((region) => region.code !== NATION);
  select.append(...regions.map((region) => element("option", { value: region.code, text: region.name })));
  if (regions.some((region) => region.code === kept)) select.value = kept;
  select.addEventListener("change", () => {
    lasting.write(REGION, select.value || null);
    chosen(select.value);
  });
  return info;
}

/** Return where the citizen said they are insured; empty: nowhere yet. */
async function knownRegion() {
  const kept = lasting.read(REGION);
  const conversation = keptSession();
  if (kept || !conversation) return kept ?? "";
  const said = await call("GET", `/api/v1/conversations/${conversation.id}/preferences`, { token: conversation.token }).catch(() => null);
  return typeof said?.region === "string" ? said.region : "";
}

export const NATION = "\u5168\u56fd"; // as the gateway writes it, also where this file is in traditional characters
