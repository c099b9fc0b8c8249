/** Checks the policy reader's pure parts: the wire, the words, the player. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { popularQuestions } from "../../gateway/web/chat/popular_view.js";
import * as outbox from "../../gateway/web/outbox.js";
import { Player, RATES, sentencesOf } from "../../gateway/web/policies/player.js";
import { Voice } from "../../gateway/web/policies/voice.js";
import * as wire from "../../gateway/web/policies/wire.js";
import * as words from "../../gateway/web/policies/words.js";
import { decodeReply, encodeMessage } from "../../gateway/web/protocol.js";

const TODAY = "2026-11-22";
const ENTRY = { id: "rules#a@2", section: "第一章", topic: "医保码 用法", text: "原文。", plain: "大白话。", spoken: "口播。", in_force: { from: "2024-04-01", until: null }, expired: false, expired_note: null, superseded_by: null, items: [], asked_as: ["怎么用"] };
const BOOK = wire.decodeBook({
  document: { id: "rules", title: "办法", issuer: "某局", number: "某发〔2024〕1号", date: "2024-03-01", date_note: null, region: "天津市", entries: 2 },
  chapters: [{ section: "第一章", entries: [ENTRY] }, { section: "第二章", entries: [{ ...ENTRY, id: "rules#b@1" }] }, { section: "空", entries: [] }],
});
const entry = (/** @type {object} */ changes) => wire.decodeVersion({ ...ENTRY, ...changes }).entry;

test("a document is read with its chapters; one without paragraphs is left out", () => {
  assert.deepEqual(BOOK.chapters.map((chapter) => chapter.section), ["第一章", "第二章"]);
  assert.deepEqual(wire.entriesOf(BOOK).map((one) => one.id), ["rules#a@2", "rules#b@1"]);
  assert.equal(BOOK.document.date_note, "");
});

test("what the gateway leaves out is empty, never undefined", () => {
  const { document, chapters } = wire.decodeBook(null);

  assert.deepEqual(chapters, []);
  assert.equal(document.title, "");
  assert.deepEqual(wire.decodeDocuments({ documents: [{ title: "没有编号" }, null] }), []);
});

test("the address of a paragraph comes back as its place", () => {
  const hash = wire.addressOf("rules#a@2").slice("/policies".length);

  assert.equal(hash, "#rules%23a%402");
  assert.deepEqual(wire.placeOf(hash), { document: "rules", entry: "rules#a@2" });
});

test("an address may name a document, or be typed without percent signs", () => {
  assert.deepEqual(wire.placeOf("#rules"), { document: "rules", entry: "" });
  assert.deepEqual(wire.placeOf("#rules#a@2"), { document: "rules", entry: "rules#a@2" });
});

test("no address, or a broken one, is the list of documents", () => {
  for (const hash of ["", "#", "#%E4%", "##a"]) assert.equal(wire.placeOf(hash), null, hash);
});

test("an id without a version means the paragraph as it is now", () => {
  assert.equal(wire.entryAt(BOOK, "rules#a")?.id, "rules#a@2");
  assert.equal(wire.entryAt(BOOK, "rules#a@2")?.id, "rules#a@2");
  assert.equal(wire.entryAt(BOOK, "rules#a@1"), null);
});

test("documents are found by any words of title, issuer and number", () => {
  const documents = [BOOK.document, { ...BOOK.document, id: "other", title: "另一份通知" }];

  assert.deepEqual(wire.matching(documents, "办法").map((one) => one.id), ["rules"]);
  assert.deepEqual(wire.matching(documents, "某局 通知").map((one) => one.id), ["other"]);
  assert.equal(wire.matching(documents, " ").length, 2);
});

test("a rule in force says since when", () => {
  assert.deepEqual(words.validity(entry({}), TODAY), { kind: "in-force", word: "现行有效", dates: "2024年4月1日起执行" });
});

test("a rule that has run out says so in a word and with both dates", () => {
  const gone = entry({ expired: true, in_force: { from: "2020-12-31", until: "2022-12-07" } });

  assert.deepEqual(words.validity(gone, TODAY), { kind: "expired", word: "已失效", dates: "2020年12月31日至2022年12月7日执行过" });
});

test("a rule of next year is not yet in force", () => {
  assert.equal(words.validity(entry({ in_force: { from: "2027-01-01", until: null } }), TODAY).word, "尚未执行");
});

test("an old version never says that it is in force", () => {
  assert.equal(words.validity(entry({}), TODAY, "replaced").word, "旧版本");
  assert.equal(words.validity(entry({}), TODAY, "withdrawn").word, "已停用");
});

test("a date that was concluded from the text is shown as a year only", () => {
  assert.equal(words.provenance(BOOK.document), "某局，某发〔2024〕1号，2024年3月1日");
  assert.equal(words.provenance({ ...BOOK.document, number: "", date_note: "原文没有年份" }), "某局，2024年（推定）");
});

test("a text is read sentence by sentence and nothing of it is lost", () => {
  const text = "“六统一”是一个样。材料减30%；时间短一半！\n到村里办";

  assert.deepEqual(sentencesOf(text), ["“六统一”是一个样。", "材料减30%；", "时间短一半！", "到村里办"]);
});

class FakeVoice {
  /** @type {any[]} */ said = [];
  /** @type {any} */ listener = null;
  stops = 0;
  speak(/** @type {string} */ sentence, /** @type {number} */ rate, /** @type {any} */ listener) {
    this.said.push([sentence, rate]);
    this.listener = listener;
  }
  stop() {
    this.stops += 1;
  }
  last = () => this.said.at(-1);
}

