/** Checks how versions are named, and whose version holds: the page's or the server's. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isNews, versionNamed } from "../../gateway/web/versions.js";

test("every name of the version for old people leads to it", () => {
  for (const said of ["长辈版", "敬老版", "关怀版", "关爱版", "亲情版", "切换到长辈版", "帮我换成 敬老版。", "长辈模式", "老年版"]) {
    assert.equal(versionNamed(said), "elder", said);
  }
});

test("the other versions are found by their names, too", () => {
  assert.deepEqual(["标准版", "生育版", "换儿童版吧"].map(versionNamed), ["standard", "birth", "child"]);
});

test("a question about something else names no version", () => {
  for (const said of ["", "生育津贴怎么领", "长辈版怎么换不回来", "儿童医保怎么交", "标准是多少"]) {
    assert.equal(versionNamed(said), null, said);
  }
});

test("what WeChat or the telephone know is taken over by a page that never chose", () => {
  assert.equal(isNews("elder", "standard", null), true);
});

test("a server that knows nothing does not take an old person's letters away", () => {
  assert.equal(isNews("standard", "elder", null), false);
});

test("who changed last, after both agreed, holds", () => {
  assert.equal(isNews("elder", "standard", "standard"), true); // the server: said on the telephone
  assert.equal(isNews("elder", "standard", "elder"), false); // the page: chosen on the first page
  assert.equal(isNews("elder", "elder", "standard"), false);
});
