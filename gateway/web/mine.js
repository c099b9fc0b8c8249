/** Works 我的医保: whoever proved who they are sees their own data, and who looked at it. */

import { measureBars } from "./bars.js";
import { canReadAloud, readAloud, stopReading } from "./chat/read_aloud.js";
import { announce, byId, element } from "./dom.js";
import { workFrame } from "./frame.js";
import { rowsView } from "./own/rows_view.js";
import { decodeLooks, decodeMine, momentWords } from "./own/wire.js";
import { call, Problem } from "./service.js";
import { forgetSession, keptSession, session } from "./session.js";
import { version } from "./versions.js";

const PACE = { elder: 2.5, standard: 3.3 }; // characters a second

workFrame();
measureBars(["bar"]);
const news = byId("mine-news", HTMLElement);
let spoken = "";
byId("prove", HTMLButtonElement).addEventListener("click", () => void prove());
byId("sign-out", HTMLButtonElement).addEventListener("click", () => void signOut());
byId("read", HTMLButtonElement).addEventListener("click", () => readAloud(spoken, version() === "elder" ? PACE.elder : PACE.standard, () => undefined));
addEventListener("pagehide", stopReading);
await show();

async function show() {
  const own = keptSession();
  try {
    if (!own) return ask();
    const path = `/api/v1/conversations/${own.id}`;
    const mine = decodeMine(await call("GET", `${path}/me`, { token: own.token }));
    const looks = decodeLooks(await call("GET", `${path}/me/looks`, { token: own.token }));
    draw(mine, looks);
  } catch (error) {
    if (!(error instanceof Problem)) return ask(/** @type {any} */ (error).detail ?? "");
    if (error.status === 401) forgetSession();
    ask([401, 403].includes(error.status) ? "" : error.detail);
  }
}

/** Show how one proves to be who one is. @param {string} [problem] why nothing is shown */
function ask(problem = "") {
  byId("asking", HTMLElement).hidden = false;
  byId("shown", HTMLElement).hidden = true;
  announce(news, problem);
}

/** @param {import("./own/wire.js").Mine} mine @param {import("./own/wire.js").Look[]} looks */
function draw(mine, looks) {
  spoken = mine.spoken || mine.digest;
  byId("asking", HTMLElement).hidden = true;
  byId("shown", HTMLElement).hidden = false;
  byId("digest", HTMLElement).textContent = mine.digest;
  byId("until", HTMLElement).textContent = `${momentWords(mine.until).split(" ")[1] ?? ""} 以前不用再认证。`;
  byId("read", HTMLButtonElement).hidden = !canReadAloud();
  byId("rows", HTMLElement).replaceChildren(rowsView(mine.rows));
  byId("looks", HTMLElement).replaceChildren(...looks.map((look) => element("li", { text: `${momentWords(look.at)}，看了${look.what}` })));
  announce(news, `${mine.name}，这是您的医保信息。`);
}

async function prove() {
  try {
    const own = await session();
    const answer = await call("POST", `/api/v1/conversations/${own.id}/identity?back=mine`, { token: own.token });
    if (typeof answer?.url === "string" && /^https?:\/\//.test(answer.url)) location.assign(answer.url);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      forgetSession(); // of a conversation that is over; the next tap opens a new one
      return announce(news, "上次的对话已经过期，请再点一次。");
    }
    announce(news, `网上认证现在连不上。${/** @type {any} */ (error).detail ?? ""}`);
  }
}

async function signOut() {
  stopReading();
  const own = keptSession();
  if (own) await call("DELETE", `/api/v1/conversations/${own.id}/identity`, { token: own.token }).catch(() => null);
  byId("rows", HTMLElement).replaceChildren();
  byId("looks", HTMLElement).replaceChildren();
  byId("digest", HTMLElement).textContent = "";
  ask("已经退出，这台设备上看不到您的信息了。");
  byId("prove", HTMLButtonElement).focus();
}
