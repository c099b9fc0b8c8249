/** Runs the phone: one invented citizen in a chat with the account. */

import { byId, element } from "./dom.js";
import { fillMenu } from "./menu_view.js";
import { Recording } from "./recording.js";
import { Refusal, news, send } from "./service.js";
import { line } from "./talk_view.js";

// In the city whose demonstration places the product knows.
const PLACES = [
  ["市医保服务中心门口", 36.076, 120.416],
  ["人民公园", 36.072, 120.402],
  ["火车站", 36.0645, 120.313],
  ["市人民医院", 36.079, 120.411],
];
const KEPT = "wechat-simulator-who";
const USUAL = "王秀英";

const talk = byId("talk", HTMLOListElement);
const chat = byId("chat", HTMLElement);
const said = byId("news", HTMLElement);
const text = byId("text", HTMLTextAreaElement);
const speak = byId("speak", HTMLButtonElement);
const who = byId("who", HTMLSelectElement);
const place = byId("place", HTMLSelectElement);

let openid = "";
let last = 0;
let shownMenu = "";
let shownAgreed = "";
let listening = new AbortController();
const recording = new Recording(() => void finishSpeaking());

/** Become somebody, and follow their chat. @param {string} nickname */
async function become(nickname) {
  listening.abort();
  listening = new AbortController();
  const told = await send("/phone/who", { nickname });
  localStorage.setItem(KEPT, nickname);
  openid = told.openid;
  last = 0;
  talk.replaceChildren();
  around(told);
  void listen(listening.signal);
}

