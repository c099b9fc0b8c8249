/** Puts the citizen's call page together. */

import { CheckView } from "./call/check_view.js";
import { ConfirmView } from "./call/confirm_view.js";
import { ConsentView } from "./call/consent_view.js";
import { ControlsView } from "./call/controls_view.js";
import { EndedView, showReceipt } from "./call/ended_view.js";
import { Entry } from "./call/entry.js";
import { FormView } from "./call/form_view.js";
import { News } from "./call/news.js";
import { NoMedia, OwnMedia } from "./call/own_media.js";
import { PhotoView } from "./call/photo_view.js";
import { Pointing } from "./call/pointing.js";
import { SignatureView } from "./call/signature_view.js";
import { Sound } from "./call/sound.js";
import { StageView } from "./call/stage_view.js";
import { TalkView } from "./call/talk_view.js";
import { agrees, CALL_ME, CALL_ME_TOLD, CANNOT_SIGN, HELP_TOLD, MASKED, NO_WAY_IN, obstacleSentence, VOICE_ONLY, WAITING_IN_WRITING, wantedSentence, WRITING } from "./call/words.js";
import { announce, byId, element } from "./dom.js";
import { newMessageId } from "./protocol.js";
import { call, Problem, Unreachable } from "./service.js";
import { lasting, thisTab } from "./storage.js";

/** @typedef {"entering"|"gone"|"check"|"waiting"|"call"|"ended"} ViewName */

const entry = new Entry({ call, tab: thisTab });
const hash = location.hash;
history.replaceState(null, "", location.pathname); // the token must not be read over a shoulder, nor be kept
document.documentElement.dataset.size = lasting.read("yibao.size") ?? "standard";

/** @type {import("./call/entry.js").Pass|null} */
let pass = null;
/** @type {Room|null} */
let room = null;
/** @type {"video"|"audio"|"text"|"phone"|null} */
let way = null;
let hadAgent = false;
let triesLeft = 3; // seats got anew through the chat; more would knock without end
let [covered, coveredByAgent] = [false, false];

const news = new News();
const stage = new StageView();
const media = new OwnMedia((stream) => {
  stage.self(stream);
  showWaitingPicture(stream);
  void room?.connection.use(stream);
  room?.reportMedia();
});
const talk = new TalkView((text, messageId) => send({ type: "say", text, message_id: messageId }));
const form = new FormView({
  lock: (field) => void send({ type: "form", op: "lock", field }),
  unlock: (field) => void room?.stream.send({ type: "form", op: "unlock", field }),
  set: (field, value, version) => send({ type: "form", op: "set", field, value, version }),
});
const confirming = new ConfirmView({
  confirm: (by) => void send({ type: "confirm", way: by }),
  again: () => void send({ type: "unconfirm" }),
  sign: new SignatureView({
    done: (png) => send({ type: "sign", png }),
    help: () => say(CANNOT_SIGN) && announce(byId("sign-words", HTMLElement), HELP_TOLD),
  }),
});
const consent = new ConsentView((agreed) => send({ type: "consent", recording: agreed }));
const pointing = new Pointing({ labelOf: (key) => form.labelOf(key), rowOf: (key) => form.rowOf(key) });
const photo = new PhotoView({
  send: async (image, kind) => {
    if (!pass) return;
    await call("POST", `/api/v1/calls/${pass.callId}/photos${kind ? `?kind=${kind}` : ""}`, { token: pass.session, body: image });
    announce(byId("announcer", HTMLElement), "照片已经发给工作人员。");
  },
  covered: (isCovered) => {
    covered = isCovered;
    room?.stream.send({ type: "mask", on: isCovered });
    cover();
  },
  closed: () => void media.revive().catch(() => {}),
});
const controls = new ControlsView({
  mute: (isMuted) => media.mute(isMuted),
  camera: async (isOn) => {
    try {
      if (media.hasVoice || !isOn) await media.camera(isOn);
      else await media.open({ picture: true });
    } catch (error) {
      if (!(error instanceof NoMedia)) throw error;
      news.say("problem", obstacleSentence(error.obstacle));
      return false;
    }
    if (isOn && way !== "video") await begin("video");
    return true;
  },
  photo: () => {
    pointing.clear();
    void photo.open("");
  },
  leave: () => room?.leave(),
});
new CheckView({ media, sound: new Sound(), go: (chosen) => void begin(chosen), leaving });
const ended = new EndedView({ call, pass: () => entry.chat });

/** @type {import("./call/room.js").RoomPage} */
const page = {
  seats: (seats, mine) => stage.seats(seats, mine),
  form: (shown, mySeat, isCitizen) => {
    form.show(shown, mySeat);
    confirming.show(shown, isCitizen);
  },
  history: (lines, myName) => talk.history(lines, myName),
  line: (line, myName) => talk.line(line, myName),
  recording: (recording, isCitizen) => consent.show(recording, isCitizen),
  place: (sentence) => tell("waiting-place", sentence),
  places: (places) => stage.places(places),
  point: (target) => pointing.point(target),
  wanted: (kind) => pointing.ask(wantedSentence(kind), "拍证件", () => {
    pointing.clear();
    void photo.open(kind);
  }),
  mask: (isMasked) => {
    coveredByAgent = isMasked;
    cover();
  },
  caption: (seat, text, isFinal, isMine) => {
    stage.caption(seat, text, isFinal);
    // A yes counts only while the agent asks for it: people say it of many things.
    if (isMine && isFinal && pointing.target === "confirm" && confirming.mayConfirm && agrees(text)) send({ type: "confirm", way: "voice" });
  },
  unconfirmed: (why) => confirming.undone(why),
  receipt: (receipt) => showReceipt(byId("receipt", HTMLElement), receipt),
  quality: (sentence, rung) => {
    if (writes()) return;
    tell("quality", rung === "video" ? "" : rung === "audio" && way === "audio" ? VOICE_ONLY : sentence);
    if (rung === "text") talk.open();
  },
  news: (kind, sentence) => news.say(kind, sentence),
  stage: (hasAgent) => {
    hadAgent ||= hasAgent;
    stage.say(hasAgent ? "正在接通，请稍等。" : "正在等工作人员，请稍等。");
    if (writes()) tell("quality", hasAgent ? WRITING : WAITING_IN_WRITING);
    if (way) show(viewNow());
  },
  ended: (why, receipt, rates) => {
    entry.forget();
    media.close();
    consent.show({ state: "off", text: "" }, false);
    for (const kind of /** @type {const} */ (["line", "link", "held"])) news.say(kind, "");
    document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
    pointing.clear();
    show("ended");
    void ended.show(why, receipt, rates);
  },
  refused: () => void enterAgain(),
};

