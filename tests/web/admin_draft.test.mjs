/** Checks that no word of an editor is lost, doubled or written over a colleague's. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Draft } from "../../gateway/web/admin/draft.js";
import { Refusal } from "../../gateway/web/admin/knowledge_service.js";
import { decodeEntry } from "../../gateway/web/admin/wire.js";

const raw = (/** @type {object} */ content, revision = 1) => ({ id: "d#e@1", key: "d#e", version: 1, state: "draft", revision, content: { section: "一、渠道", text: "医保", plain: "", ...content } });

/** A gateway for one draft: it checks revisions as the real one does. */
class Office {
  /** @type {any[]} */ saved = [];
  /** @type {any} */ now = raw({});
  /** @type {Error|null} */ broken = null;
  /** @type {(() => void)|null} */ #release = null;

  save = async (/** @type {any} */ entry, /** @type {any} */ content) => {
    if (this.held) await this.held;
    if (this.broken) throw this.broken;
    if (entry.revision !== this.now.revision) throw new Refusal(409, { detail: "同事改过", entry: this.now });
    this.saved.push(content);
    this.now = { ...this.now, revision: this.now.revision + 1, content: { ...this.now.content, ...content } };
    return decodeEntry(this.now);
  };

  /** @type {Promise<void>|null} */ held = null;
  hold() {
    this.held = new Promise((done) => (this.#release = done));
  }
  release() {
    this.held = null;
    this.#release?.();
  }
  colleague(/** @type {object} */ content) {
    this.now = { ...this.now, revision: this.now.revision + 1, content: { ...this.now.content, ...content } };
  }
}

function begin() {
  const office = new Office();
  const timers = /** @type {Array<() => void>} */ ([]);
  const later = (/** @type {() => void} */ act) => {
    timers.push(act);
    return () => void timers.splice(timers.indexOf(act), 1);
  };
  let changes = 0;
  const draft = new Draft(decodeEntry(office.now), { save: office.save, later, changed: () => void (changes += 1) });
  return { office, draft, timers, changes: () => changes };
}

test("keys in quick succession are saved once, after the pause", async () => {
  const { office, draft, timers } = begin();

  draft.edit({ plain: "上" });
  draft.edit({ plain: "上网" });
  assert.equal(timers.length, 1);
  timers[0]?.();
  await draft.flush();

  assert.deepEqual(office.saved, [{ plain: "上网" }]);
  assert.equal(draft.state, "saved");
});

test("what is typed while a saving goes on is saved after it, and stays on the screen", async () => {
  const { office, draft } = begin();
  office.hold();
  draft.edit({ plain: "上网" });
  const first = draft.flush();

  draft.edit({ plain: "上网就能办", spoken: "上网办。" });
  assert.equal(draft.content.plain, "上网就能办");
  office.release();
  await first;
  await draft.flush();

  assert.deepEqual(office.saved.at(-1), { plain: "上网就能办", spoken: "上网办。" });
  assert.equal(office.now.content.plain, "上网就能办");
});

test("a gateway that is away keeps nothing from being saved later", async () => {
  const { office, draft } = begin();
  office.broken = Object.assign(new Error("away"), { detail: "连不上" });
  draft.edit({ plain: "上网" });

  assert.equal(await draft.flush(), false);
  assert.equal(draft.state, "failed");
  assert.equal(draft.problem, "连不上");
  assert.equal(draft.isUnsaved, true);
  office.broken = null;

  assert.equal(await draft.flush(), true);
  assert.deepEqual(office.saved, [{ plain: "上网" }]);
});

test("what a colleague changed elsewhere is joined without asking", async () => {
  const { office, draft } = begin();
  office.colleague({ section: "一、办理渠道" });
  draft.edit({ plain: "上网" });

  assert.equal(await draft.flush(), true);

  assert.equal(draft.content.section, "一、办理渠道");
  assert.equal(office.now.content.plain, "上网");
});

test("what both changed is shown from both sides, and nothing is saved before the choice", async () => {
  const { office, draft } = begin();
  office.colleague({ plain: "去柜台" });
  draft.edit({ plain: "上网", spoken: "上网办。" });

  assert.equal(await draft.flush(), false);

  assert.equal(draft.state, "conflict");
  assert.deepEqual(draft.clashes, [{ field: "plain", mine: "上网", theirs: "去柜台" }]);
  assert.deepEqual(office.saved, []);
});

test("mine wins where I say so, and the rest of mine is saved, too", async () => {
  const { office, draft } = begin();
  office.colleague({ plain: "去柜台", topic: "渠道" });
  draft.edit({ plain: "上网", topic: "网办", spoken: "上网办。" });
  await draft.flush();

  await draft.settle(["plain"]);

  assert.deepEqual(office.saved, [{ plain: "上网", spoken: "上网办。" }]);
  assert.equal(draft.content.topic, "渠道");
  assert.equal(draft.state, "saved");
});

test("the places of doubts go with the text that wins", async () => {
  const { office, draft } = begin();
  office.colleague({ text: "同事的原文" });
  draft.edit({ text: "我的原文?", doubts: [{ start: 4, end: 5, kind: "garbled", quote: "?", note: "" }] });
  await draft.flush();

  await draft.settle([]);

  assert.equal(office.now.content.text, "同事的原文");
  assert.deepEqual(draft.content.doubts, []);
});

test("what was typed stays while an action changes the entry", async () => {
  const { office, draft } = begin();
  draft.edit({ plain: "上网" });

  draft.adopt(decodeEntry(raw({ text: "医疗保险" }, 2)));

  assert.equal(draft.content.text, "医疗保险");
  assert.equal(draft.content.plain, "上网");
  assert.equal(office.saved.length, 0);
});

test("the page is told of each change of state", async () => {
  const { draft, changes } = begin();
  draft.edit({ plain: "上网" });
  const before = changes();

  await draft.flush();

  assert.ok(changes() > before);
});
