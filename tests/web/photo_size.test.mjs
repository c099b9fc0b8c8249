/** Checks how large a photograph is sent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_PIXELS_LONG, needsShrinking, shrunkSize } from "../../gateway/web/chat/photo_size.js";

test("a large photograph is sent smaller, a small one as it is", () => {
  assert.equal(needsShrinking(4000, 3000, 3_000_000), true);
  assert.equal(needsShrinking(1200, 1600, 9_000_000), true);
  assert.equal(needsShrinking(1200, 1600, 900_000), false);
});

test("a photograph keeps its shape", () => {
  assert.deepEqual(shrunkSize(4000, 3000, MOST_PIXELS_LONG), { width: 2400, height: 1800 });
  assert.deepEqual(shrunkSize(600, 800, MOST_PIXELS_LONG), { width: 600, height: 800 });
  assert.deepEqual(shrunkSize(100_000, 1, 2400), { width: 2400, height: 1 });
});