addEventListener("online", () => room?.networkChanged());
/** @type {any} */ (navigator).connection?.addEventListener?.("change", () => room?.networkChanged());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  void stayAwake();
  void media.revive().catch(() => {}); // telephones take the camera away from a page that is not seen
});
await enter(() => entry.enter(hash));

/** Take a seat and open its line. @param {() => Promise<import("./call/entry.js").Pass|null>} find */
async function enter(find) {
  try {
    pass = await find();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    return gone(error.detail);
  }
  if (!pass) return gone(NO_WAY_IN);
  const { callId, session } = pass;
  const parts = await lineParts().catch(() => null);
  if (!parts) return gone(new Unreachable().detail);
  const { CallStream, Connection, Room } = parts;
  room = new Room({
    page,
    openStream: (listener) => new CallStream(callId, session, listener),
    openConnection: (parts) => new Connection({ ...parts, place: (place, stream) => stage.place(place, stream) }),
  });
  room.open();
  if (way) await begin(way);
  else show("check");
}

/** Load what only a call needs: a third of the page, without which it is usable sooner. */
async function lineParts() {
  const [{ Room }, { CallStream }, { Connection }] = await Promise.all([import("./call/room.js"), import("./rtc/call_stream.js"), import("./rtc/connection.js")]);
  return { CallStream, Connection, Room };
}

/** The seat was given up: get another one, if the chat of this tab can. */
async function enterAgain() {
  room?.connection.close();
  room = null;
  triesLeft -= 1;
  await enter(() => (triesLeft > 0 ? entry.again() : Promise.resolve(null)));
}

/** Begin the call as the citizen chose. @param {"video"|"audio"|"text"|"phone"} chosen */
async function begin(chosen) {
  way = chosen;
  const most = chosen === "video" || chosen === "audio" ? chosen : "text";
  if (most === "text") media.close();
  document.documentElement.dataset.way = most;
  tell("quality", most === "text" ? (hadAgent ? WRITING : WAITING_IN_WRITING) : most === "audio" ? VOICE_ONLY : "");
  controls.begin({ picture: media.hasPicture, voice: media.hasVoice, photo: pass?.role !== "family" });
  show(viewNow());
  void stayAwake();
  await room?.connection.use(media.stream);
  await room?.start(most, () => (media.hasPicture || room?.connection.rung === "text" ? (room?.connection.rung ?? "text") : media.hasVoice ? "audio" : "text"));
  if (most === "text") talk.open();
  if (chosen === "phone" && say(CALL_ME)) news.say("problem", CALL_ME_TOLD);
}

/** Tell whether the citizen chose to write. */
function writes() {
  return way === "text" || way === "phone";
}

function viewNow() {
  return hadAgent || writes() ? "call" : "waiting";
}

/** @param {ViewName} name */
function show(name) {
  if (document.documentElement.dataset.view === name) return;
  document.documentElement.dataset.view = name;
  for (const view of document.querySelectorAll(".view")) /** @type {HTMLElement} */ (view).hidden = view.getAttribute("data-for") !== name;
  byId("dock", HTMLElement).hidden = name !== "call";
  scrollTo(0, 0);
  const title = document.getElementById(`${name}-title`);
  title?.focus();
}

/** @param {string} why */
function gone(why) {
  byId("gone-why", HTMLElement).textContent = why;
  show("gone");
}

/** @param {object} frame */
function send(frame) {
  return room?.send(frame) ?? false;
}

/** @param {string} text */
function say(text) {
  return send({ type: "say", text, message_id: newMessageId() });
}

function cover() {
  media.mask(covered || coveredByAgent);
  stage.mask(covered || coveredByAgent);
  news.say("mask", covered || coveredByAgent ? MASKED : "");
}

/** @param {string} id @param {string} sentence */
function tell(id, sentence) {
  const place = byId(id, HTMLElement);
  if (place.textContent !== sentence) place.textContent = sentence;
}

/** @param {MediaStream|null} stream */
function showWaitingPicture(stream) {
  const picture = byId("waiting-picture", HTMLVideoElement);
  picture.hidden = !media.hasPicture;
  picture.srcObject = media.hasPicture ? stream : null;
}

/** Keep the telephone's screen on; where it cannot, the call goes on until it sleeps. */
async function stayAwake() {
  if (way) await /** @type {any} */ (navigator).wakeLock?.request("screen").catch(() => {});
}

/** WeChat's “在浏览器打开” takes nothing along but the address: a fresh link in it leads the other browser to this seat. */
async function leaving() {
  const token = await entry.linkElsewhere().catch(() => null);
  if (token) history.replaceState(null, "", `${location.pathname}#${token}`);
}
