/** Lets a citizen say on any page where they are insured; the chat knows it, too. */

import { element } from "./dom.js";
import { decodeInfo } from "./protocol.js";
import { call } from "./service.js";
import { REGION } from "./session.js";
import { lasting } from "./storage.js";

/** Fill a select with the regions; call back when another is chosen. @param {HTMLSelectElement} select @param {(region: string) => void} chosen @returns {Promise<import("./protocol.js").Info>} */
export async function offerRegions(select, chosen) {
  const info = decodeInfo(await call("GET", "/api/v1/info").catch(() => null));
  const regions = info.regions.filter((region) => region.code !== NATION);
  select.append(...regions.map((region) => element("option", { value: region.code, text: region.name })));
  const kept = lasting.read(REGION) ?? "";
  if (regions.some((region) => region.code === kept)) select.value = kept;
  select.addEventListener("change", () => {
    lasting.write(REGION, select.value || null);
    chosen(select.value);
  });
  return info;
}

export const NATION = "\u5168\u56fd"; // as the gateway writes it, also where this file is in traditional characters
