/** Checks how a citizen gets into a call, and what the page shows of its frames. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Entry } from "../../gateway/web/call/entry.js";
import { Room } from "../../gateway/web/call/room.js";
import { decodeCallFrame } from "../../gateway/web/rtc/wire.js";
import { Problem } from "../../gateway/web/service.js";

class FakeShelf {
  kept = new Map();
  read = (/** @type {string} */ key) => this.kept.get(key) ?? null;
  write = (/** @type {string} */ key, /** @type {string|null} */ value) => void (value === null ? this.kept.delete(key) : this.kept.set(key, value));
  keys = () => [...this.kept.keys()];
}

/** @param {string[]} good tokens that open a seat @param {{chat?: boolean}} [with_] */
function door(good, { chat = false } = {}) {
  const tab = new FakeShelf();
  if (chat) tab.write("yibao.session", JSON.stringify({ id: "k1", token: "t1" }));
  const calls = /** @type {string[]} */ ([]);
  const call = async (/** @type {string} */ _method, /** @type {string} */ path, /** @type {any} */ { body } = {}) => {
    calls.push(path.replace("/api/v1", "") + (body?.token ? ` ${body.token}` : ""));
    if (path.endsWith("/conversations/k1/call")) return { url: "/call#fresh", until: "" };
    if (!good.includes(body.token)) throw new Problem(404, "用过了");
    return { call_id: "c1", session: `s-${body.token}`, role: "citizen", name: "市民" };
  };
  return { entry: new Entry({ call: /** @type {any} */ (call), tab: /** @type {any} */ (tab) }), calls, tab };
}

test("a link opens a seat, and a reload of the page keeps it without using a link again", async () => {
  const { entry, calls } = door(["one"]);

  const first = await entry.enter("#one");
  const reloaded = await entry.enter("");

  assert.equal(first?.session, "s-one");
  assert.deepEqual(reloaded, first);
  assert.deepEqual(calls, ["/calls/enter one"]);
});

test("a used link is renewed by itself where the chat is in this tab", async () => {
  const { entry, calls } = door(["fresh"], { chat: true });

  assert.equal((await entry.enter("#used"))?.session, "s-fresh");
  assert.deepEqual(calls, ["/calls/enter used", "/conversations/k1/call", "/calls/enter fresh"]);
});

test("a used link elsewhere says how to get a new one", async () => {
  await assert.rejects(door([]).entry.enter("#used"), (error) => error instanceof Problem && error.detail === "用过了");
});

test("another browser gets a link of its own, and this one keeps its seat until it is used", async () => {
  const { entry, calls, tab } = door(["one", "fresh"], { chat: true });
  await entry.enter("#one");

  const token = await entry.linkElsewhere();
  const other = await door(["one", "fresh"]).entry.enter(`#${token}`);

  assert.equal(token, "fresh");
  assert.equal(other?.session, "s-fresh");
  assert.deepEqual(calls, ["/calls/enter one", "/conversations/k1/call"]);
  assert.match(String(tab.read("yibao.call")), /s-one/);
});

test("without a chat there is no link for another browser", async () => {
  assert.equal(await door(["one"]).entry.linkElsewhere(), null);
});

test("without link, seat or chat there is no way in", async () => {
  assert.equal(await door([]).entry.enter(""), null);
});

test("a seat that was given up is forgotten before another is fetched", async () => {
  const { entry, tab } = door(["one", "fresh"], { chat: true });
  await entry.enter("#one");

  assert.equal((await entry.again())?.session, "s-fresh");
  assert.match(tab.read("yibao.call"), /s-fresh/);
});

function begin({ isUp = true } = {}) {
  const told = /** @type {any[]} */ ([]);
  const sent = /** @type {any[]} */ ([]);
  const media = /** @type {any[]} */ ([]);
  const page = new Proxy({}, { get: (_, name) => (/** @type {any[]} */ ...words) => told.push([name, ...words]) });
  const line = { open() {}, close() {}, reopen() {}, send: (/** @type {any} */ frame) => isUp && (sent.push(frame), true) };
  const connection = new Proxy({ rung: "video" }, { get: (target, name) => (name in target ? /** @type {any} */ (target)[name] : async (/** @type {any[]} */ ...words) => void media.push([name, ...words])) });
  const room = new Room(/** @type {any} */ ({ page, openStream: () => line, openConnection: () => connection }));
  const hear = (/** @type {object} */ raw) => room.heard(/** @type {any} */ (decodeCallFrame(JSON.stringify(raw))));
  const last = (/** @type {string} */ name) => told.filter(([one]) => one === name).at(-1)?.slice(1);
  return { room, hear, last, told, sent, media };
}

