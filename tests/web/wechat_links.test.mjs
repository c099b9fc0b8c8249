/** Checks which parts of a text become links on the simulated phone, and that no markup survives. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces } from "../../integrations/wechat_simulator/page/links.js";

test("plain text stays one piece, whatever looks like markup in it", () => {
  for (const text of ["您好", "a < b > c", "<b>粗</b>", "<script>alert(1)</script>", "]]>"]) {
    assert.deepEqual(pieces(text), [{ text }]);
  }
});

test("a link of the account becomes one, with the words before and after it", () => {
  assert.deepEqual(pieces('请点<a href="https://pages.example/a?b=1&amp;c=2">这里</a>。'), [
    { text: "请点" },
    { text: "这里", href: "https://pages.example/a?b=1&c=2" },
    { text: "。" },
  ]);
});

test("a bare address and a number to call become links", () => {
  assert.deepEqual(pieces("看 https://pages.example/x。"), [{ text: "看 " }, { text: "https://pages.example/x", href: "https://pages.example/x" }, { text: "。" }]);
  assert.deepEqual(pieces("<a href='tel:12393'>12393</a>"), [{ text: "12393", href: "tel:12393" }]);
});

test("an entry to tap says its words", () => {
  assert.deepEqual(pieces('<a href="weixin://bizmsgmenu?msgmenucontent=%E5%A5%BD&msgmenuid=3">选好</a>'), [{ text: "选好", menu: { content: "好", id: "3" } }]);
});

test("nothing but pages and numbers is a link", () => {
  const text = '<a href="javascript:alert(1)">点我</a>';
  assert.deepEqual(pieces(text), [{ text }]);
});
