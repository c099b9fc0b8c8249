/** Tests what a page takes from the address that WeChat's sign-in leads to. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrivalOf, sessionOf } from "../../gateway/web/wechat/arrival.js";

const ID = "0b7f6a1e-8a35-4f0e-9a0e-3c5f6d7e8f90";
const TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE";

test("an address names the conversation, what opens it, and where to go", () => {
  const found = arrivalOf(`#id=${ID}&token=${TOKEN}&to=%2Fcall`);

  assert.deepEqual(found, { id: ID, token: TOKEN, to: "/call" });
});

test("nobody is led to a page that is not ours", () => {
  for (const to of ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/desk"]) {
    assert.equal(arrivalOf(`#id=${ID}&token=${TOKEN}&to=${encodeURIComponent(to)}`)?.to, "/chat");
  }
});

test("an address without a conversation is no arrival", () => {
  for (const hash of ["", "#", "#id=1&token=2", `#id=../x&token=${TOKEN}`, `#id=${ID}`]) {
    assert.equal(arrivalOf(hash), null);
  }
});

test("the session is what the chat keeps", () => {
  const arrival = arrivalOf(`#id=${ID}&token=${TOKEN}`);
  const greeting = { text: "您好", choices: ["查进度"] };

  assert.deepEqual(sessionOf(arrival, { lines: [{ who: "assistant", reply: greeting }] }), { id: ID, token: TOKEN, greeting });
  assert.equal(sessionOf(arrival, { lines: [] }), null);
  assert.equal(sessionOf(arrival, null), null);
});
