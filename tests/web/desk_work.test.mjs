/** Checks what helps a clerk: rings, phrases, keys, papers, policies, supervision. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { summaryDraft } from "../../gateway/web/desk/endings.js";
import { asMessage, decodePassages } from "../../gateway/web/desk/knowledge.js";
import { decodeItem, itemOf, papersOf, papersSentence } from "../../gateway/web/desk/papers.js";
import { forbiddenIn, matching, PHRASES, slashQuery, withPhrase } from "../../gateway/web/desk/phrases.js";
import { ringSentence, rung, secondsLeft, stillRings } from "../../gateway/web/desk/ringing.js";
import { SHORTCUTS, shortcutOf } from "../../gateway/web/desk/shortcuts.js";
import { decodeCalls, lengthSentence, presentSentence } from "../../gateway/web/desk/supervision.js";
import { decodeForbidden, byTeam, colleagueSentence, decodeColleagues, decodeHandOns, decodeStaffFrame, decodeTeams, decodeTicket } from "../../gateway/web/desk/wire.js";
import { decodeForm } from "../../gateway/web/rtc/wire.js";
import { characterCount, MESSAGE_LIMIT } from "../../gateway/web/protocol.js";

const TICKET = decodeTicket({ id: "T1", channel: "video", item: "门诊统筹签约", region: "烟台市", persona: "elder", fields: { 姓名: "赵*山" } });
const WALL = new Date("2026-03-01T00:00:00Z").getTime();
const key = (/** @type {object} */ change) => ({ code: "", key: "", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...change });

test("a ring counts down from what the gateway says", () => {
  const ring = rung(TICKET, "2026-03-01T00:00:15Z", WALL, 1_000);

  assert.deepEqual([1_000, 1_001, 15_500, 16_000, 99_000].map((at) => secondsLeft(ring, at)), [15, 15, 1, 0, 0]);
});

test("a machine whose clock is wrong still rings for twenty seconds", () => {
  for (const until of ["2026-02-28T23:00:00Z", "2026-03-01T01:00:00Z", ""]) assert.equal(secondsLeft(rung(TICKET, until, WALL, 0), 0), 20, until);
});

test("a ring stops when a colleague serves the citizen", () => {
  const ring = rung(TICKET, "2026-03-01T00:00:20Z", WALL, 0);

  assert.equal(stillRings(ring, [TICKET], 5_000), true);
  assert.equal(stillRings(ring, [], 5_000), true); // the list may be older than the ring
  assert.equal(stillRings(ring, [{ ...TICKET, agent: "lisi" }], 5_000), false);
  assert.equal(stillRings(ring, [TICKET], 20_000), false);
});

test("a ring says who waits and for what", () => {
  assert.equal(ringSentence(TICKET, "视频"), "一位长辈在等您：门诊统筹签约，视频，烟台市");
});

test("frames of ringing and presence are read, a ring without a ticket is passed over", () => {
  const read = (/** @type {object} */ raw) => decodeStaffFrame(JSON.stringify(raw));

  assert.equal(read({ type: "ring", until: "x" }), null);
  assert.deepEqual(read({ type: "ring_over", ticket_id: "T1" }), { type: "ring_over", ticket_id: "T1" });
  assert.deepEqual(read({ type: "presence", state: "away", detail: "两次没有接听" }), { type: "presence", state: "away", detail: "两次没有接听" });
  assert.deepEqual(read({ type: "presence", state: "asleep" }), { type: "presence", state: "away", detail: "" });
});

test("tickets stand under the team that was chosen, without teams in one list", () => {
  const teams = decodeTeams({ teams: [{ id: "slow", name: "慢特病班组" }] });
  const [one, two] = [{ ...TICKET, team: "slow" }, { ...TICKET, id: "T2", team: "" }];

  assert.deepEqual(byTeam([TICKET], teams).map(({ name }) => name), [""]);
  assert.deepEqual(byTeam([one, two], teams).map(({ name, tickets }) => [name, tickets.length]), [["慢特病班组", 1], ["不限班组", 1]]);
  assert.deepEqual(byTeam([], teams), []);
});

test("colleagues are shown with how it is with them", () => {
  const shown = decodeColleagues({ colleagues: [{ name: "lisi", display_name: "李工", state: "busy", serving: 2 }, { name: "wang", state: "gone", serving: 0 }, {}] });

  assert.deepEqual(shown.map(colleagueSentence), ["李工：忙碌，正在接待 2 位", "wang：没有上线"]);
});

test("what colleagues wrote down is read, oldest first", () => {
  assert.deepEqual(decodeHandOns({ hand_ons: [{ at: "x", agent: "lisi", team: null, to: "zhang", reason: "换班", summary: "" }] }), [{ from: "lisi", to: "zhang", at: "x", reason: "换班", summary: "" }]);
});

test("a slash at the beginning of a word looks for phrases, one within a word does not", () => {
  const queries = [["/wh", 3], ["您好 /", 4], ["好。/签", 4], ["1/2", 3], ["http://a", 8], ["/wh x", 5]].map(([typed, cursor]) => slashQuery(String(typed), Number(cursor)));

  assert.deepEqual(queries, ["wh", "", "签", null, null, null]);
});

test("phrases are found by letters, by name and by what they say", () => {
  assert.equal(matching("qnqm")[0]?.name, "请您签名");
  assert.equal(matching("签名")[0]?.name, "请您签名");
  assert.ok(matching("验证码").some(({ name }) => name === "提醒防骗"));
  assert.deepEqual([matching("").length, matching("没有这句").length], [PHRASES.length, 0]);
});