/** Show what happens in the chat until another is opened. @param {AbortSignal} signal */
async function listen(signal) {
  let seconds = 0; // the first answer comes at once, with all that there is
  while (!signal.aborted) {
    try {
      const told = await news(openid, last, signal, seconds);
      if (signal.aborted) return;
      seconds = 5; // 正在输入 begins and ends without a message
      show(told);
    } catch {
      if (signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** @param {any} told */
function show(told) {
  last = told.last;
  talk.append(...told.shown.map((/** @type {any} */ one) => line(one, (words, id) => void act("/phone/say", { openid, text: words, menu_id: id }))));
  around(told);
  if (told.shown.length > 0) chat.scrollTop = chat.scrollHeight;
}

/** Show what is around the chat. @param {any} told */
function around(told) {
  byId("account", HTMLElement).textContent = told.account;
  document.title = `${told.account} · 微信（模拟）`;
  byId("typing", HTMLElement).hidden = !told.typing;
  byId("stranger", HTMLElement).hidden = told.follows;
  byId("dock", HTMLElement).hidden = !told.follows;
  byId("follow", HTMLElement).textContent = told.follows ? "取消关注" : "关注";
  byId("follow", HTMLElement).dataset.follows = String(told.follows);
  byId("allowance", HTMLElement).textContent = `公众号还可以主动发 ${told.left} 条消息`;
  if (who.value !== told.nickname) {
    who.replaceChildren(...told.names.map((/** @type {string} */ name) => element("option", { value: name, text: name, selected: name === told.nickname })));
  }
  agreements(told);
  if (JSON.stringify(told.menu) === shownMenu) return;
  shownMenu = JSON.stringify(told.menu);
  fillMenu(byId("menu", HTMLUListElement), told.menu, (top, below) => void press(top, below));
  byId("to-menu", HTMLElement).hidden = told.menu.length === 0;
  turn(told.menu.length > 0);
}

/** @param {any} told */
function agreements(told) {
  if (JSON.stringify(told.agreed) === shownAgreed) return;
  shownAgreed = JSON.stringify(told.agreed);
  const buttons = told.subscriptions.map((/** @type {string} */ id) =>
    element("button", {
      ...{ class: "wide", type: "button", text: told.agreed.includes(id) ? "已同意接收办理通知" : "同意接收办理通知", disabled: told.agreed.includes(id) },
      on: { click: () => void change("/phone/agree", { openid, template_id: id }) },
    }),
  );
  byId("agreements", HTMLElement).replaceChildren(...buttons);
}

/** Do something; say it if it failed. @param {string} path @param {object|Blob} body */
async function act(path, body) {
  said.textContent = "";
  try {
    return await send(path, body);
  } catch (error) {
    said.textContent = error instanceof Refusal ? error.message : "网络不通，请再试一次。";
    return null;
  }
}

/** Do something that changes what is around the chat. @param {string} path @param {object} body */
async function change(path, body) {
  const told = await act(path, body);
  if (told) around(told);
}

/** @param {number} top @param {number} below */
async function press(top, below) {
  const told = await act("/phone/tap", { openid, top, below });
  if (told?.open) window.open(told.open, "_blank", "noopener");
}

/** Turn between the menu and the keyboard. @param {boolean} toMenu */
function turn(toMenu) {
  byId("menu-dock", HTMLElement).hidden = !toMenu;
  byId("writing", HTMLElement).hidden = toMenu;
  if (toMenu) unfold("extras-open", "extras", false);
}

/** @param {string} opener @param {string} part @param {boolean} [open] */
function unfold(opener, part, open) {
  const region = byId(part, HTMLElement);
  region.hidden = open === undefined ? !region.hidden : !open;
  byId(opener, HTMLElement).setAttribute("aria-expanded", String(!region.hidden));
}

async function write() {
  const words = text.value.trim();
  if (words === "") return;
  text.value = "";
  if ((await act("/phone/say", { openid, text: words })) === null) text.value = words;
}

async function startSpeaking() {
  try {
    await recording.start();
    speak.setAttribute("aria-pressed", "true");
    said.textContent = "正在录音，说完请再按一次。";
  } catch {
    said.textContent = "没有麦克风，或者没有允许使用。";
  }
}

async function finishSpeaking() {
  speak.setAttribute("aria-pressed", "false");
  const sound = await recording.stop();
  await act(`/phone/voice?openid=${encodeURIComponent(openid)}`, sound);
}

/** @param {number} latitude @param {number} longitude @param {string} label */
function showPlace(latitude, longitude, label) {
  unfold("extras-open", "extras", false);
  void act("/phone/place", { openid, latitude, longitude, label });
}

byId("writing", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void write();
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  void write();
});
speak.addEventListener("click", () => void (recording.isRunning ? finishSpeaking() : startSpeaking()));
byId("to-keyboard", HTMLElement).addEventListener("click", () => (turn(false), text.focus()));
byId("to-menu", HTMLElement).addEventListener("click", () => turn(true));
byId("extras-open", HTMLElement).addEventListener("click", () => unfold("extras-open", "extras"));
byId("more-open", HTMLElement).addEventListener("click", () => unfold("more-open", "more"));
byId("picture", HTMLInputElement).addEventListener("change", async (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const file = input.files?.[0];
  input.value = "";
  if (file) await act(`/phone/picture?openid=${encodeURIComponent(openid)}`, file);
  unfold("extras-open", "extras", false);
});
place.append(...PLACES.map(([name], number) => element("option", { value: number, text: name })));
place.addEventListener("change", () => {
  const [label, latitude, longitude] = PLACES[Number(place.value)];
  place.value = "";
  showPlace(Number(latitude), Number(longitude), String(label));
});
byId("here", HTMLElement).addEventListener("click", () => {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => showPlace(coords.latitude, coords.longitude, "我的位置"),
    () => (said.textContent = "得不到位置，请在下面选一个地方。"),
  );
});
who.addEventListener("change", () => void become(who.value));
for (const id of ["follow", "follow-now"]) {
  byId(id, HTMLElement).addEventListener("click", () => {
    const follows = id === "follow-now" || byId("follow", HTMLElement).dataset.follows !== "true";
    void change("/phone/follow", { openid, follows });
  });
}
byId("scan", HTMLElement).addEventListener("click", () => void change("/phone/follow", { openid, follows: true, scene: "counter" }));

void become(localStorage.getItem(KEPT) ?? USUAL);
