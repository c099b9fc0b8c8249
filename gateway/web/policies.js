/** Puts the policy reader together. */

import { measureBars } from "./bars.js";
import { SoundPlayer } from "./chat/voice_player.js";
import { decodeAbility, savesData } from "./chat/voice_wire.js";
import { announce, byId, element } from "./dom.js";
import { workFrame } from "./frame.js";
import { Display } from "./policies/display.js";
import { ListView } from "./policies/list_view.js";
import { OfficeVoice } from "./policies/office_voice.js";
import { Player, sentencesOf } from "./policies/player.js";
import { PlayerView } from "./policies/player_view.js";
import { ReaderView } from "./policies/reader_view.js";
import { Voice } from "./policies/voice.js";
import { decodeBook, decodeDocuments, decodeHits, decodeVersion, entriesOf, entryAt, placeOf } from "./policies/wire.js";
import { LOADING, NO_VOICE, SEARCH_DOWN, topicOf } from "./policies/words.js";
import { decodeInfo } from "./protocol.js";
import { call, Problem, Unreachable } from "./service.js";
import { lasting } from "./storage.js";

const HITS = 10;
const ASK_AGAIN = 30_000; // milliseconds; the engines take a while to start
const REGION = "yibao.region"; // the chat's
const SPEED = "yibao.policies.speed";

const { title } = document;

/** @type {import("./policies/wire.js").Book|null} */
let book = null;
const hotline = byId("hotline", HTMLElement).querySelector("a")?.textContent?.replace(/[^\d+-]/g, "") ?? "";

/** @type {AudioContext|null} */
let sound = null; // only once somebody wants to listen
const voice = new OfficeVoice({
  own: new Voice(),
  player: new SoundPlayer(() => (sound ??= new AudioContext())),
  fetch: (path, signal) => fetch(path, { signal }),
  wording: () => (display.wording === "official" ? "official" : "spoken"),
  savesData,
});
const teller = byId("teller", HTMLElement);
const list = new ListView({ search: (query) => void search(query), chooseRegion: (region) => void chooseRegion(region) });
workFrame();
const display = new Display({ shelf: lasting, changed: () => showBook() });
const today = new Date().toLocaleDateString("sv-SE");
const reader = new ReaderView({
  today,
  actions: {
    listen: (entry) => player.play(entry.id, { goesOn: false }),
    tell: (sentence) => announce(teller, sentence),
    isElder: () => display.isElder,
  },
});
const playerView = new PlayerView({ player: () => player, keepSpeed: (speed) => lasting.write(SPEED, speed) });
const player = new Player({
  voice,
  speed: lasting.read(SPEED) ?? (display.isElder ? "slow" : "normal"),
  changed: (state) => {
    playerView.show(state);
    reader.mark(state.status === "idle" ? null : (player.tracks[state.index]?.id ?? null));
  },
});

byId("listen-all", HTMLButtonElement).addEventListener("click", () => {
  const [first] = player.tracks;
  if (first) player.play(first.id, { goesOn: true });
});
voice.whenChanged(tellVoice);
addEventListener("pagehide", () => player.stop()); // some browsers read on after the page has gone
addEventListener("hashchange", () => void show());
measureBars(["bar", "player"]);
tellVoice();
void askForVoice();
setInterval(() => void askForVoice(), ASK_AGAIN);
await introduce();
await Promise.all([showList(), show()]);

/** Offer the places of insurance; without them the page shows those of everywhere. */
async function introduce() {
  const info = decodeInfo(await call("GET", "/api/v1/info").catch(() => null));
  list.offerRegions(info.regions, lasting.read(REGION) ?? "");
}

/** Ask, until it does, whether the office's voice speaks; without it, the device's own is used. */
async function askForVoice() {
  if (document.hidden || voice.officeIsSpeaking) return;
  const ability = decodeAbility(await call("GET", "/api/v1/voice").catch(() => null));
  voice.officeSpeaks(ability?.speaks === true);
}

