/** Checks one conversation from greeting to broken line, with a gateway and a stream made for the test. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Conversation } from "../../gateway/web/chat/conversation.js";
import { Problem, Unreachable } from "../../gateway/web/service.js";

const GREETING = { text: "您好，我是智能助手。", spoken: "", status: "answered", sources: [], choices: ["办签约", "异地备案"], wants_human: false };
const reply = (/** @type {string} */ text) => ({ ...GREETING, text, choices: [] });

class FakeShelf {
  kept = new Map();
  read = (/** @type {string} */ key) => this.kept.get(key) ?? null;
  write = (/** @type {string} */ key, /** @type {string|null} */ value) => void (value === null ? this.kept.delete(key) : this.kept.set(key, value));
  keys = () => [...this.kept.keys()];
}

class FakeStream {
  isUp = true;
  /** @type {any[]} */ frames = [];
  constructor(/** @type {any} */ listener) {
    this.listener = listener;
  }
  open() {}
  close() {}
  steady() {}
  expectFrame() {}
  send(/** @type {string} */ json) {
    if (this.isUp) this.frames.push(JSON.parse(json));
    return this.isUp;
  }
  welcome(stage = "bot") {
    this.listener.opened();
    this.hear({ type: "welcome", stage, queue: null, agent: null });
  }
  hear(/** @type {object} */ frame) {
    this.listener.heard(JSON.stringify(frame));
  }
  messages = () => this.frames.filter((frame) => frame.type === "message");
}

function begin({ tab = new FakeShelf(), shelf = new FakeShelf(), answers = {} } = {}) {
  const calls = /** @type {any[]} */ ([]);
  const told = /** @type {any[]} */ ([]);
  const streams = /** @type {FakeStream[]} */ ([]);
  const page = new Proxy({}, { get: (_, name) => (/** @type {any[]} */ ...words) => told.push([name, ...words]) });
  const routes = { "POST /api/v1/conversations": () => ({ conversation_id: "c1", token: "t1", greeting: GREETING }), ...answers };
  const parts = {
    call: async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ with_) => {
      calls.push([`${method} ${path}`, with_?.body ?? null]);
      return /** @type {any} */ (routes)[`${method} ${path}`]?.(with_?.body) ?? null;
    },
    openStream: (/** @type {string} */ _path, /** @type {any} */ listener) => (streams.push(new FakeStream(listener)), streams.at(-1)),
    page, tab, shelf,
    now: () => new Date("2026-03-01T00:00:00Z"),
    wait: async () => {},
    opening: () => ({ region: "yantai" }),
  };
  const conversation = new Conversation(/** @type {any} */ (parts));
  return { conversation, calls, told, streams, tab, shelf, stream: () => /** @type {FakeStream} */ (streams.at(-1)) };
}

const of = (/** @type {any[]} */ told, /** @type {string} */ kind) => told.filter(([name]) => name === kind);
const settle = () => new Promise((done) => setImmediate(done));

test("a new conversation carries the region and says hello to the stream", async () => {
  const { conversation, calls, stream } = begin();

  await conversation.start();
  stream().welcome();

  assert.deepEqual(calls[0], ["POST /api/v1/conversations", { channel: "web", region: "yantai" }]);
  assert.deepEqual(stream().frames[0], { type: "hello", token: "t1", last: 0 });
});

test("a typed number sends the text of the choice", async () => {
  const { conversation, stream } = begin();
  await conversation.start();
  stream().welcome();

  conversation.say("2");

  assert.equal(stream().messages()[0].text, "异地备案");
});

test("a question about a paragraph names it, over the line and over HTTP, and a number in it is no choice", async () => {
  const { conversation, stream, calls } = begin({ answers: { "POST /api/v1/conversations/c1/messages": () => ({ reply: null, turn: null }) } });
  await conversation.start();
  stream().welcome();

  conversation.say("2", "rules#a@2");
  stream().isUp = false;
  stream().listener.lost(3);
  await settle();
  await settle();

  const [said] = stream().messages();
  assert.deepEqual([said.text, said.about], ["2", "rules#a@2"]);
  const posted = calls.filter(([route]) => route.endsWith("/messages"));
  assert.equal(posted[0]?.[1].about, "rules#a@2");
});

test("a number means itself once the choices are used", async () => {
  const { conversation, stream } = begin();
  await conversation.start();
  stream().welcome();
  conversation.say("2");

  conversation.say("1");

  assert.equal(stream().messages()[1].text, "1");
});

test("an unanswered message goes out again with the same id once the line is back", async () => {
  const { conversation, stream } = begin();
  await conversation.start();
  stream().welcome();
  conversation.say("门诊能报多少");

  stream().listener.lost(1);
  conversation.say("还有住院呢");
  stream().welcome();

  const [first, again, next] = stream().messages();
  assert.equal(again.message_id, first.message_id);
  assert.equal(next.text, "还有住院呢");
});

test("an answer that is replayed after a break is shown once", async () => {
  const { conversation, stream, told } = begin();
  await conversation.start();
  stream().welcome();
  conversation.say("门诊能报多少");
  const answer = { type: "reply", in_reply_to: stream().messages()[0].message_id, reply: reply("八成。"), turn: null, seq: 2 };

  stream().hear(answer);
  stream().listener.lost(1);
  stream().welcome();
  stream().hear(answer);

  assert.equal(of(told, "line").length, 1);
  assert.equal(stream().messages().length, 1);
  assert.equal(stream().frames.at(-1).last, 2);
});

