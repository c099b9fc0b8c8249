/** Checks the microphone's pure parts: what a press means, the wire, the samples, the words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { obstacleOf } from "../../gateway/web/chat/voice_microphone.js";
import { asFloats, loudness, Resampler } from "../../gateway/web/chat/voice_samples.js";
import { after, joined, SILENT } from "../../gateway/web/chat/voice_state.js";
import * as wire from "../../gateway/web/chat/voice_wire.js";
import * as words from "../../gateway/web/chat/voice_words.js";

/** @typedef {import("../../gateway/web/chat/voice_state.js").Talk} Talk */
const PHASES = /** @type {const} */ (["off", "opening", "listening", "hearing", "recognising", "countdown", "asking", "speaking"]);
const PACES = { slowest: 1.5, slow: 2.5, usual: 3.2, fastest: 5, slower_by: 0.85 };
const PRESS = { type: "press", draft: "" };

/** Play events; return where it ends and everything that was to be done. @param {any[]} events @param {Talk} [from] @returns {[Talk, string[]]} */
function played(events, from = SILENT) {
  /** @type {string[]} */ const acts = [];
  let talk = from;
  for (const event of events) {
    const [next, more] = after(talk, event);
    talk = next;
    acts.push(...more);
  }
  return [talk, acts];
}

const LISTENING = [PRESS, { type: "opened" }];
const HEARD = [...LISTENING, { type: "partial", text: "门诊" }, { type: "recognising" }, { type: "heard", text: "门诊统筹怎么签约", wait: 2 }];
const SENT = [...HEARD, { type: "second" }, { type: "second" }, { type: "sent", isSpoken: true }];
const second = { type: "second" };

test("one press opens the microphone, and silence ends the sentence", () => {
  const [talk, acts] = played(HEARD);

  assert.deepEqual([talk.phase, talk.text, talk.left], ["countdown", "门诊统筹怎么签约", 2]);
  assert.deepEqual(acts, ["hush", "open", "listen", "show", "show"]);
});

test("a second press ends the sentence at once", () => {
  const [talk, acts] = played([...LISTENING, { type: "partial", text: "门诊" }, PRESS]);

  assert.equal(talk.phase, "recognising");
  assert.equal(acts.at(-1), "finish");
});

test("what was heard is sent after the countdown, and not before", () => {
  assert.equal(played([...HEARD, second])[0].phase, "countdown");
  assert.equal(played([...HEARD, second])[1].includes("send"), false);
  assert.deepEqual(played([...HEARD, second, second])[1].at(-1), "send");
});

test("who touches the text sends it themselves", () => {
  const [talk, acts] = played([...HEARD, { type: "touched" }, second, second, second]);

  assert.equal(talk.phase, "off");
  assert.equal(acts.includes("send"), false);
  assert.equal(acts.at(-1), "close");
});

test("who speaks on during the countdown adds to the text", () => {
  const [talk, acts] = played([...HEARD, { type: "partial", text: "" }, second, second, { type: "heard", text: "要带什么", wait: 2 }]);

  assert.equal(talk.text, "门诊统筹怎么签约，要带什么");
  assert.equal(talk.phase, "countdown");
  assert.equal(acts.includes("send"), false);
});

test("what was typed before stays in front of what is said", () => {
  const [talk] = played([{ type: "press", draft: "你好" }, { type: "opened" }, { type: "partial", text: "门诊" }]);

  assert.equal(talk.text, "你好，门诊");
});

test("the answer to a spoken question is read, and a question in it is listened for", () => {
  const [speaking, acts] = played([...SENT, { type: "answered", awaits: true }]);
  const [listening, more] = played([{ type: "read" }], speaking);

  assert.deepEqual([speaking.phase, acts.at(-1)], ["speaking", "read"]);
  assert.deepEqual([listening.phase, more], ["listening", ["listen"]]);
});

test("after an answer that asks nothing the microphone is closed", () => {
  assert.deepEqual(played([...SENT, { type: "answered", awaits: false }, { type: "read" }]), [SILENT, [...played(SENT)[1], "read", "close"]]);
});

test("the citizen's voice stops what is read, and is a new sentence", () => {
  const [talk] = played([...SENT, { type: "answered", awaits: false }, { type: "interrupted" }, { type: "partial", text: "不对" }]);

  assert.deepEqual([talk.phase, talk.text], ["hearing", "不对"]);
});

test("a press stops what is read, too, and listens", () => {
  const [talk, acts] = played([...SENT, { type: "answered", awaits: false }, PRESS, { type: "read" }]);

  assert.equal(talk.phase, "listening");
  assert.deepEqual(acts.slice(-2), ["hush", "listen"]);
});

test("an answer never talks over the citizen", () => {
  for (const events of [LISTENING, HEARD]) {
    const [before] = played(events);
    assert.deepEqual(played([{ type: "answered", awaits: false }], before), [before, []]);
  }
});

test("a question that was corrected by hand is answered aloud without a microphone", () => {
  const [talk, acts] = played([...HEARD, { type: "touched" }, { type: "sent", isSpoken: true }, { type: "answered", awaits: true }, { type: "read" }]);

  assert.deepEqual([talk, acts.at(-1)], [SILENT, "read"]);
});

test("a microphone is never left open: no answer, a person, a typed message, a failure close it", () => {
  const waiting = Array.from({ length: 30 }, () => second);
  for (const end of [waiting, [{ type: "passed on" }], [{ type: "failed" }], [{ type: "nothing" }], [{ type: "sent", isSpoken: false }], [{ type: "reset" }]]) {
    const [talk, acts] = played([...SENT, ...end]);
    assert.equal(talk.isOpen, false, JSON.stringify(end[0]));
    assert.equal(acts.includes("close"), true, JSON.stringify(end[0]));
  }
});

