/** Puts the citizen's page together. */

import { measureBars } from "./bars.js";
import { AboutView } from "./chat/about_view.js";
import { arrivalOf } from "./chat/arrival.js";
import { ArrivalView } from "./chat/arrival_view.js";
import { Banners } from "./chat/banners.js";
import { Composer } from "./chat/composer.js";
import { Conversation } from "./chat/conversation.js";
import { codeForTelephone, preferencesOf } from "./chat/kept.js";
import { LogView } from "./chat/log_view.js";
import { PhotoButton } from "./chat/photo_button.js";
import { PopularView } from "./chat/popular_view.js";
import { ProgressView } from "./chat/progress_view.js";
import { saveTranscript } from "./chat/save_transcript.js";
import { Settings } from "./chat/settings.js";
import { VoiceOffer } from "./chat/voice_offer.js";
import { byId } from "./dom.js";
import { SAY, workFrame } from "./frame.js";
import { decodeInfo } from "./protocol.js";
import { call, streamAddress } from "./service.js";
import { lasting, thisTab } from "./storage.js";
import { Stream } from "./stream.js";
import { chooseScript } from "./versions.js";

const ASK_FOR_A_PERSON = "转人工";
const OWN_MATTERS = "办我自己的";
const PHOTO = "［照片］"; // as the gateway records it

const arrival = new URLSearchParams(location.search); // ?about=<entry>, ?human=1: from the policy reader
const brings = arrivalOf(arrival, location.hash); // ?item=<code>, ?ask=<words>, #<code to go on with>: from paper
let info = decodeInfo(null);
let stageNow = "bot";
/** @type {ReturnType<typeof setTimeout>|undefined} */
let callGoes;

const banners = new Banners();
const progress = new ProgressView();
const log = new LogView({
  choose: (choice) => say(choice),
  retry: (messageId) => conversation.retry(messageId),
  rate: (...answer) => conversation.rate(...answer),
  read: (...reading) => voice.read(...reading),
});
const popular = new PopularView({ call, say: (text) => say(text) });
const about = new AboutView({ call, tab: thisTab, say: (text) => say(text, about.take()) });
/** @type {Settings} */
const settings = new Settings({
  shelf: lasting,
  tab: thisTab,
  change: async (change) => {
    await conversation.change(change);
    void popular.show(settings.opening());
  },
  save: async () => saveTranscript(await conversation.transcript(), info, new Date()),
});

/** @type {import("./chat/contract.js").Page} */
const page = {
  greeting: (reply) => log.greeting(reply),
  history: (lines) => {
    log.history(lines);
    if (lines.some((line) => line.who === "citizen")) popular.end();
  },
  line: (line) => {
    log.line(line);
    voice.talk?.answered(line);
  },
  said: (messageId, text, at) => {
    popular.end();
    log.said(messageId, text, at);
  },
  delivery: (messageId, delivery, detail) => {
    log.delivery(messageId, delivery, detail);
    if (delivery === "passed_on" || delivery === "refused") voice.talk?.passedOn(messageId);
  },
  typing: (who) => log.typing(who),
  connection: (state) => banners.connection(state),
  progress: (turn) => {
    progress.show(turn);
    voice.talk?.turned(turn);
    banners.acting(turn.acting_for, () => say(OWN_MATTERS));
    if (turn.intent === "bigger_text") settings.enlarge();
    else if (turn.persona) settings.follow(turn.persona);
    if (turn.script) chooseScript(turn.script);
  },
  call: (url, until) => offerCall(url, until),
  notice: (sentence) => banners.notice(sentence),
  stage: (stage, agent, queue) => {
    stageNow = stage;
    banners.stage(stage, agent, queue, info.hours);
    byId("composer", HTMLFormElement).hidden = stage === "closed";
    byId("ended", HTMLElement).hidden = stage !== "closed";
    voice.stage(stage);
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

new PhotoButton({
  handIn: async (image, at) => {
    popular.end();
    log.line({ seq: 0, at, who: "citizen", text: PHOTO, name: null, reply: null, message_id: null });
    await conversation.handIn(image);
  },
  refuse: (sentence) => banners.notice(sentence),
});
const composer = new Composer({ say: (text) => say(text, about.take()), touched: () => voice.talk?.touched(), tab: thisTab });
const voice = new VoiceOffer({
  call,
  key: () => conversation.key,
  box: composer,
  shelf: lasting,
  tab: thisTab,
  isElder: () => settings.isElder,
  hotline: () => info.hotline,
  offered: () => arrival.has("voice") && byId("voice-button", HTMLButtonElement).focus(), // from the first page: 不打字，用说的
});

byId("human", HTMLButtonElement).addEventListener("click", async () => {
  if (stageNow === "closed") await startAfresh();
  say(ASK_FOR_A_PERSON);
});
document.querySelector("#hotline a")?.addEventListener("click", () => void callWithCase()); // the link itself dials
byId("afresh", HTMLButtonElement).addEventListener("click", () => void startAfresh());
addEventListener("online", () => conversation.networkChanged(true));
addEventListener("offline", () => conversation.networkChanged(false));
workFrame();
measureBars(["bar", "dock"]);
void introduce();
void voice.look();
// Once only: a reload must not call a person, or bring back a paragraph that was put away.
if (arrival.size > 0 || location.hash) history.replaceState(null, "", location.pathname);
void about.show(arrival.get("about"));
await conversation.start();
void preferencesOf(conversation).then((kept) => settings.meet(kept));
const brought = thisTab.read(SAY); // by a link of another page
thisTab.write(SAY, null);
if (arrival.has("human")) say(ASK_FOR_A_PERSON);
else if (brought) say(brought);
else if (brings) void new ArrivalView({ call, say: (text) => say(text) }).show(brings);
else void popular.show(settings.opening());

/** Say something for the citizen, however they chose it. @param {string} text @param {string|null} [entry] policy entry that it is about */
function say(text, entry = null) {
  const messageId = conversation.say(text, entry);
  voice.talk?.sent(messageId);
}

/** Show the button to the video as long as its link holds; the card in the conversation makes a new one. @param {string|null} url @param {string|null} until */
function offerCall(url, until) {
  banners.call(url);
  clearTimeout(callGoes);
  const left = Date.parse(until ?? "") - Date.now();
  if (url && left > 0) callGoes = setTimeout(() => banners.call(null), Math.min(left, 15 * 60_000));
}

/** Show the code that brings what was filled in to the telephone; without a form there is nothing to bring. */
async function callWithCase() {
  if (!progress.isFilling) return;
  const code = await codeForTelephone(conversation);
  if (code) banners.notice(`电话通了，请说“接续码 ${code}”，填好的内容就跟着过去。`);
}

async function startAfresh() {
  voice.talk?.reset();
  page.stage("bot", null, null);
  popular.begin();
  await conversation.startAfresh();
  void popular.show(settings.opening());
  byId("message", HTMLTextAreaElement).focus();
}

/** Learn what the conversation needs of the office; the page works without it. */
async function introduce() {
  info = decodeInfo(await call("GET", "/api/v1/info").catch(() => null));
  settings.offerRegions(info.regions);
}
