/** Checks what the administrators' page offers for an account, and how it says its state. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { actsOf, daysOf, dutiesInWords, matching, named, stateOf } from "../../gateway/web/staff/allowed.js";
import { ACT, DUTIES, STATE } from "../../gateway/web/staff/words.js";

/** @type {import("../../gateway/web/staff/wire.js").Account} */
const CLERK = { name: "1007", display_name: "周工", duties: ["supervise", "desk"], has_code: true, must_change: false, closed: false, locked_until: null, needs_second: false, mine: false };

test("an account offers what its state allows, and one's own nothing", () => {
  assert.deepEqual(actsOf(CLERK), ["rename", "duties", "reset", "code", "out", "close"]);
  assert.deepEqual(actsOf({ ...CLERK, has_code: false, locked_until: "2026-12-21T10:00:00+08:00" }), ["rename", "duties", "unlock", "reset", "out", "close"]);
  assert.deepEqual(actsOf({ ...CLERK, closed: true }), ["reopen"]);
  assert.deepEqual(actsOf({ ...CLERK, mine: true }), []);
});

test("every act that is offered has its words", () => {
  const offered = [CLERK, { ...CLERK, closed: true }, { ...CLERK, locked_until: "2026-12-21T10:00:00+08:00" }].flatMap(actsOf);

  assert.deepEqual(new Set(offered), new Set(Object.keys(ACT)));
});

test("a state says everything that is lacking", () => {
  assert.equal(stateOf(CLERK), STATE.good);
  assert.equal(stateOf({ ...CLERK, has_code: false, must_change: true }), `${STATE.mustChange}；${STATE.noCode}`);
  assert.equal(stateOf({ ...CLERK, has_code: false, closed: true }), STATE.closed);
});

test("duties are said in the order of the form", () => {
  assert.equal(dutiesInWords(CLERK.duties), `${DUTIES.desk}、${DUTIES.supervise}`);
});

test("an account is found by its name, its person and its duties", () => {
  const all = [CLERK, { ...CLERK, name: "sec01", display_name: "吴工", duties: ["security"] }];

  assert.deepEqual(matching(all, " SEC ").map((one) => one.name), ["sec01"]);
  assert.deepEqual(matching(all, "周").map((one) => one.name), ["1007"]);
  assert.deepEqual(matching(all, "安全").map((one) => one.name), ["sec01"]);
  assert.equal(matching(all, "").length, 2);
});

test("days are whole numbers of one to ten years", () => {
  const filled = (/** @type {string} */ chats) => {
    const values = new FormData();
    for (const [name, text] of Object.entries({ chats, drafts: "90", photos: " 90 ", recordings: "30" })) values.set(name, text);
    return values;
  };

  assert.deepEqual(daysOf(filled("60")), { chats: 60, drafts: 90, photos: 90, recordings: 30 });
  for (const wrong of ["", "0", "3651", "-1", "1.5", "3e2", "九十"]) assert.equal(daysOf(filled(wrong)), null);
});

test("a request names who asked by the name that colleagues know, and an unknown one by the number", () => {
  const asked = [{ requested_by: "1007" }, { requested_by: "gone" }];

  assert.deepEqual(named(asked, [CLERK]).map((one) => one.requested_by), ["周工（工号 1007）", "gone"]);
});
