/** Checks the pure parts of the citizens' pages beside the chat: wires, map, kiosk, arrival. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrivalOf, proposal, receiptIn, resumeCodeOf } from "../../gateway/web/chat/arrival.js";
import { Idle, LEFT, QUIET } from "../../gateway/web/kiosk/idle.js";
import { typed } from "../../gateway/web/kiosk/keypad.js";
import * as own from "../../gateway/web/own/wire.js";
import * as map from "../../gateway/web/places/projection.js";
import * as places from "../../gateway/web/places/wire.js";
import { decodeSheet, requestOf } from "../../gateway/web/print/wire.js";
import * as topics from "../../gateway/web/topics/wire.js";

const QINGDAO = { latitude: 36.07, longitude: 120.38 };
const LAOSHAN = { latitude: 36.11, longitude: 120.47 };

test("a topic is read whole, and what is missing is empty", () => {
  const topic = topics.decodeTopic({ code: "travel", name: "异地就医", policies: [{ id: "a#b@1", plain: "要备案。", document: { title: "办法", date: "2024-03-01" } }], published: true });

  assert.equal(topic.policies[0]?.title, "办法");
  assert.deepEqual([topic.items, topic.published], [[], true]);
  assert.equal(topics.sourceWords(topic.policies[0]), "2024年3月1日发布");
  assert.equal(topics.decodeTopic(null).published, false);
});

test("the address of a topic names its code and nothing else does", () => {
  assert.equal(topics.codeIn("/topics/long-term-care"), "long-term-care");
  assert.equal(topics.codeIn("/topics/../admin"), "");
});

test("a drug tells class and share; a choice is asked with the name", () => {
  const found = topics.decodeFound({ hits: [{ generic: "硝苯地平", form: "控释片", strength: "30mg", category: "乙", first_pay_percent: "10", maker: "某厂", demo: true }], ask: { what: "剂型", choices: ["片剂"] }, note: "以医院为准。" }, "硝苯地平");

  assert.deepEqual(found.products[0], { title: "硝苯地平 控释片 30mg", facts: ["乙类", "先自付 10%", "某厂"], demo: true });
  assert.deepEqual([found.ask, found.choices], ["有几种剂型，要查哪一种？", ["硝苯地平片剂"]]);
});

test("a position leaves the page with four decimals, and only if there is one", () => {
  const wish = { region: "青岛市", kind: "经办机构", item: "", near: "", spot: { latitude: 36.0712345, longitude: 120.3987654 } };

  assert.match(places.addressOf(wish), /lat=36\.0712&lng=120\.3988$/);
  assert.ok(!places.addressOf({ ...wish, spot: null }).includes("lat"));
});

test("a place is read with its coordinates; broken ones are none", () => {
  const [place] = places.decodePlaces({ places: [{ name: "大厅", geo: "geo:36.070000,120.380000", open_now: "open", metres: 1240 }] }).places;

  assert.deepEqual([place?.spot, place?.is_open, place && places.distanceWords(place)], [QINGDAO, true, "离您约 1.2 公里"]);
  assert.equal(places.spotOf("geo:x"), null);
  assert.equal(places.dialled("0532-12393"), "tel:053212393");
});

test("places of several regions say which; what is not listed is counted", () => {
  const found = places.decodePlaces({ places: [{ name: "大厅", region: "青岛市", county: "市南区", address: "市南区某路1号" }], total: 35 });
  const [place] = found.places;

  assert.deepEqual([found.total, place && places.addressWords(place, true), place && places.addressWords(place, false)], [35, "青岛市市南区某路1号", "市南区某路1号"]);
  assert.equal(places.decodePlaces({ places: [{ name: "大厅" }] }).total, 1);
});

test("every spot lies inside the map, north above south and east to the right", () => {
  const view = map.viewOf([QINGDAO, LAOSHAN], 640, 480);
  assert.ok(view);
  const [here, there] = [map.dotOf(QINGDAO, view), map.dotOf(LAOSHAN, view)];

  for (const dot of [here, there]) assert.ok(dot.x >= 47 && dot.x <= 593 && dot.y >= 47 && dot.y <= 433, JSON.stringify(dot));
  assert.ok(there.x > here.x && there.y < here.y);
  assert.equal(map.viewOf([], 640, 480), null);
});

test("the scale is a round length and as long as it says", () => {
  const view = map.viewOf([QINGDAO, LAOSHAN], 640, 480);
  assert.ok(view);
  const { metres, pixels } = map.scaleOf(view);
  const east = { latitude: QINGDAO.latitude, longitude: QINGDAO.longitude + metres / (111_319.5 * Math.cos((QINGDAO.latitude * Math.PI) / 180)) };
  const measured = map.dotOf(east, view).x - map.dotOf(QINGDAO, view).x;

  assert.ok([1, 2, 5].includes(metres / 10 ** Math.floor(Math.log10(metres))));
  assert.ok(Math.abs(measured - pixels) < pixels * 0.01, `${measured} ${pixels}`);
});

test("tiles cover the whole view at a whole zoom", () => {
  const view = map.viewOf([QINGDAO, LAOSHAN], 640, 480, true);
  assert.ok(view && Number.isInteger(view.zoom));
  const tiles = map.tilesOf(view);

  for (const corner of [[0, 0], [639, 479]]) assert.ok(tiles.some((tile) => tile.x <= corner[0] && corner[0] < tile.x + 256 && tile.y <= corner[1] && corner[1] < tile.y + 256));
  assert.match(map.tileAddress("https://t/{z}/{x}/{y}.png", view, tiles[0]), /^https:\/\/t\/\d+\/\d+\/\d+\.png$/);
});

test("numbers on one spot are moved apart", () => {
  const moved = map.spread([{ x: 10, y: 10 }, { x: 10, y: 10 }, { x: 12, y: 10 }], 38);

  for (const [a, b] of [[0, 1], [0, 2], [1, 2]]) assert.ok(Math.hypot(moved[a].x - moved[b].x, moved[a].y - moved[b].y) >= 37.9);
});

test("progress is asked by receipt or telephone number, each with the tail", () => {
  assert.deepEqual(own.progressQuestion("２０２６ 1122 000018", "123x"), { body: { number: "20261122000018", tail: "123X" } });
  assert.deepEqual(own.progressQuestion("138 0013 8000", "1234"), { body: { mobile: "13800138000", tail: "1234" } });
  assert.equal(/** @type {any} */ (own.progressQuestion("12", "1234")).field, "number");
  assert.equal(/** @type {any} */ (own.progressQuestion("13800138000", "12")).field, "tail");
});

