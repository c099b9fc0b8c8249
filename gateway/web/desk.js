/** Puts the staff page together. */

import { CallBacks } from "./desk/call_backs.js";
import { CallBacksView } from "./desk/call_backs_view.js";
import { Cases } from "./desk/cases.js";
import { CaseView } from "./desk/case_view.js";
import { showFacts } from "./desk/facts_view.js";
import { PERSONA_WORDS } from "./desk/phrases.js";
import { QueueView } from "./desk/queue_view.js";
import { armSignIn, askToSignIn } from "./desk/sign_in.js";
import { decodeStaffFrame, decodeTickets, newlyWaiting } from "./desk/wire.js";
import { announce, byId } from "./dom.js";
import { call, Problem, streamAddress } from "./service.js";
import { Stream } from "./stream.js";

/** @typedef {import("./desk/wire.js").Ticket} Ticket */

const TITLE = "医保办事台 · 人工坐席";
const LOOK_EVERY = 30_000; // milliseconds: call-backs become due without anybody telling
const LOST = "连接断开了，正在重连；新的排队暂时看不到。";

/** @type {import("./desk/wire.js").Clerk} */ let clerk = { name: "", display_name: "" };
/** @type {Ticket[]} */ let tickets = [];
/** @type {string|null} */ let openId = null;
/** @type {Set<string>} */ const unread = new Set();

const cases = new Cases({
  call,
  now: () => new Date(),
  myName: () => clerk.display_name,
  changed: (shown) => shown.ticket.id === openId && caseView.refresh(shown),
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
});
const queueView = new QueueView({ accept: (ticket) => void take(ticket), open: (ticket) => void take(ticket) });
const callBacksView = new CallBacksView({ act: (number, act, note) => callBacks.act(number, act, note) });
const callBacks = new CallBacks({ call, now: () => new Date(), changed: () => callBacksView.show(callBacks.shown()) });
const stream = new Stream(streamAddress("/api/v1/staff/stream"), {
  opened: () => void cameBack(),
  heard,
  lost: () => void checkSession(LOST),
  refused: () => signedOut("登录已过期，请重新登录。"),
});

armSignIn({ call, entered: enter });
byId("sign-out", HTMLButtonElement).addEventListener("click", async () => {
  await call("DELETE", "/api/v1/staff/session").catch(() => null);
  signedOut("您已退出登录。");
});
showFacts(null);
setInterval(() => callBacksView.show(callBacks.shown()), LOOK_EVERY);
await enter().catch((error) => askToSignIn(error instanceof Problem && error.status === 401 ? "" : error.detail));

async function enter() {
  const me = await call("GET", "/api/v1/staff/me");
  clerk = { name: me.name, display_name: me.display_name || me.name };
  byId("my-name", HTMLElement).textContent = clerk.display_name;
  byId("sign-in-page", HTMLElement).hidden = true;
  byId("desk", HTMLElement).hidden = false;
  byId("me", HTMLElement).hidden = false;
  received(decodeTickets(await call("GET", "/api/v1/staff/tickets")), false);
  await callBacks.refresh().catch(() => null);
  stream.open();
}

/** @param {string} reason */
function signedOut(reason) {
  stream.close();
  cases.ids().forEach((id) => cases.drop(id));
  callBacks.forget();
  [tickets, openId] = [[], null];
  caseView.nothing();
  showFacts(null);
  say("");
  document.title = TITLE;
  byId("desk", HTMLElement).hidden = true;
  byId("me", HTMLElement).hidden = true;
  askToSignIn(reason);
}

/** The line broke: words may have been missed, so every open case is read again. */
async function cameBack() {
  stream.steady();
  say("已连接");
  await callBacks.refresh().catch(() => null);
  for (const id of cases.ids()) await cases.accept(id).catch(() => null);
}

/** A refused handshake looks like a broken line: ask whether we are still signed in. @param {string} sentence */
async function checkSession(sentence) {
  say(sentence);
  await call("GET", "/api/v1/staff/me").catch((error) => {
    if (error instanceof Problem && error.status === 401) signedOut("登录已过期，请重新登录。");
  });
}

/** @param {string} json */
function heard(json) {
  const frame = decodeStaffFrame(json);
  if (frame?.type === "tickets") received(frame.tickets, true);
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
  showQueue();
  const opened = tickets.find((ticket) => ticket.id === openId);
  if (opened) showFacts(opened);
  if (fresh.length === 0) return;
  const names = fresh.map((ticket) => [ticket.item || "咨询", PERSONA_WORDS[/** @type {"elder"} */ (ticket.persona)]].filter(Boolean).join("，"));
  announce(byId("announcer", HTMLElement), `新来 ${fresh.length} 位办事人：${names.join("；")}`);
}

function showQueue() {
  queueView.show(tickets, clerk, openId, unread);
  const waiting = tickets.filter((ticket) => !ticket.agent).length + unread.size;
  document.title = waiting > 0 ? `（${waiting}）${TITLE}` : TITLE;
}

/** @param {Ticket} ticket */
async function take(ticket) {
  const problem = byId("queue-problem", HTMLElement);
  problem.replaceChildren();
  try {
    const taken = cases.get(ticket.id) ?? (await cases.accept(ticket.id));
    openId = ticket.id;
    unread.delete(ticket.id);
    tickets = tickets.map((known) => (known.id === ticket.id ? taken.ticket : known));
    caseView.open(taken);
    showFacts(taken.ticket);
  } catch (error) {
    announce(problem, /** @type {any} */ (error).detail ?? "没有成功，请再试一次。");
    const answer = await call("GET", "/api/v1/staff/tickets").catch(() => null);
    if (answer) tickets = decodeTickets(answer);
  }
  showQueue();
}

/** @param {string} id */
function leave(id) {
  cases.drop(id);
  unread.delete(id);
  tickets = tickets.filter((ticket) => ticket.id !== id);
  if (openId === id) {
    openId = null;
    caseView.nothing();
    showFacts(null);
  }
  showQueue();
}

/** @param {string} sentence */
function say(sentence) {
  byId("line-state", HTMLElement).textContent = sentence;
}
