/** Checks who reads a line or a sentence aloud: the office's voice, or the device's. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { VoiceReader } from "../../gateway/web/chat/voice_reader.js";
import { OfficeVoice } from "../../gateway/web/policies/office_voice.js";

const PACES = { slowest: 1.5, slow: 2.5, usual: 3.2, fastest: 5, slower_by: 0.85 };
const ABILITY = { hears: true, speaks: true, paces: PACES, label: "" };
const WORDS = { seq: 4, text: "您好" };

class FakeShelf {
  /** @type {Map<string, string>} */ kept = new Map();
  read = (/** @type {string} */ key) => this.kept.get(key) ?? null;
  write = (/** @type {string} */ key, /** @type {string|null} */ value) => void (value === null ? this.kept.delete(key) : this.kept.set(key, value));
}

class FakePlayer {
  rate = 0;
  played = 0;
  ended = () => {};
  begin(/** @type {number} */ rate, /** @type {() => void} */ ended) {
    [this.rate, this.ended] = [rate, ended];
  }
  add(/** @type {Int16Array} */ samples) {
    this.played += samples.length;
  }
  finish() {
    this.ended();
  }
  stop() {
    this.ended = () => {};
  }
}

/** A device's voice that ends when it is told. @param {boolean} isThere */
function device(isThere) {
  const said = /** @type {string[]} */ ([]);
  let over = () => {};
  return {
    said,
    over: () => over(),
    canRead: () => isThere,
    isAvailable: isThere,
    whenChanged: () => {},
    read: (/** @type {string} */ text, /** @type {number} */ _pace, /** @type {() => void} */ ended) => {
      said.push(text);
      over = ended;
    },
    speak: (/** @type {string} */ text, /** @type {number} */ _rate, /** @type {any} */ listener) => {
      said.push(text);
      over = listener.ended;
    },
    stop: () => {},
  };
}

/** @param {{ability?: any, hasDevice?: boolean, isLineUp?: boolean, saves?: boolean}} [options] */
function reading({ ability = ABILITY, hasDevice = false, isLineUp = true, saves = false } = {}) {
  const player = new FakePlayer();
  const own = device(hasDevice);
  const sent = /** @type {any[]} */ ([]);
  const told = /** @type {string[]} */ ([]);
  const line = /** @type {any} */ ({
    listeners: [],
    open: async () => {
      if (!isLineUp) throw new Error("down");
    },
    send: (/** @type {string} */ json) => {
      sent.push(JSON.parse(json));
      return isLineUp;
    },
  });
  const tab = new FakeShelf();
  tab.write("yibao.voice.labelled", "c1");
  const reader = new VoiceReader(/** @type {any} */ ({ line, player, own, ability: () => ability, shelf: new FakeShelf(), tab, usualPace: () => 3.2, savesData: () => saves, changed: (/** @type {boolean} */ is) => told.push(is ? "begins" : "ends") }));
  const frame = (/** @type {any} */ one) => line.listeners[0].frame(one);
  const says = () => sent.filter((one) => one.type === "say");
  const listener = { ended: () => told.push("ended"), interrupted: () => told.push("interrupted"), failed: (/** @type {string} */ detail) => told.push(`failed ${detail}`) };
  return { reader, player, own, sent, says, told, line, frame, listener };
}

test("the office's voice reads a line by its number, and tells when it was played", async () => {
  const { reader, player, sent, says, told, line, frame, listener } = reading();

  await reader.read(WORDS, listener, "c1");
  const { id } = says()[0];
  frame({ type: "saying", id, rate: 16_000 });
  line.listeners[0].sound(id, new Int16Array(5));
  line.listeners[0].sound(id + 1, new Int16Array(7));
  frame({ type: "said", id });

  assert.equal(says()[0].seq, 4);
  assert.deepEqual([player.rate, player.played], [16_000, 5]);
  assert.deepEqual(told, ["begins", "ends", "ended"]);
  assert.deepEqual(sent.at(-1), { type: "played", id });
});

test("what the voice is, is said once in a conversation, before the first line", async () => {
  const { reader, says, frame, listener } = reading();

  await reader.read(WORDS, listener, "c2");
  const label = says()[0];
  frame({ type: "saying", id: label.id, rate: 16_000 });
  frame({ type: "said", id: label.id });
  const words = says()[1];
  frame({ type: "said", id: words.id });
  await reader.read(WORDS, listener, "c2");

  assert.deepEqual([label.prompt, words.seq, says()[2].seq], ["label", 4, 4]);
});