/** Offer to read aloud where a voice can, else say so and name the telephone. */
function tellVoice() {
  document.documentElement.dataset.voice = voice.isAvailable ? "here" : "none";
  const number = element("a", { href: `tel:${hotline.replace(/[^\d+]/g, "")}`, text: hotline });
  byId("no-voice", HTMLElement).replaceChildren(`${NO_VOICE}想听的话，可以拨打 `, number, "，请工作人员读给您听。");
}

async function showList() {
  list.say(LOADING);
  const query = list.region.value ? `?region=${encodeURIComponent(list.region.value)}` : "";
  try {
    list.show(decodeDocuments(await call("GET", `/api/v1/policies${query}`)));
  } catch (error) {
    list.say(said(error));
  }
}

/** @param {string} region */
async function chooseRegion(region) {
  if (region) lasting.write(REGION, region);
  await showList();
  await search(list.query.value.trim());
}

/** @param {string} query */
async function search(query) {
  if (!query) return list.showFound("", null, "");
  const region = list.region.value ? `&region=${encodeURIComponent(list.region.value)}` : "";
  try {
    const answer = await call("GET", `/api/v1/knowledge/search?q=${encodeURIComponent(query)}&limit=${HITS}${region}`);
    list.showFound(query, decodeHits(answer), "");
  } catch (error) {
    list.showFound(query, null, `${SEARCH_DOWN}${said(error)}`);
  }
}

/** Show what the address names: the list, a document, a paragraph, or an old version of one. */
async function show() {
  const place = placeOf(location.hash);
  byId("library", HTMLElement).hidden = place !== null;
  byId("reader", HTMLElement).hidden = place === null;
  if (!place) {
    player.stop();
    document.title = title;
    return;
  }
  const problem = byId("reader-problem", HTMLElement);
  problem.textContent = book?.document.id === place.document ? "" : LOADING;
  try {
    await open(place.document);
    problem.textContent = "";
    const isHere = book !== null && (!place.entry || entryAt(book, place.entry) !== null);
    if (!isHere) await showOld(place);
    reader.goTo((book && entryAt(book, place.entry)?.id) ?? place.entry);
  } catch (error) {
    problem.textContent = said(error);
  }
  document.title = `${byId("document-title", HTMLElement).textContent} · 政策库`;
}

/** Load a document, unless it is open already; none if it is no longer in service. @param {string} id */
async function open(id) {
  if (book?.document.id === id) return showBook(false);
  book = null;
  player.load([]);
  try {
    book = decodeBook(await call("GET", `/api/v1/policies/${encodeURIComponent(id)}`));
  } catch (error) {
    if (!(error instanceof Problem && error.isGone)) throw error;
  }
  showBook();
}

/** @param {boolean} again whether to make the paragraphs anew, because their order has changed */
function showBook(again = true) {
  byId("reading", HTMLElement).hidden = book === null;
  byId("reader", HTMLElement).querySelector(".old-version")?.remove();
  if (!book || !again) return;
  reader.show(book);
  player.load(entriesOf(book).map((entry) => ({ id: entry.id, topic: topicOf(entry), sentences: sentencesOf(aloud(entry)) })));
}

/** @param {import("./policies/wire.js").Place} place */
async function showOld(place) {
  if (!place.entry) throw new Problem(404, "政策库里没有这份文件，它可能已经停用。");
  const version = decodeVersion(await call("GET", `/api/v1/knowledge/entries/${encodeURIComponent(place.entry)}`));
  byId("reading", HTMLElement).hidden = false;
  reader.showOld(version, book === null);
}

/** Return what is read of a paragraph: the official wording if only that is shown. @param {import("./policies/wire.js").Entry} entry */
function aloud(entry) {
  return display.wording === "official" ? entry.text : entry.spoken || entry.plain || entry.text;
}

/** @param {unknown} error */
function said(error) {
  if (error instanceof Problem || error instanceof Unreachable) return error.detail;
  throw error;
}
