/** Checks what counts as a signature, and how it is framed for sending. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { levelOf } from "../../gateway/web/call/sound.js";
import { begun, extended, framed, inkBox, inkLength, isSignature } from "../../gateway/web/call/signature_strokes.js";

const line = (/** @type {number[][]} */ points) => points.map(([x, y]) => ({ x: Number(x), y: Number(y) }));

test("strokes grow by points that say something new", () => {
  let strokes = begun([], { x: 0, y: 0 });
  strokes = extended(strokes, { x: 0.5, y: 0.5 });
  strokes = extended(strokes, { x: 10, y: 0 });
  strokes = begun(strokes, { x: 50, y: 50 });

  assert.deepEqual(strokes, [line([[0, 0], [10, 0]]), line([[50, 50]])]);
  assert.equal(inkLength(strokes), 10);
});

test("a touch, a dot and a short line are no signature", () => {
  assert.equal(isSignature([]), false);
  assert.equal(isSignature([line([[5, 5]])]), false);
  assert.equal(isSignature([line([[0, 0], [25, 0]]), line([[0, 5], [25, 5]]), line([[0, 9], [25, 9]])]), false);
});

test("a written name is a signature", () => {
  assert.equal(isSignature([line([[0, 0], [60, 0], [60, 40]])]), true);
});

test("the picture holds all ink with a margin, whatever the pad's size", () => {
  for (const strokes of [[line([[100, 20], [400, 180]])], [line([[0, 0], [3000, 200]])], [line([[5, 5], [5, 90]])]]) {
    const picture = framed(strokes);
    const box = /** @type {NonNullable<ReturnType<typeof inkBox>>} */ (inkBox(picture.strokes));

    assert.ok(picture.width <= 900 && picture.height <= 900);
    assert.ok(picture.width >= 240 && picture.height >= 120);
    assert.ok(box.left >= picture.ink && box.top >= picture.ink);
    assert.ok(box.left + box.width <= picture.width - picture.ink);
    assert.ok(box.top + box.height <= picture.height - picture.ink);
  }
});

test("the picture keeps the shape of the signature", () => {
  const { strokes } = framed([line([[10, 10], [210, 110]])]);
  const box = /** @type {any} */ (inkBox(strokes));

  assert.ok(Math.abs(box.width / box.height - 2) < 1e-9);
});

test("silence has no level, a loud voice the whole bar", () => {
  assert.equal(levelOf(new Uint8Array(64).fill(128)), 0);
  assert.equal(levelOf(new Uint8Array(64).map((_, index) => (index % 2 ? 255 : 0))), 1);
});