test("an interruption by the citizen is told as one", async () => {
  const { reader, says, told, frame, listener } = reading();
  await reader.read(WORDS, listener, "c1");

  frame({ type: "stop", id: says()[0].id });

  assert.deepEqual(told.slice(-2), ["ends", "interrupted"]);
});

test("where the office is silent, the device reads", async () => {
  for (const options of [{ ability: null }, { isLineUp: false }, { saves: true }]) {
    const { reader, own, told, listener } = reading({ ...options, hasDevice: true });
    await reader.read(WORDS, listener, "c1");
    own.over();
    assert.deepEqual(own.said, ["您好"], JSON.stringify(options));
    assert.equal(told.at(-1), "ended");
  }
});

test("an office that falls silent in the middle is told, or the device takes over", async () => {
  for (const hasDevice of [true, false]) {
    const { reader, own, says, told, frame, listener } = reading({ hasDevice });
    await reader.read(WORDS, listener, "c1");
    frame({ type: "trouble", about: "say", id: says()[0].id, detail: "读不了" });
    assert.deepEqual(own.said, hasDevice ? ["您好"] : []);
    assert.equal(told.at(-1), hasDevice ? "begins" : "failed 读不了");
  }
});

test("slower is remembered, and the line is read again", async () => {
  const { reader, sent, says, listener } = reading();
  await reader.read(WORDS, listener, "c1");

  reader.change(-1);

  assert.equal(reader.pace, 2.72);
  assert.deepEqual(sent.filter((one) => one.type === "pace").at(-1), { type: "pace", pace: 2.72 });
  assert.deepEqual(says().map((one) => one.seq), [4, 4]);
});

test("stopping is told to whoever began it, and to the office", async () => {
  const { reader, told, sent, listener } = reading();
  await reader.read(WORDS, listener, "c1");

  reader.stop();
  reader.stop();

  assert.deepEqual(told, ["begins", "ends", "ended"]);
  assert.deepEqual(sent.at(-1), { type: "stop" });
});

/** @param {{status?: number, hasDevice?: boolean, wording?: string}} [options] */
function office({ status = 200, hasDevice = false, wording = "spoken" } = {}) {
  const player = new FakePlayer();
  const own = device(hasDevice);
  const asked = /** @type {string[]} */ ([]);
  const voice = new OfficeVoice({
    own: /** @type {any} */ (own),
    player,
    fetch: async (path) => {
      asked.push(path);
      return new Response(status === 200 ? new Uint8Array([1, 0, 2, 0, 3]) : "{}", { status, headers: { "X-Audio-Rate": "16000" } });
    },
    wording: () => wording,
    savesData: () => false,
  });
  voice.officeSpeaks(true);
  return { voice, player, own, asked };
}

const PLACE = { id: "rules#a@2", sentence: 0, more: true };
/** Speak until it is over. @param {OfficeVoice} voice @param {any} [place] @returns {Promise<string>} */
const spoken = (voice, place = PLACE) => new Promise((done) => voice.speak("甲一。", 0.75, { ended: () => done("ended"), failed: () => done("failed") }, place));

test("a sentence of a paragraph is fetched by its number, the next one ahead", async () => {
  const { voice, player, asked } = office();

  const end = await spoken(voice);
  await new Promise((done) => setTimeout(done));
  await spoken(voice, { ...PLACE, sentence: 1, more: false });

  assert.equal(end, "ended");
  assert.deepEqual([player.rate, player.played], [16_000, 4]);
  assert.deepEqual(asked, [0, 1].map((sentence) => `/api/v1/knowledge/entries/rules%23a%402/speech?sentence=${sentence}&wording=spoken&pace=2.40`));
});

test("where the office is silent the device speaks the sentence, or the player is told", async () => {
  const with_ = office({ status: 503, hasDevice: true });
  const ended = spoken(with_.voice);
  await new Promise((done) => setTimeout(done, 1));
  with_.own.over();

  assert.equal(await ended, "ended");
  assert.deepEqual(with_.own.said, ["甲一。"]);
  assert.equal(await spoken(office({ status: 503 }).voice), "failed");
});