function playing({ speed = "normal" } = {}) {
  const voice = new FakeVoice();
  const player = new Player({ voice, changed: () => {}, speed });
  player.load([
    { id: "a", topic: "甲", sentences: ["甲一。", "甲二。"] },
    { id: "empty", topic: "空", sentences: [] },
    { id: "b", topic: "乙", sentences: ["乙一。"] },
  ]);
  return { voice, player };
}

test("one paragraph is read to its end and no further", () => {
  const { voice, player } = playing();

  player.play("a", { goesOn: false });
  voice.listener.ended();
  voice.listener.ended();

  assert.deepEqual(voice.said.map(([sentence]) => sentence), ["甲一。", "甲二。"]);
  assert.equal(player.state.status, "idle");
});

test("continuous reading goes on to the next paragraph that has words, and ends with the last", () => {
  const { voice, player } = playing();

  player.play("a", { goesOn: true });
  for (let times = 0; times < 3; times += 1) voice.listener.ended();

  assert.deepEqual(voice.said.map(([sentence]) => sentence), ["甲一。", "甲二。", "乙一。"]);
  assert.equal(player.state.status, "idle");
});

test("after a pause the sentence begins again", () => {
  const { voice, player } = playing();
  player.play("a", { goesOn: false });
  voice.listener.ended();

  player.pause();
  const whilePaused = player.state.status;
  player.resume();

  assert.equal(whilePaused, "paused");
  assert.deepEqual(voice.last(), ["甲二。", 1]);
});

test("the end of a sentence that was broken off moves nothing", () => {
  const { voice, player } = playing();
  player.play("a", { goesOn: true });
  const { ended } = voice.listener;

  player.pause();
  ended();

  assert.deepEqual([player.state.status, player.state.sentence, voice.said.length], ["paused", 0, 1]);
});

test("next and previous go by paragraphs, previous first to the paragraph's beginning", () => {
  const { voice, player } = playing();
  player.play("a", { goesOn: false });
  voice.listener.ended();

  player.previous();
  const back = voice.last();
  player.next();
  const on = voice.last();
  player.next(); // there is none
  player.previous();

  assert.deepEqual([back, on, voice.last()], [["甲一。", 1], ["乙一。", 1], ["甲一。", 1]]);
});

test("a paused player can be moved without beginning to speak", () => {
  const { voice, player } = playing();
  player.play("a", { goesOn: false });
  player.pause();

  player.next();

  assert.deepEqual([player.state.status, player.state.index, voice.said.length], ["paused", 1, 1]);
});

test("another speed holds from this sentence on", () => {
  const { voice, player } = playing({ speed: "slow" });
  player.play("a", { goesOn: false });

  player.setSpeed("quick");
  player.setSpeed("nonsense");

  assert.deepEqual(voice.said, [["甲一。", 0.75], ["甲一。", 1.25]]);
  assert.deepEqual(RATES, { slow: 0.75, normal: 1, quick: 1.25 });
});

test("a voice that breaks off is told and can be asked again", () => {
  const { voice, player } = playing();
  player.play("a", { goesOn: true });

  voice.listener.failed();
  const { status } = player.state;
  player.resume();

  assert.equal(status, "failed");
  assert.equal(player.state.status, "reading");
  assert.equal(voice.said.length, 2);
});

test("opening another document stops the voice", () => {
  const { voice, player } = playing();
  player.play("a", { goesOn: true });
  const { stops } = voice;

  player.load([]);

  assert.ok(voice.stops > stops);
  assert.equal(player.state.status, "idle");
});

const engine = (/** @type {object[]} */ voices) => /** @type {any} */ ({ getVoices: () => voices, cancel: () => {} });

test("only a Chinese voice of the device itself counts", () => {
  assert.equal(new Voice(engine([{ lang: "zh-CN", localService: true }])).isAvailable, true);
  assert.equal(new Voice(engine([{ lang: "cmn_CN", localService: true }])).isAvailable, true);
  assert.equal(new Voice(engine([{ lang: "zh-CN", localService: false }])).isAvailable, false);
  assert.equal(new Voice(engine([{ lang: "en-US", localService: true }])).isAvailable, false);
  assert.equal(new Voice(undefined).isAvailable, false);
});

test("without a voice, speaking fails at once instead of waiting for ever", () => {
  const told = /** @type {string[]} */ ([]);

  new Voice(engine([])).speak("一句。", 1, { ended: () => told.push("ended"), failed: () => told.push("failed") });

  assert.deepEqual(told, ["failed"]);
});

test("no more than five questions are offered, and a broken answer offers none", () => {
  assert.equal(popularQuestions({ questions: ["1", "2", "3", "4", "5", "6"] }).length, 5);
  assert.deepEqual(popularQuestions({ questions: [null, ""] }), []);
  assert.deepEqual(popularQuestions(null), []);
});

test("a question about a paragraph carries its id, also after a reload", () => {
  const kept = outbox.unpacked(outbox.packed(outbox.queued(outbox.EMPTY, "m1", "什么意思", "2026-03-01T00:00:00Z", "rules#a@2")));

  assert.equal(kept[0]?.about, "rules#a@2");
  assert.equal(JSON.parse(encodeMessage("什么意思", "m1", "rules#a@2")).about, "rules#a@2");
  assert.equal("about" in JSON.parse(encodeMessage("什么意思", "m1")), false);
});

test("a source tells its number and the day it came into force, if they are known", () => {
  const reply = decodeReply({ text: "好", sources: [{ title: "办法", number: "某发1号", in_force_from: "2024-04-01" }, { title: "旧的" }] });

  assert.deepEqual([reply?.sources[0]?.number, reply?.sources[0]?.in_force_from], ["某发1号", "2024-04-01"]);
  assert.deepEqual([reply?.sources[1]?.number, reply?.sources[1]?.in_force_until], ["", ""]);
});
