/** Puts the staff page together. */

import { Attending } from "./desk/attending.js";
import { CallBacks } from "./desk/call_backs.js";
import { CallBacksView } from "./desk/call_backs_view.js";
import { Calling } from "./desk/calling.js";
import { Cases } from "./desk/cases.js";
import { CaseView } from "./desk/case_view.js";
import { askTransfer, summaryDraft } from "./desk/endings.js";
import { showFacts } from "./desk/facts_view.js";
import { showHelp } from "./desk/help_view.js";
import { armKeys } from "./desk/keys.js";
import { Layout } from "./desk/layout.js";
import { Pages } from "./desk/pages.js";
import { PresenceView } from "./desk/presence_view.js";
import { arrivalSentence, QueueView } from "./desk/queue_view.js";
import { RingView } from "./desk/ring_view.js";
import { Sheets } from "./desk/sheets.js";
import { SESSION, askToSignIn } from "./desk/sign_in.js";
import { TrainingView } from "./desk/training_view.js";
import { decodeForbidden, decodeStaffFrame, decodeTeams, decodeTickets, newlyWaiting } from "./desk/wire.js";
import { announce, byId } from "./dom.js";
import { call, Problem } from "./service.js";
import { openFrame, TITLE } from "./staff_frame.js";
import { Stream } from "./stream.js";
import { ticketed } from "./stream_ticket.js";

/** @typedef {import("./desk/wire.js").Ticket} Ticket */

const LOOK_EVERY = 30_000; // milliseconds: call-backs become due without anybody telling
const LOST = "连接断开了，正在重连；新的排队暂时看不到。";
const PAGES = ["desk", "supervision", "training"];

/** @type {import("./desk/wire.js").Clerk} */ let clerk = { name: "", display_name: "" };
/** @type {Ticket[]} */ let tickets = [];
/** @type {import("./desk/phrases.js").Forbidden[]} */ let forbidden = [];
/** @type {import("./desk/wire.js").Team[]} */ let teams = [];
/** @type {string|null} */ let openId = null;
/** @type {Set<string>} */ const unread = new Set();

const announcer = byId("announcer", HTMLElement);
const layout = new Layout({
  back: () => {
    const shown = cases.get(calling.ticketId);
    if (shown) void take(shown.ticket);
  },
});
const cases = new Cases({
  call,
  now: () => new Date(),
  myName: () => clerk.display_name,
  changed: (shown) => shown.ticket.id === openId && caseView.refresh(shown),
});
const calling = new Calling({
  call,
  changed: () => void sheets.changed(calling.sharedForm, calling.session?.state.note ?? ""),
  began: () => inCall(true),
  over: callOver,
  heard: (id, line) => cases.heard(id, line),
  say: (id, words) => cases.say(id, words),
  transfer: (id) => void transfer(id),
  photographed: () => void sheets.photographed(),
});
const caseView = new CaseView({
  say: (id, text) => cases.say(id, text),
  retry: (id, messageId) => cases.retry(id, messageId),
  draft: (id, text) => cases.keepDraft(id, text),
  close: async (id, outcome) => {
    await cases.close(id, outcome);
    leave(id);
    byId("queue-title", HTMLElement).focus();
  },
  call: async (id) => {
    const shown = cases.get(id);
    if (shown) await calling.start(shown.ticket);
  },
  transfer: (id) => void transfer(id),
  forbidden: () => forbidden,
});
const sheets = new Sheets({
  call,
  form: calling.form,
  send: (text) => openId !== null && (cases.say(openId, text), true),
  insert: (text) => caseView.composer !== null && (caseView.composer?.insert(text), true),
  note: keepNote,
  photograph: (kind) => calling.session?.send({ type: "snapshot_wanted", kind }),
});
const queueView = new QueueView({ accept: (ticket) => void take(ticket), open: (ticket) => void take(ticket) });
const callBacksView = new CallBacksView({ act: (number, act, note) => callBacks.act(number, act, note) });
const callBacks = new CallBacks({ call, now: () => new Date(), changed: () => callBacksView.show(callBacks.shown()) });
const ringView = new RingView({ accept: (ticket) => void take(ticket), decline: (ticket) => void call("POST", `/api/v1/staff/tickets/${ticket.id}/decline`).catch(() => null) }); // a ring that is over needs no refusal
const presence = new PresenceView({ place: byId("presence", HTMLElement), told: announcer, call });
const attending = new Attending(byId("supervision", HTMLElement), { call, taken: takenOver });
const training = new TrainingView(byId("training", HTMLElement), { call, forbidden: () => forbidden });
const pages = new Pages();
const stream = new Stream(ticketed, {
  opened: () => void cameBack(),
  heard,
  lost: () => void checkSession(LOST),
  refused: () => signedOut(SESSION.expired),
});

