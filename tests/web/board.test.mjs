/** Checks what the manager's board writes beside its charts. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { aimOf, linesOf, rowsOf } from "../../gateway/web/board/tables.js";

/** @type {import("../../gateway/web/board/tables.js").Board} */
const EMPTY = {
  first: "2026-12-30",
  last: "2027-01-02",
  volumes: [],
  contacts: [],
  waits: [{ channel: "全部", served: 0, left: 0, half: null, most: null, abandoned: null }],
  ratings: { levels: [0, 0, 0, 0, 0], submitted: 0, very_satisfied: null, wanted: 70, rectified: null },
  hearing: [],
  items: [],
  gaps: [],
  expiring: [],
};

test("where nothing happened no sheet has rows", () => {
  assert.deepEqual(new Set(Object.values(rowsOf(EMPTY)).map((rows) => rows.length)), new Set([0]));
  assert.equal(aimOf(EMPTY.ratings), null);
});

test("a day on which nothing came is a nought, also across the year", () => {
  const volumes = [
    { day: "2026-12-31", channel: "web", conversations: 3, turns: 9 },
    { day: "2027-01-02", channel: "phone", conversations: 1, turns: 2 },
  ];

  const { days, lines } = linesOf({ ...EMPTY, volumes });

  assert.deepEqual(days, ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]);
  assert.deepEqual(lines, [
    { name: "网页", counts: [0, 3, 0, 0] },
    { name: "电话", counts: [0, 0, 0, 1] },
  ]);
});

test("waits are said in minutes and seconds", () => {
  const waits = [{ channel: "phone", served: 2, left: 1, half: 59.6, most: 125, abandoned: 33.3 }];

  assert.deepEqual(rowsOf({ ...EMPTY, waits }).waits, [["电话", 2, "1 分 0 秒", "2 分 5 秒", "33.3 %"]]);
});

test("the very satisfied are held against what is aimed at", () => {
  assert.match(aimOf({ ...EMPTY.ratings, very_satisfied: 70 }) ?? "", /目标 70 %，已达到目标/);
  assert.match(aimOf({ ...EMPTY.ratings, very_satisfied: 69.9 }) ?? "", /没有达到目标/);
});

test("an item of which nothing was decided shows only what is overdue", () => {
  const items = [{ item: "异地就医备案", decided: 0, median: 0, longest: 0, on_time: null, overdue: 2 }];

  assert.deepEqual(rowsOf({ ...EMPTY, items }).items, [["异地就医备案", 0, "", "", "", 2]]);
});
