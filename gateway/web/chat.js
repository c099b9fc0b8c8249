/** Puts the citizen's page together. */

import { Banners } from "./chat/banners.js";
import { Composer } from "./chat/composer.js";
import { Conversation } from "./chat/conversation.js";
import { LogView } from "./chat/log_view.js";
import { ProgressView } from "./chat/progress_view.js";
import { saveTranscript } from "./chat/save_transcript.js";
import { Settings } from "./chat/settings.js";
import { byId, element } from "./dom.js";
import { decodeInfo } from "./protocol.js";
import { call, streamAddress } from "./service.js";
import { lasting, thisTab } from "./storage.js";
import { Stream } from "./stream.js";

const ASK_FOR_A_PERSON = "转人工";

let info = decodeInfo(null);
let stageNow = "bot";

const banners = new Banners();
const progress = new ProgressView();
const log = new LogView({
  choose: (choice) => conversation.say(choice),
  retry: (messageId) => conversation.retry(messageId),
  rate: (...answer) => conversation.rate(...answer),
});
/** @type {Settings} */
const settings = new Settings({
  shelf: lasting,
  change: (change) => conversation.change(change),
  save: async () => saveTranscript(await conversation.transcript(), info, new Date()),
});

/** @type {import("./chat/conversation.js").Page} */
const page = {
  greeting: (reply) => log.greeting(reply),
  history: (lines) => log.history(lines),
  line: (line) => log.line(line),
  said: (messageId, text, at) => log.said(messageId, text, at),
  delivery: (messageId, delivery, detail) => log.delivery(messageId, delivery, detail),
  typing: (who) => log.typing(who),
  connection: (state) => banners.connection(state),
  progress: (turn) => {
    progress.show(turn);
    if (turn.intent === "bigger_text") settings.enlarge();
  },
  notice: (sentence) => banners.notice(sentence),
  stage: (stage, agent, queue) => {
    stageNow = stage;
    banners.stage(stage, agent, queue, info.hours);
    byId("composer", HTMLFormElement).hidden = stage === "closed";
    byId("ended", HTMLElement).hidden = stage !== "closed";
  },
};

/** @type {Conversation} */
const conversation = new Conversation({
  call,
  openStream: (path, listener) => new Stream(streamAddress(path), listener),
  page,
  tab: thisTab,
  shelf: lasting,
  now: () => new Date(),
  wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  opening: () => settings.opening(),
});

new Composer({ say: (text) => conversation.say(text), tab: thisTab });

byId("human", HTMLButtonElement).addEventListener("click", async () => {
  if (stageNow === "closed") await startAfresh();
  conversation.say(ASK_FOR_A_PERSON);
});
byId("afresh", HTMLButtonElement).addEventListener("click", () => void startAfresh());
addEventListener("online", () => conversation.networkChanged(true));
addEventListener("offline", () => conversation.networkChanged(false));
measureBars();
void introduce();
await conversation.start();

async function startAfresh() {
  page.stage("bot", null, null);
  await conversation.startAfresh();
  byId("message", HTMLTextAreaElement).focus();
}

/** Say who we are; the page works without it, so a failure only leaves the printed words. */
async function introduce() {
  info = decodeInfo(await call("GET", "/api/v1/info").catch(() => null));
  settings.offerRegions(info.regions);
  if (info.name) byId("office", HTMLElement).textContent = info.name;
  if (info.name) document.title = info.name;
  if (!info.hotline) return;
  const number = element("a", { href: `tel:${info.hotline.replace(/[^\d+]/g, "")}`, text: info.hotline });
  const hours = info.hours ? element("span", { class: "hours", text: `（${info.hours}）` }) : "";
  byId("hotline", HTMLElement).replaceChildren("热线 ", number, hours, "，柜台也可办理。");
}

/** Tell the style sheet how high the fixed bars are, so that focus is never hidden behind them. */
function measureBars() {
  const measure = () => {
    for (const id of ["bar", "dock"]) {
      const bar = byId(id, HTMLElement);
      const height = getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().height : 0;
      document.documentElement.style.setProperty(`--${id}-height`, `${Math.round(height)}px`);
    }
  };
  const observer = new ResizeObserver(measure);
  ["bar", "dock"].forEach((id) => observer.observe(byId(id, HTMLElement)));
}
