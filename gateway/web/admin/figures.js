/** Finds figures that a wording states and its source does not, also where one writes 15 and the other 十五; knows no DOM. */

const DIGITS = new Map(Object.entries({ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }));
const UNITS = new Map(Object.entries({ 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }));
const CHINESE = "零〇一二两三四五六七八九十百千万亿";
const FIGURE = new RegExp(`百分之[${CHINESE}点]+|\\d+(?:\\.\\d+)?[万亿]?[%％]?|[${CHINESE}]+成?`, "g");

// 一 and 两 stand in many words that state no figure (一样, 一起, 两边).
const SMALLEST_IN_WORDS = 3;
const WORDS = /十分(?!钟)|千万(?=要|别|不|记)|万一|三明|四川|六安|九江|南宁|百色|百姓|统一|唯一|万事|五官|三甲|十堰/g;

/** Return the figures of a wording, as they are written there, that the source does not state. @param {string} wording @param {string} source @returns {string[]} */
export function unstated(wording, source) {
  const stated = new Set(figuresOf(source).map((figure) => figure.value));
  const missing = figuresOf(wording).filter(({ value, isWord }) => !stated.has(value) && !(isWord && Number(value) < SMALLEST_IN_WORDS));
  return [...new Set(missing.map((figure) => figure.written))];
}

/** @param {string} wording @returns {Array<{written: string, value: string, isWord: boolean}>} value is a number, with % for a share */
function figuresOf(wording) {
  const plain = wording.normalize("NFKC").replace(/^\s*\d{1,2}[.、)]/gm, " ").replace(/(\d)[,，](?=\d{3})/g, "$1").replace(WORDS, " ");
  return [...plain.matchAll(FIGURE)].flatMap(([written]) => {
    const value = valueOf(written);
    return value === null ? [] : [{ written, value, isWord: !/\d/.test(written) && !/成|百分之/.test(written) }];
  });
}

/** @param {string} written @returns {string|null} */
function valueOf(written) {
  if (written.startsWith("百分之")) return share(chineseNumber(written.slice(3)));
  if (/\d/.test(written)) {
    const [, digits = "", unit = "", percent] = written.match(/^([\d.]+)([万亿]?)(%?)$/) ?? [];
    const value = tidy(Number(digits) * (UNITS.get(unit) ?? 1));
    return percent ? `${value}%` : value;
  }
  if (written.endsWith("成")) return share((chineseNumber(written.slice(0, -1)) ?? NaN) * 10);
  const value = chineseNumber(written);
  return value === null ? null : tidy(value);
}

/** Read a number that is written in characters, such as 三十四, 二〇二〇 or 五点五; null if it is none. @param {string} written @returns {number|null} */
export function chineseNumber(written) {
  const [whole = "", fraction = null] = written.split("点");
  if (fraction !== null && [...fraction].some((digit) => !DIGITS.has(digit))) return null;
  const value = [...whole].every((digit) => DIGITS.has(digit)) ? digitByDigit(whole) : byUnits(whole);
  if (value === null || fraction === null) return value;
  return Number(`${value}.${digitByDigit(fraction)}`);
}

/** @param {string} written @returns {number|null} */
function digitByDigit(written) {
  return written === "" ? null : Number([...written].map((digit) => DIGITS.get(digit)).join(""));
}

/** @param {string} written @returns {number|null} */
function byUnits(written) {
  let [total, section, digit] = [0, 0, 0];
  for (const sign of written) {
    const unit = UNITS.get(sign);
    if (unit === undefined) digit = DIGITS.get(sign) ?? 0;
    else if (unit < 10_000) [section, digit] = [section + (digit || 1) * unit, 0];
    else [total, section, digit] = [(total + section + digit || 1) * unit, 0, 0];
  }
  return total + section + digit;
}

const share = (/** @type {number|null} */ value) => (value === null || Number.isNaN(value) ? null : `${tidy(value)}%`);
const tidy = (/** @type {number} */ value) => String(Math.round(value * 1000) / 1000);