const WELCOME = {
  type: "welcome", call: { id: "c1" }, you: { seat: "citizen", role: "citizen", name: "市民" }, form: null, lines: [], ice_servers: [], engine: "forward",
  seats: [{ id: "citizen", role: "citizen", name: "市民", media: "video", connected: true }, { id: "agent", role: "agent", name: "王芳", media: "video", connected: true }],
  recording: { state: "asked", text: "可以录像吗？" },
};
const FORM = { application_id: "a1", item: "门诊统筹签约", version: 1, state: "confirmable", fields: [{ key: "name", label: "姓名", value: "张桂兰", shown: "张桂兰" }], papers: [] };

test("until the citizen begins, no camera is connected, and then what the welcome said is used", async () => {
  const { room, hear, media, sent } = begin();

  hear(WELCOME);
  const before = [...media];
  await room.start("video", () => "video");

  assert.deepEqual(before, []);
  assert.deepEqual(media.map(([name]) => name), ["atMost", "welcomed"]);
  assert.deepEqual(sent, [{ type: "media", kind: "video" }]);
});

test("new credentials of the relay are used for what is connected from then on, begun or not", async () => {
  const { room, hear, media } = begin();
  const server = { urls: "turn:x", username: "later", credential: "c" };
  hear(WELCOME);

  hear({ type: "ice", ice_servers: [server] });
  await room.start("video", () => "video");

  assert.deepEqual(media.find(([name]) => name === "fresh"), ["fresh", [server]]);
  assert.deepEqual(media.find(([name]) => name === "welcomed"), ["welcomed", "forward", [server]]);
});

test("a welcome after a broken line brings a new connection and everything else", async () => {
  const { room, hear, media, last } = begin();
  hear(WELCOME);
  await room.start("video", () => "video");
  media.length = 0;

  hear({ ...WELCOME, engine: "peer", form: FORM });

  assert.deepEqual(media.find(([name]) => name === "welcomed")?.slice(1, 2), ["peer"]);
  assert.equal(last("form")?.[0].item, "门诊统筹签约");
  assert.deepEqual(last("news"), ["held", ""]);
});

test("an offer that was not taken is tried again, and said", () => {
  const { hear, media, last } = begin();
  hear(WELCOME);

  hear({ type: "problem", detail: "视频没有接上，请再试一次。", in_reply_to: "offer" });

  assert.deepEqual(media.at(-1), ["refused"]);
  assert.deepEqual(last("news"), ["problem", "视频没有接上，请再试一次。"]);
});

test("what did not go out is said, never swallowed", () => {
  const { room, last } = begin({ isUp: false });

  assert.equal(room.send({ type: "confirm", way: "button" }), false);
  assert.match(last("news")?.[1], /再点一次/);
});

test("a field that the agent writes reaches the form that is shown", () => {
  const { hear, last } = begin();
  hear({ ...WELCOME, form: FORM });

  hear({ type: "field", field: "name", value: "张桂芳", shown: "张桂芳", by: "agent", by_name: "王芳", version: 2 });

  assert.deepEqual([last("form")?.[0].fields[0].shown, last("form")?.[0].fields[0].byName, last("form")?.[0].version], ["张桂芳", "王芳", 2]);
});

test("the receipt with its day is kept, though the form that follows knows only the number", () => {
  const { hear, last } = begin();
  hear({ ...WELCOME, form: FORM });

  hear({ type: "receipt", number: "YB1", item: "门诊统筹签约", due: "2026-12-06" });
  hear({ type: "form", form: { ...FORM, state: "submitted", number: "YB1" } });
  hear({ type: "ended", why: "done", rates: "YB1" });

  assert.deepEqual(last("ended"), ["done", { number: "YB1", item: "门诊统筹签约", due: "2026-12-06" }, "YB1"]);
});

test("it ends once, whatever comes after", () => {
  const { room, hear, told, sent } = begin();
  hear(WELCOME);

  room.leave();
  hear({ type: "ended", why: "left", rates: null });

  assert.deepEqual(sent.at(-1), { type: "leave" });
  assert.equal(told.filter(([name]) => name === "ended").length, 1);
});

test("only the citizen is asked whether it may be recorded", () => {
  const { hear, last } = begin();

  hear({ ...WELCOME, you: { seat: "family", role: "family", name: "小李" } });

  assert.equal(last("recording")?.[1], false);
});
