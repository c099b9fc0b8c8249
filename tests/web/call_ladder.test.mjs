/** Checks when a call steps down from video to text, when it tries more again, and when it connects anew. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { carried, looked, onRung, RUNGS, SENDING } from "../../gateway/web/rtc/ladder.js";
import { sendAt } from "../../gateway/web/rtc/sending.js";
import { step } from "../../gateway/web/rtc/recovery.js";
import { arrived, look } from "../../gateway/web/rtc/stats.js";

/** @typedef {import("../../gateway/web/rtc/ladder.js").Ladder} Ladder */
const GOOD = { alive: true, sending: true, fps: 18, loss: 0, room: 900_000 };

/** Look once a second. @param {Ladder} ladder @param {object} seen @param {number} seconds @param {number} from @param {import("../../gateway/web/rtc/ladder.js").Rung} [most] */
function after(ladder, seen, seconds, from = 0, most = "video") {
  for (let second = 1; second <= seconds; second += 1) ladder = looked(ladder, { ...GOOD, ...seen, at: (from + second) * 1000 }, most);
  return ladder;
}

test("a good network keeps the video", () => {
  assert.equal(after(onRung("video", 0), {}, 60).rung, "video");
});

test("five in a hundred packets lost is no reason to give the picture up", () => {
  assert.equal(after(onRung("video", 0), { loss: 0.05, fps: 13 }, 30).rung, "video");
});

test("one bad look changes nothing, three in a row do", () => {
  const narrow = { room: 150_000, fps: 5 };

  const once = after(after(onRung("video", 0), narrow, 1), {}, 1, 1);
  const thrice = after(onRung("video", 0), narrow, 3);

  assert.equal(once.rung, "video");
  assert.deepEqual(once.lows, []);
  assert.equal(thrice.rung, "low");
});

test("a network for a voice alone takes the picture away at once, not step by step", () => {
  assert.equal(after(onRung("video", 0), { room: 60_000, loss: 0.3 }, 3).rung, "audio");
});

test("of three bad looks the best decides how far down it goes", () => {
  let ladder = after(onRung("video", 0), { room: 60_000 }, 2);
  ladder = after(ladder, { room: 150_000 }, 1, 2);

  assert.equal(ladder.rung, "low");
});

test("who turned the camera off does not lose the voice for it", () => {
  assert.equal(after(onRung("video", 0), { sending: false, fps: 0, room: 40_000 }, 30).rung, "video");
});

test("no packet for eight looks leaves text alone", () => {
  assert.equal(after(onRung("audio", 0), { alive: false }, 7).rung, "audio");
  assert.equal(after(onRung("audio", 0), { alive: false }, 8).rung, "text");
});

test("it rises one step after twelve calm seconds, never two", () => {
  const audio = onRung("audio", 0);

  assert.equal(after(audio, { sending: false, room: 40_000 }, 11).rung, "audio");
  assert.equal(after(audio, { sending: false, room: 40_000 }, 12).rung, "low");
  assert.equal(after(audio, { sending: false, room: 40_000 }, 20).rung, "low");
});

test("from the small picture it rises only where there is room", () => {
  assert.equal(after(onRung("low", 0), { room: 110_000, fps: 10 }, 60).rung, "low");
  assert.equal(after(onRung("low", 0), { room: 400_000, fps: 10 }, 12).rung, "video");
});

test("whoever falls soon after a rise waits twice as long for the next", () => {
  let ladder = after(onRung("audio", 0), { sending: false }, 12);
  ladder = after(ladder, { loss: 0.5 }, 3, 12);

  assert.equal(ladder.rung, "audio");
  assert.equal(ladder.patience, 2);
  assert.equal(after(ladder, { sending: false }, 23, 15).rung, "audio");
  assert.equal(after(ladder, { sending: false }, 24, 15).rung, "low");
});

test("it never rises above what the citizen wants", () => {
  assert.equal(after(onRung("audio", 0), { sending: false }, 120, 0, "audio").rung, "audio");
  assert.equal(after(onRung("video", 0), {}, 1, 0, "audio").rung, "audio");
});

test("without a picture the sender is told so on every rung below", () => {
  assert.deepEqual(RUNGS.map((rung) => SENDING[rung].active), [true, true, false, false]);
  assert.equal(carried({ ...GOOD, at: 0, loss: 0.5 }, "video"), "audio");
});

const report = (/** @type {number} */ scale) => [
  { type: "transport", bytesReceived: 1000 * scale },
  { type: "candidate-pair", nominated: true, state: "succeeded", availableOutgoingBitrate: 512_000, responsesReceived: scale },
  { type: "outbound-rtp", kind: "video", active: true, framesEncoded: 15 * scale, packetsSent: 80 * scale },
  { type: "outbound-rtp", kind: "audio", packetsSent: 20 * scale },
  { type: "remote-inbound-rtp", kind: "video", packetsLost: 5 * scale },
  { type: "inbound-rtp", kind: "video", framesDecoded: 7 * scale },
  { type: "inbound-rtp", kind: "audio", totalAudioEnergy: 0.25 * scale },
];

test("a look tells pictures a second, loss and room since the look before", () => {
  const first = look(report(1), null, 1000);
  const second = look(report(2), first.counters, 2000);

  assert.equal(first.sample.fps, null);
  assert.deepEqual(second.sample, { at: 2000, alive: true, sending: true, fps: 15, loss: 0.05, room: 512_000 });
  assert.deepEqual(arrived(report(3)), { frames: 21, energy: 0.75 });
});

test("a look that found nothing new is not alive, and a new connection counts from nothing", () => {
  const first = look(report(4), null, 1000);

  assert.equal(look(report(4), first.counters, 2000).sample.alive, false);
  assert.deepEqual(look(report(1), first.counters, 2000).sample.fps, null);
});

const STANDING = { line: true, peer: /** @type {const} */ ("connected"), offeredAt: null, aliveAt: 10_000, sending: true };

test("three seconds without a packet over a living line make a new connection", () => {
  assert.equal(step(STANDING, 12_900), "wait");
  assert.equal(step(STANDING, 13_100), "restart");
  assert.equal(step({ ...STANDING, sending: false }, 13_100), "wait");
  assert.equal(step({ ...STANDING, peer: "failed" }, 10_100), "restart");
});

test("while the line is down nothing is tried: its welcome brings the new connection", () => {
  assert.equal(step({ ...STANDING, line: false, peer: "failed" }, 60_000), "wait");
});

test("an offer without an answer means that the line is dead though it does not say so", () => {
  assert.equal(step({ ...STANDING, peer: "connecting", offeredAt: 10_000 }, 12_000), "wait");
  assert.equal(step({ ...STANDING, peer: "connecting", offeredAt: 10_000 }, 13_100), "reopen");
});

/** Play a sender; return what it was told. @param {"audio"|"video"} kind @param {import("../../gateway/web/rtc/ladder.js").Rung} rung */
async function told(kind, rung) {
  const parameters = { encodings: [{}] };
  const sender = { getParameters: () => parameters, setParameters: async () => {} };
  await sendAt(/** @type {any} */ (sender), kind, rung);
  return parameters.encodings[0];
}

test("where a picture has no room, the voice leaves room for what is sent again", async () => {
  assert.deepEqual(await told("audio", "video"), { maxBitrate: 32_000 });
  assert.deepEqual(await told("audio", "audio"), { maxBitrate: 20_000 });
  assert.deepEqual(await told("video", "low"), { active: true, maxBitrate: 150_000, maxFramerate: 12, scaleResolutionDownBy: 2 });
});