test("a press while the browser still asks gives up, and a late permission changes nothing", () => {
  const [talk, acts] = played([PRESS, PRESS, { type: "opened" }]);

  assert.deepEqual([talk.phase, acts], ["off", ["hush", "open", "close"]]);
});

test("words that come after the microphone was closed change nothing", () => {
  assert.deepEqual(played([{ type: "partial", text: "门" }, { type: "heard", text: "门诊", wait: 2 }, { type: "recognising" }]), [SILENT, []]);
});

test("sentences are joined with one mark between them", () => {
  assert.equal(joined("你好。", "门诊"), "你好。门诊");
  assert.equal(joined("你好", "门诊"), "你好，门诊");
  assert.equal(joined("", "门诊"), "门诊");
});

test("every phase has words on the button, and the open ones say so", () => {
  for (const phase of PHASES) assert.ok(words.buttonLabel({ ...SILENT, phase }).length > 0, phase);
  for (const phase of PHASES) assert.equal(words.isPressed({ ...SILENT, phase, isOpen: !["off", "opening"].includes(phase) }), phase !== "off", phase);
});

test("each obstacle is told in plain words, with the hotline", () => {
  for (const name of ["NotAllowedError", "NotFoundError", "NotReadableError", "TypeError", undefined]) {
    const sentence = words.obstacleSentence(obstacleOf(name), "12393");
    assert.match(sentence, /12393/);
    assert.doesNotMatch(sentence, /Error|undefined/);
  }
});

test("frames are read, and unknown or broken ones are not", () => {
  assert.deepEqual(wire.decodeVoiceFrame('{"type":"heard","text":"你好","raw":"你号"}'), { type: "heard", text: "你好" });
  assert.deepEqual(wire.decodeVoiceFrame('{"type":"saying","id":3}'), { type: "saying", id: 3, rate: wire.FULL_RATE });
  for (const json of ["", "[]", "null", '{"type":"sing"}', "{"]) assert.equal(wire.decodeVoiceFrame(json), null, json);
});

test("sound is taken out of its frame with the number of what is said", () => {
  const frame = new Uint8Array([2, 1, 0, 0, 1, 0, 255, 255]).buffer;

  assert.deepEqual(wire.decodeSound(frame), { id: 258, samples: new Int16Array([1, -1]) });
  assert.equal(wire.decodeSound(new ArrayBuffer(4)), null);
});

test("a field that is asked for goes with the order to listen", () => {
  assert.deepEqual(JSON.parse(wire.encodeListen("id_number")), { type: "listen", rate: 16000, awaiting: "id_number" });
  assert.deepEqual(JSON.parse(wire.encodeListen(null)), { type: "listen", rate: 16000 });
});

test("an office without a voice, or with a broken answer, offers none", () => {
  assert.equal(wire.decodeAbility(null), null);
  assert.equal(wire.decodeAbility({ hears: true, speaks: true }), null);
  assert.equal(wire.decodeAbility({ hears: 1, speaks: true, paces: PACES })?.hears, false);
});

test("slower is a step of fifteen in a hundred, and there is a limit to it", () => {
  assert.equal(wire.nextPace(3.2, -1, PACES), 2.72);
  assert.equal(wire.nextPace(2.72, 1, PACES), 3.2);
  assert.equal(wire.nextPace(1.6, -1, PACES), 1.5);
});

/** Make a tone. @param {number} hertz @param {number} rate @param {number} seconds */
function tone(hertz, rate, seconds) {
  return Float32Array.from({ length: rate * seconds }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / rate));
}

/** @param {Resampler} resampler @param {Float32Array} samples @param {number} size */
function inBlocks(resampler, samples, size) {
  const made = [];
  for (let at = 0; at < samples.length; at += size) made.push(...resampler.take(samples.slice(at, at + size)));
  return Int16Array.from(made);
}

for (const rate of [48_000, 44_100, 16_000]) {
  test(`a voice of ${rate} hertz keeps its length, loudness and pitch at 16000`, () => {
    const made = inBlocks(new Resampler(rate, 16_000), tone(433, rate, 1), 128);
    const settled = made.slice(100); // a filter rings a little before the first note
    const crossings = settled.reduce((count, sample, at) => count + (at > 0 && sample >= 0 !== (settled[at - 1] ?? 0) >= 0 ? 1 : 0), 0);

    assert.ok(Math.abs(made.length - 16_000) <= 1, String(made.length));
    assert.ok(Math.abs(Math.max(...made) / 32_767 - 0.5) < 0.03);
    assert.ok(Math.abs(crossings - 861) <= 3, String(crossings));
  });
}

test("blocks leave no seams", () => {
  const samples = tone(300, 48_000, 0.5);
  const whole = new Resampler(48_000, 16_000).take(samples);
  const pieces = inBlocks(new Resampler(48_000, 16_000), samples, 100);

  assert.deepEqual(pieces.slice(0, whole.length), whole.slice(0, pieces.length));
});

test("notes too high for the lower rate do not come back as other notes", () => {
  const made = inBlocks(new Resampler(48_000, 16_000), tone(15_000, 48_000, 0.5), 128);

  assert.ok(Math.max(...made.slice(50)) < 1_000, String(Math.max(...made.slice(50))));
});

test("samples come back between minus one and one, and loudness between nothing and all", () => {
  assert.deepEqual([...asFloats(new Int16Array([0, -32_768]))], [0, -1]);
  assert.equal(loudness(new Float32Array(128)), 0);
  assert.ok(loudness(tone(440, 48_000, 0.01)) > 0.8);
});
