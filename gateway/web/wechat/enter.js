/** Brings a citizen who comes from WeChat into their own conversation. */

import { thisTab } from "../storage.js";
import { takeOver } from "../versions.js";
import { arrivalOf, sessionOf } from "./arrival.js";

const FAILED = "没有打开。请回到微信，再点一次。";

const arrival = arrivalOf(location.hash);
// The address holds what opens the conversation: it must not stay in the history, nor be shared.
history.replaceState(null, "", location.pathname);

async function enter() {
  if (!arrival) throw new Error("no arrival");
  const response = await fetch(`/api/v1/conversations/${arrival.id}/transcript`, {
    headers: { Authorization: `Bearer ${arrival.token}` },
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const session = sessionOf(arrival, await response.json());
  if (!session) throw new Error("no greeting");
  thisTab.write("yibao.session", JSON.stringify(session));
  thisTab.write("yibao.persona.told", null); // of another conversation
  const kept = await fetch(`/api/v1/conversations/${arrival.id}/preferences`, {
    headers: { Authorization: `Bearer ${arrival.token}` },
  }).catch(() => null);
  const persona = kept?.ok ? (await kept.json())?.persona : null;
  if (persona !== "standard") takeOver(persona); // the next page is drawn in the version that WeChat knows
  location.replace(arrival.to);
}

enter().catch(() => {
  const status = document.getElementById("status");
  if (status) status.textContent = FAILED;
});