byId("help", HTMLButtonElement).addEventListener("click", showHelp);
armKeys(
  {
    help: showHelp,
    accept: () => ringView.accept(),
    decline: () => ringView.decline(),
    answer: () => caseView.answer(),
    mute: () => calling.pane.mute(),
    camera: () => calling.pane.camera(),
    ask_confirm: () => calling.pane.requests?.confirm(),
    ask_sign: () => calling.pane.requests?.sign(),
    ask_photo: () => calling.pane.requests?.snapshot(),
    knowledge: () => sheets.search(),
    transfer: () => openId && void transfer(openId),
    queue: () => layout.toggleQueue(),
    end: () => calling.end(),
  },
  (place) => sheets.tabs.openAt(place),
);
showFacts(null);
setInterval(() => callBacksView.show(callBacks.shown()), LOOK_EVERY);
await openFrame({ entered, signedOut, isBusy: () => calling.session !== null });

/** @param {import("./staff_frame.js").Me} me */
async function entered(me) {
  clerk = me;
  byId("presence", HTMLElement).hidden = false;
  pages.offer([
    { id: "desk", name: "办件台", opened: () => null },
    ...(clerk.duties?.includes("supervise") ? [{ id: "supervision", name: "督导", opened: () => void attending.view.refresh() }] : []),
    { id: "training", name: "训练", opened: () => void training.open() },
  ]);
  received(decodeTickets(await call("GET", "/api/v1/staff/tickets")), false);
  await Promise.all([callBacks.refresh().catch(() => null), presence.refresh(), refreshTeams(), refreshForbidden()]);
  stream.open();
}

/** @param {string} reason */
function signedOut(reason) {
  stream.close();
  ringView.end();
  calling.leave();
  attending.leave();
  cases.ids().forEach((id) => cases.drop(id));
  callBacks.forget();
  [tickets, openId] = [[], null];
  caseView.nothing();
  showFacts(null);
  void sheets.open(null);
  say("");
  document.title = TITLE;
  pages.close(PAGES);
  byId("presence", HTMLElement).hidden = true;
  askToSignIn(reason);
}

/** The line broke: words may have been missed, so every open case is read again. */
async function cameBack() {
  stream.steady();
  say("已连接");
  await Promise.all([callBacks.refresh().catch(() => null), presence.refresh()]);
  for (const id of cases.ids()) await cases.accept(id).catch(() => null);
}

async function refreshTeams() {
  teams = decodeTeams(await call("GET", "/api/v1/teams").catch(() => null));
  showQueue();
}

/** A refused handshake looks like a broken line: ask whether we are still signed in. @param {string} sentence */
async function checkSession(sentence) {
  say(sentence);
  await call("GET", "/api/v1/staff/me").catch((error) => {
    if (error instanceof Problem && error.status === 401) signedOut(error.detail);
  });
}

/** @param {string} json */
function heard(json) {
  const frame = decodeStaffFrame(json);
  if (frame?.type === "tickets") received(frame.tickets, true);
  else if (frame?.type === "signed_out") signedOut(frame.detail);
  else if (frame?.type === "ring") ringView.begin(frame.ticket, frame.until);
  else if (frame?.type === "ring_over") ringView.end(frame.ticket_id);
  else if (frame?.type === "presence") presence.show(frame.state, frame.detail);
  else if ((frame?.type === "calls" || frame?.type === "presence_changed") && !byId("supervision", HTMLElement).hidden) void attending.view.refresh();
  else if (frame?.type === "closed") leave(frame.ticket_id);
  else if (frame?.type === "call_backs") void callBacks.refresh().catch(() => null);
  else if (frame?.type === "message" && cases.heard(frame.ticket_id, frame.line)) {
    if (frame.ticket_id === openId) caseView.announce(frame.line);
    else unread.add(frame.ticket_id);
    showQueue();
  }
}

