/** Checks that the line of a call notices by itself that it is dead. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { CallStream } from "../../gateway/web/rtc/call_stream.js";

const WELCOME = JSON.stringify({ type: "welcome", call: {}, you: {}, seats: [], lines: [] });
const BEAT = JSON.stringify({ type: "beat" });

class FakeSocket {
  static OPEN = 1;
  /** @type {FakeSocket[]} */ static opened = [];
  /** @type {string[]} */ sent = [];
  readyState = FakeSocket.OPEN;
  /** @type {any} */ onopen = null;
  /** @type {any} */ onmessage = null;

  constructor() {
    FakeSocket.opened.push(this);
  }

  /** @param {string} frame */
  send(frame) {
    this.sent.push(frame);
  }

  close() {
    this.readyState = 3;
  }

  /** @param {string} frame */
  says(frame) {
    this.onmessage?.({ data: frame });
  }
}

/** Open a line that was welcomed. */
function line() {
  const [heard, lost] = [/** @type {string[]} */ ([]), /** @type {number[]} */ ([])];
  const stream = new CallStream("c1", "s1", { heard: (frame) => heard.push(frame.type), lost: (failures) => lost.push(failures), refused: () => {}, elsewhere: () => {} });
  stream.open();
  const socket = /** @type {FakeSocket} */ (FakeSocket.opened.at(-1));
  socket.onopen();
  socket.says(WELCOME);
  return { stream, socket, heard, lost };
}

/** Let time pass in small steps: a timer that is set meanwhile counts from then. @param {number} milliseconds */
function pass(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 100) mock.timers.tick(100);
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  FakeSocket.opened = [];
  Object.assign(globalThis, { WebSocket: FakeSocket, location: { protocol: "http:", host: "desk" } });
});

afterEach(() => mock.timers.reset());

test("a line that answers each beat stays, and the page hears nothing of it", () => {
  const { stream, socket, heard, lost } = line();

  for (let beat = 0; beat < 10; beat += 1) {
    pass(3_000);
    socket.says(BEAT);
  }

  assert.equal(socket.sent.filter((frame) => frame === BEAT).length, 10);
  assert.deepEqual([heard, lost, stream.isUp], [["welcome"], [], true]);
});

test("a beat follows the last frame that was sent, so that a lost one is noticed at once", () => {
  const { stream, socket } = line();

  stream.send({ type: "form", field: "a" });
  mock.timers.tick(10);
  stream.send({ type: "form", field: "b" });
  mock.timers.tick(19);
  const before = socket.sent.filter((frame) => frame === BEAT).length;
  mock.timers.tick(1);

  assert.deepEqual([before, socket.sent.at(-1), socket.sent.filter((frame) => frame === BEAT).length], [0, BEAT, 1]);
});

test("a line over which nothing comes for twelve seconds after a beat is opened anew", () => {
  const { stream, lost } = line();

  pass(14_900);
  assert.deepEqual([lost, stream.isUp], [[], true]);
  pass(200);

  assert.deepEqual([lost, stream.isUp], [[1], false]);
  pass(1_500);
  assert.equal(FakeSocket.opened.length, 2);
});

test("whatever comes shows that the line is alive", () => {
  const { socket, lost } = line();

  for (let second = 0; second < 30; second += 5) {
    pass(5_000);
    socket.says(JSON.stringify({ type: "point", target: null }));
  }

  assert.deepEqual(lost, []);
});

test("a line that was closed asks no more", () => {
  const { stream, socket } = line();

  stream.close();
  pass(60_000);

  assert.equal(socket.sent.filter((frame) => frame === BEAT).length, 0);
  assert.equal(FakeSocket.opened.length, 1);
});