test("a phrase takes the place of what was typed after the slash", () => {
  assert.deepEqual(withPhrase("您好 /wh，在吗", 6, "问候"), { text: "您好 问候，在吗", cursor: 5 });
  assert.deepEqual(withPhrase("您好", 2, "问候"), { text: "您好问候", cursor: 4 });
});

test("forbidden words are found even when blanks stand between, with what to say instead", () => {
  const forbidden = decodeForbidden({ forbidden: [{ words: ["不归我管", 7], instead: "我帮您转过去。" }, { words: ["验证码发给我"], instead: "我们从不要验证码。" }, null] });

  assert.deepEqual(forbiddenIn("这个 不归 我管", forbidden), [{ word: "不归我管", instead: "我帮您转过去。" }]);
  assert.match(forbiddenIn("把验证码发给我", forbidden)[0]?.instead ?? "", /从不要/);
  assert.deepEqual(forbiddenIn("我帮您问清楚", forbidden), []);
});

test("a key is known by its place, and only with Alt", () => {
  assert.equal(shortcutOf(key({ code: "KeyM", key: "µ", altKey: true }), true), "mute");
  assert.equal(shortcutOf(key({ code: "KeyM", key: "m" }), false), null);
  assert.equal(shortcutOf(key({ code: "KeyM", altKey: true, ctrlKey: true }), false), null);
});

test("the help opens by a question mark, but not while somebody types one", () => {
  assert.deepEqual([shortcutOf(key({ key: "?", shiftKey: true }), false), shortcutOf(key({ key: "？" }), false), shortcutOf(key({ key: "?" }), true)], ["help", "help", null]);
});

test("no two shortcuts share a key, and none is one of the browser's", () => {
  const codes = SHORTCUTS.map(({ code }) => code);

  assert.equal(new Set(codes).size, codes.length);
  for (const taken of ["KeyD", "KeyE", "KeyF"]) assert.ok(!codes.includes(taken), taken);
});

test("papers come in the order of the form, then what only the item names", () => {
  const item = decodeItem({ code: "YB-SL-0101", name: "签约", materials: [{ name: "委托书", by_delegate: true }, { name: "身份证", substitute: "医保电子凭证", photo: "id_card" }] });
  const form = decodeForm({ fields: [], papers: [{ name: "身份证", state: "还差" }] });
  const papers = papersOf(item, form);

  assert.deepEqual(papers.map(({ name, state, note }) => [name, state, note]), [["身份证", "还差", "没有也可以：医保电子凭证"], ["委托书", "", "代办时要"]]);
  assert.equal(papersSentence(papers), "还差 1 样：身份证。");
  assert.equal(papersSentence(papersOf(item, null)), "一共 2 样，请逐样问清。");
  assert.equal(papersSentence(papersOf(null, decodeForm({ papers: [{ name: "身份证", state: "有了" }] }))), "要的材料都齐了。");
});

test("an item is found by its code before its name", () => {
  const items = [decodeItem({ code: "A", name: "签约" }), decodeItem({ code: "B", name: "变更" })];

  assert.deepEqual([itemOf(items, "B", "签约")?.code, itemOf(items, "", "签约")?.code, itemOf(items, "", "")?.code], ["B", "A", undefined]);
});

test("a passage is sent with its source, whatever its length", () => {
  const [passage] = decodePassages({ passages: [{ text: "长".repeat(2 * MESSAGE_LIMIT), title: "示例文件", issuer: "示例单位", date: "2024-01-01", region: "", section: "第三条" }, {}] });
  assert.ok(passage);
  const message = asMessage(passage);

  assert.equal(characterCount(message), MESSAGE_LIMIT);
  assert.ok(message.endsWith("…\n依据：《示例文件》（示例单位，第三条，2024年1月1日）"));
});

test("a summary begins with what is filled and what is lacking", () => {
  const form = decodeForm({ item: "门诊统筹签约", fields: [{ key: "name", label: "姓名", value: "赵大山" }, { key: "hospital", label: "签约机构", value: null }] });
  const shown = { ticket: TICKET, lines: [], outbox: [], draft: "", sending: false, handOns: [] };

  assert.equal(summaryDraft(shown, form, "他耳朵背"), "事项：门诊统筹签约\n已填：姓名\n还差：签约机构\n他耳朵背");
  assert.ok(!summaryDraft(shown, form, "").includes("赵大山"));
});

test("a supervisor reads who is in a call and for how long", () => {
  const [open] = decodeCalls({ calls: [{ id: "K1", ticket_id: "T1", agent: "lisi", engine: "peer", recording: "refused", live_at: "2026-03-01T00:00:00Z", seats: [{ id: "citizen", role: "citizen", connected: false }, { id: "agent", role: "agent", connected: true }] }, {}] });
  assert.ok(open);

  assert.equal(presentSentence(open), "在场：办事人（断线）、工作人员");
  assert.equal(lengthSentence(open, WALL + 150_000), "通话 2 分钟");
  assert.equal(lengthSentence({ ...open, liveAt: null, openedAt: "2026-03-01T00:00:00Z" }, WALL + 60_000), "等了 1 分钟，还没接通");
  assert.deepEqual([open.isDirect, open.recording], [true, "不同意录像"]);
});