test("a greeting that is replayed to a new page is not shown again", async () => {
  const { conversation, stream, told } = begin();
  await conversation.start();
  stream().welcome();

  stream().hear({ type: "reply", in_reply_to: null, reply: GREETING, turn: null, seq: 1 });

  assert.equal(of(told, "line").length, 0);
});

test("a message passed on to a person counts as delivered", async () => {
  const { conversation, stream, told, shelf } = begin();
  await conversation.start();
  stream().welcome("agent");
  conversation.say("您好");

  stream().hear({ type: "reply", in_reply_to: stream().messages()[0].message_id, reply: null, turn: { seq: 3 } });

  assert.equal(of(told, "delivery").at(-1)[2], "passed_on");
  assert.deepEqual(shelf.keys(), []);
});

test("after a reload the history is shown and the unsent message is sent under its id", async () => {
  const before = begin();
  await before.conversation.start();
  before.stream().isUp = false;
  before.stream().welcome();
  before.conversation.say("门诊能报多少");
  const lines = [{ seq: 1, at: null, who: "assistant", text: GREETING.text, name: null, reply: GREETING }];

  const after = begin({ tab: before.tab, shelf: before.shelf, answers: { "GET /api/v1/conversations/c1/transcript": () => ({ lines }) } });
  await after.conversation.start();
  after.stream().welcome();

  assert.equal(of(after.told, "history")[0][1].length, 1);
  assert.equal(after.stream().messages()[0].message_id, of(before.told, "said")[0][1]);
});

test("a refused token begins a new conversation, says so, keeps what was unsent", async () => {
  const { conversation, streams, told } = begin();
  await conversation.start();
  streams[0]?.welcome();
  conversation.say("门诊能报多少");

  streams[0]?.listener.refused();
  await settle();
  streams[1]?.welcome();

  assert.match(of(told, "notice")[0][1], /重新开始/);
  assert.equal(streams[1]?.messages()[0].message_id, streams[0]?.messages()[0].message_id);
});

test("without any WebSocket, messages go by plain HTTP", async () => {
  const answers = {
    "GET /api/v1/conversations/c1/transcript": () => ({ lines: [] }),
    "POST /api/v1/conversations/c1/messages": () => ({ reply: reply("八成。"), turn: { seq: 2 } }),
  };
  const { conversation, stream, told, calls } = begin({ answers });
  await conversation.start();
  conversation.say("门诊能报多少");

  stream().listener.lost(3);
  await settle();

  assert.equal(of(told, "connection").at(-1)[1], "slow");
  assert.equal(calls.at(-1)[1].text, "门诊能报多少");
  assert.equal(of(told, "line")[0][1].text, "八成。");
});

test("a problem keeps the message with its reason until the citizen tries again", async () => {
  const { conversation, stream, told } = begin();
  await conversation.start();
  stream().welcome();
  conversation.say("快");
  const { message_id } = stream().messages()[0];

  stream().hear({ type: "problem", detail: "您发得太快了。", in_reply_to: message_id });
  conversation.retry(message_id);

  assert.deepEqual(of(told, "delivery").find(([, , delivery]) => delivery === "refused")?.slice(1), [message_id, "refused", "您发得太快了。"]);
  assert.equal(stream().messages()[1].message_id, message_id);
});

test("a gateway that is away is asked again, without the region that it may have refused", async () => {
  let attempts = 0;
  const answers = {
    "POST /api/v1/conversations": () => {
      attempts += 1;
      if (attempts === 1) throw new Problem(422, "没有这个参保地。");
      if (attempts === 2) throw new Unreachable();
      return { conversation_id: "c1", token: "t1", greeting: GREETING };
    },
  };
  const { conversation, calls, told } = begin({ answers });

  await conversation.start();

  assert.deepEqual(calls[2][1], { channel: "web" });
  assert.equal(of(told, "greeting").length, 1);
});

test("a photograph is answered like a message, and a refusal is told", async () => {
  const image = new Blob(["x"], { type: "image/jpeg" });
  const { conversation, told, calls } = begin({
    answers: { "POST /api/v1/conversations/c1/photos": () => ({ photo: { id: "p1" }, reply: reply("看到身份证了。"), turn: { state: "filling", seq: 5 } }) },
  });
  await conversation.start();

  await conversation.handIn(image);

  assert.equal(calls.at(-1)[1], image);
  assert.ok(told.some(([name, line]) => name === "line" && line.text === "看到身份证了。"));
  assert.deepEqual(told.at(-1), ["typing", null]);
});

test("a photograph that the gateway will not take leaves its reason", async () => {
  const { conversation, told } = begin({
    answers: {
      "POST /api/v1/conversations/c1/photos": () => {
        throw new Problem(422, "照片有点糊，请再拍一张。");
      },
    },
  });
  await conversation.start();

  await conversation.handIn(new Blob(["x"], { type: "image/jpeg" }));

  assert.ok(told.some(([name, sentence]) => name === "notice" && sentence.includes("糊")));
});