/** @param {Ticket[]} now @param {boolean} isUpdate */
function received(now, isUpdate) {
  const fresh = isUpdate ? newlyWaiting(tickets, now) : [];
  tickets = now;
  ringView.check(tickets);
  showQueue();
  const opened = tickets.find((ticket) => ticket.id === openId);
  if (opened) showFacts(opened);
  if (fresh.length === 0 || ringView.rings) return;
  announce(announcer, arrivalSentence(fresh));
}

function showQueue() {
  queueView.show(tickets, clerk, openId, unread, teams);
  const waiting = tickets.filter((ticket) => !ticket.agent).length + unread.size;
  layout.waiting(waiting);
  document.title = waiting > 0 ? `（${waiting}）${TITLE}` : TITLE;
}

/** @param {Ticket} ticket */
async function take(ticket) {
  const problem = byId("queue-problem", HTMLElement);
  problem.replaceChildren();
  byId("queue-notice", HTMLElement).textContent = "";
  try {
    const taken = cases.get(ticket.id) ?? (await cases.accept(ticket.id));
    pages.open("desk");
    openId = ticket.id;
    unread.delete(ticket.id);
    tickets = tickets.some((known) => known.id === ticket.id) ? tickets.map((known) => (known.id === ticket.id ? taken.ticket : known)) : [...tickets, taken.ticket];
    caseView.open(taken);
    showFacts(taken.ticket);
    void sheets.open(taken.ticket);
    inCall(calling.ticketId === ticket.id && calling.session !== null);
  } catch (error) {
    announce(problem, /** @type {any} */ (error).detail ?? "没有成功，请再试一次。");
    const answer = await call("GET", "/api/v1/staff/tickets").catch(() => null);
    if (answer) tickets = decodeTickets(answer);
  }
  showQueue();
}

/** A supervisor took a call over: the case is ours, and so is the call. @param {string} ticketId */
async function takenOver(ticketId) {
  const shown = await cases.accept(ticketId);
  await take(shown.ticket);
  await calling.start(shown.ticket);
}

/** Keep a note with the call of a case, or with the case itself. @param {string} id @param {string} words */
async function keepNote(id, words) {
  if (calling.note(id, words)) return;
  await call("PUT", `/api/v1/staff/tickets/${id}/note`, { body: { text: words } });
}

/** Without the list nobody is warned; writing goes on. */
async function refreshForbidden() {
  const answer = await call("GET", "/api/v1/staff/forbidden-words").catch(() => null);
  if (answer) forbidden = decodeForbidden(answer);
}

/** @param {string} id */
async function transfer(id) {
  const shown = cases.get(id);
  if (!shown) return;
  const inThisCall = calling.ticketId === id ? calling.session : null;
  const draft = summaryDraft(shown, inThisCall?.state.form ?? null, sheets.notes.of(id));
  await askTransfer(call, { ticketId: id, callId: inThisCall?.state.callId ?? null, me: clerk.name, draft }, () => {
    calling.handedOn(id);
    leave(id);
  });
}

/** @param {string} id @param {string} reason @param {boolean} isEnded */
function callOver(id, reason, isEnded) {
  inCall(false);
  byId("queue-notice", HTMLElement).textContent = reason;
  if (isEnded) leave(id);
}

/** @param {boolean} isCall whether the open case is the one in the call */
function inCall(isCall) {
  if (layout.call(isCall, calling.session !== null)) sheets.inCall(isCall);
}

/** @param {string} id */
function leave(id) {
  cases.drop(id);
  unread.delete(id);
  sheets.notes.drop(id);
  tickets = tickets.filter((ticket) => ticket.id !== id);
  if (calling.ticketId === id) calling.leave();
  if (openId === id) {
    openId = null;
    caseView.nothing();
    showFacts(null);
    void sheets.open(null);
  }
  showQueue();
}

/** @param {string} sentence */
function say(sentence) {
  byId("line-state", HTMLElement).textContent = sentence;
}