test("a receipt's number comes behind the hash and is exactly one", () => {
  assert.equal(own.numberIn("#20261122000018"), "20261122000018");
  assert.equal(own.numberIn("#20261122000018<script>"), "");
  assert.equal(own.momentWords("2026-12-21T10:05:00+08:00"), "2026年12月21日 10:05");
});

test("a sheet is asked for by its address, and a drawing that is none is left out", () => {
  assert.deepEqual(requestOf("/print/items/YB-SL-0101", "?region=青岛市", "")?.path, "/api/v1/print/items/YB-SL-0101?region=%E9%9D%92%E5%B2%9B%E5%B8%82");
  assert.deepEqual(requestOf("/print/receipts/20261122000018", "", ""), { path: "/api/v1/print/receipts/20261122000018", body: null, own: true });
  assert.deepEqual(requestOf("/print/slip", "", "#123456")?.body, { code: "123456" });
  assert.equal(requestOf("/print/slip", "", ""), null);
  assert.equal(decodeSheet({ qr: { size: 29, path: "M1 1h1v1h-1zurl(x)" } }).qr, null);
  assert.equal(decodeSheet({ qr: { size: 29, path: "M1 1h7v1h-7z" } }).qr?.size, 29);
});

test("who leaves a shared machine is warned and has twenty seconds, as often as they like", () => {
  const idle = new Idle(0);
  assert.equal(idle.at(QUIET - 1).state, "here");
  assert.deepEqual(idle.at(QUIET), { state: "warning", left: LEFT });
  idle.touched(QUIET + 5); // a touch beside the button is no answer
  assert.equal(idle.at(QUIET + 6).state, "warning");
  idle.extend(QUIET + 10);
  assert.equal(idle.at(QUIET + 11).state, "here");
  assert.ok(LEFT >= 20);
});

test("nobody answers: the session ends", () => {
  const idle = new Idle(0);
  idle.touched(30);

  assert.equal(idle.at(QUIET).state, "here");
  assert.equal(idle.at(30 + QUIET).state, "warning");
  assert.equal(idle.at(30 + QUIET + LEFT).state, "gone");
});

test("keys on the screen write and delete", () => {
  assert.equal(["1", "2", "⌫", "X"].reduce(typed, ""), "1X");
});

test("what an address brings is asked before it is said", () => {
  const of = (/** @type {string} */ query, hash = "") => arrivalOf(new URLSearchParams(query), hash);

  assert.deepEqual(of("", "#123456"), { kind: "code", code: "123456" });
  assert.deepEqual(of("item=YB-SL-0101&region=青岛市"), { kind: "item", code: "YB-SL-0101", region: "青岛市" });
  assert.deepEqual(of(`ask=${"问".repeat(200)}`), { kind: "ask", text: "问".repeat(100) });
  assert.equal(of("item=../admin"), null);
  assert.deepEqual(proposal({ kind: "code", code: "123456" }), { question: "要接着办上次没办完的事吗？接续码 123 456", yes: "接着办", say: "接着办，接续码123456" });
  assert.equal(proposal({ kind: "item", code: "x", region: "" }, "门诊统筹签约").say, "我要办门诊统筹签约");
});

test("only a whole receipt number and a code to go on with lead to paper", () => {
  assert.equal(receiptIn("交上去了，“签约”已经受理。受理号是 20261122000018，请记下来。"), "20261122000018");
  assert.equal(receiptIn("“签约”已经受理。受理号是 2026****0018，请"), null);
  assert.equal(resumeCodeOf({ kind: "code", title: "", rows: [{ label: "", value: "123 456", note: "" }], link: null }), "123456");
  assert.equal(resumeCodeOf({ kind: "code", title: "授权码", rows: [{ label: "", value: "1234 5678", note: "" }], link: null }), null);
});

test("opening hours are written as one says them, and unknown ones are left out", () => {
  assert.equal(places.hoursWords("周一至周五 8:30-12:00 13:30-17:00；周六 9:00-12:00"), "开门时间：周一至周五 8:30到12:00，13:30到17:00；周六 9:00到12:00");
  assert.equal(places.hoursWords(""), "");
});

test("of a paper that is always needed only its name and its substitute are said", () => {
  assert.equal(topics.materialWords({ name: "身份证", needed_when: "", substitute: "" }), "身份证");
  assert.equal(topics.materialWords({ name: "身份证", needed_when: "", substitute: "社保卡也可以" }), "身份证（社保卡也可以）");
  assert.equal(topics.materialWords({ name: "委托书", needed_when: "家里人代办时需要", substitute: "" }), "委托书（家里人代办时需要）");
});
