/** Knows the version of the page and its letter size, and changes them. */

import { lasting } from "./storage.js";

/** @typedef {"standard"|"elder"|"birth"|"child"} Version */
/** @typedef {"standard"|"large"|"largest"} Size */

export const VERSIONS = /** @type {const} */ (["standard", "elder", "birth", "child"]);
export const SIZES = /** @type {const} */ (["standard", "large", "largest"]);

// What people call them; the first of each is what the page says.
const NAMES = {
  standard: ["标准版", "普通版", "正常版", "默认版"],
  elder: ["长辈版", "敬老版", "关怀版", "关爱版", "亲情版", "老年版", "老人版", "大字版", "适老版"],
  birth: ["生育版", "孕妇版", "妈妈版"],
  child: ["儿童版", "孩子版", "宝宝版"],
};
const SCRIPT = "yibao.script";
const CHANGED = "yibao:version";

/** Return the version that the page shows. @returns {Version} */
export function version() {
  return /** @type {Version} */ (document.documentElement.dataset.version ?? "standard");
}

/** Return the letter size that the page shows. @returns {Size} */
export function size() {
  return /** @type {Size} */ (document.documentElement.dataset.size ?? "standard");
}

/** Return what the page calls a version. @param {Version} which */
export function nameOf(which) {
  return NAMES[which][0];
}

/** Return the version that somebody names, and nothing besides; null if they name none. @param {string} text @returns {Version|null} */
export function versionNamed(text) {
  const bare = text.replace(/[\s，。！？、,.!?]/g, "").replace(/^(请|帮我|我要|我想|给我)*(切换成|切换到|切换|换成|换到|换|改成|用|打开|进入)?/, "").replace(/(吧|模式)$/, "");
  return VERSIONS.find((one) => NAMES[one].includes(bare) || NAMES[one].includes(`${bare}版`)) ?? null;
}

/** Show another version; its letters come with it, and the browser remembers both. @param {Version} wanted */
export function choose(wanted) {
  const before = version();
  lasting.write("yibao.persona", wanted);
  document.documentElement.dataset.version = wanted;
  document.documentElement.dataset.chosen = "yes";
  if (wanted === "elder" && size() === "standard") chooseSize("large");
  if (wanted !== "elder" && before === "elder") chooseSize("standard");
  tell();
}

/** Show letters of another size. @param {Size} wanted */
export function chooseSize(wanted) {
  lasting.write("yibao.size", wanted);
  document.documentElement.dataset.size = wanted;
  tell();
}

/** Return the characters in which the page is written: hans, hant. */
export function script() {
  return lasting.read(SCRIPT) === "hant" ? "hant" : "hans";
}

/** Write the pages in other characters; the gateway sends them, so the page is opened again. @param {string} wanted */
export function chooseScript(wanted) {
  if (wanted === script()) return;
  lasting.write(SCRIPT, wanted);
  document.cookie = `yibao_script=${wanted}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
}

/** Take over the version that the server knows from another channel. @param {string|null|undefined} known */
export function takeOver(known) {
  const found = VERSIONS.find((one) => one === known);
  if (found && found !== version()) choose(found);
}

/**
 * Tell whether the server's version is newer than the page's, so that the page follows.
 * @param {string} kept the server's @param {string} shown the page's @param {string|null} agreed what both had last; null: they never spoke
 */
export function isNews(kept, shown, agreed) {
  if (kept === shown) return false;
  // WeChat or the telephone may know an old person; that a page says nothing of versions is no news.
  return agreed === null ? kept !== "standard" : kept !== agreed;
}

/** Do something whenever version or size change, in this tab or in another. @param {() => void} listener */
export function whenChanged(listener) {
  document.addEventListener(CHANGED, listener);
}

function tell() {
  document.dispatchEvent(new CustomEvent(CHANGED));
}

globalThis.addEventListener?.("storage", (event) => {
  if (event.key !== "yibao.persona" && event.key !== "yibao.size") return;
  const [kept, letters] = [lasting.read("yibao.persona"), lasting.read("yibao.size")];
  document.documentElement.dataset.version = VERSIONS.find((one) => one === kept) ?? "standard";
  document.documentElement.dataset.size = SIZES.find((one) => one === letters) ?? "standard";
  tell();
});
