/** Holds the service phrases (服务用语), and finds words that a clerk never says (服务禁语); knows no DOM. */

/** @typedef {{name: string, keys: string, text: string}} Phrase keys: first letters in pinyin, for typing after a slash */

/** @type {Phrase[]} */
export const PHRASES = [
  { name: "问候", keys: "wh", text: "您好，我是医保工作人员，很高兴为您服务。" },
  { name: "请稍等", keys: "qsd", text: "请您稍等，我正在为您核对，大约需要两分钟。" },
  { name: "核对信息", keys: "hdxx", text: "我跟您核对一下已填的内容，有不对的地方请告诉我。" },
  { name: "补充材料", keys: "bccl", text: "还需要您补充材料，您可以现在补，也可以准备好以后再来，已填的内容会为您保留。" },
  { name: "线下办理", keys: "xxbl", text: "这件事需要到窗口办理。您可以请家人代办，去之前请带好本人和代办人的身份证。" },
  { name: "提醒防骗", keys: "txfp", text: "提醒您：我们不会要您的银行卡密码和短信验证码，请不要告诉任何人。" },
  { name: "请您确认", keys: "qnqr", text: "以上内容请您看一遍，没有问题请点“同意”，也可以直接说“同意”。" },
  { name: "请您签名", keys: "qnqm", text: "请您用手指在屏幕上签上姓名，写得不好看也没关系。" },
  { name: "请您拍照", keys: "qnpz", text: "请把证件放平，占满画面，按屏幕上的“拍照”。" },
  { name: "听不清", keys: "tbq", text: "我这边听不太清，请您离手机近一点，慢慢说，不着急。" },
  { name: "说慢一点", keys: "smyd", text: "我说慢一点，您哪里没听清，随时打断我。" },
  { name: "网络不好", keys: "wlbh", text: "现在网络不太好，我们先用声音办，您的位置和表单都在。" },
  { name: "还有需要吗", keys: "hyxy", text: "请问您还有其他要办的事吗？" },
  { name: "结束语", keys: "jsy", text: "感谢您的咨询，祝您身体健康，再见。" },
];

/** @typedef {{words: string[], instead: string}} Forbidden what is not said to citizens, and what is said instead; the gateway tells it */

export const OUTCOMES = ["已解决", "需线下办理", "转其他部门", "联系不上"];

/** What a call was about, for counting; the code is what is stored. @type {Array<{code: string, name: string}>} */
export const WRAP_UPS = [
  { code: "done_submitted", name: "当场办完，已提交" },
  { code: "answered", name: "问题已答复" },
  { code: "papers_missing", name: "缺材料，约好再办" },
  { code: "wrong_office", name: "不归医保，已指路" },
  { code: "window_needed", name: "要到窗口办" },
  { code: "call_back", name: "断线或没空，约了回电" },
  { code: "citizen_left", name: "办事人中途离开" },
];

export const PERSONA_WORDS = { elder: "长辈优先", birth: "生育", child: "少儿" };

/** Return the phrases whose name, letters or text hold the words; all for none. @param {string} words @returns {Phrase[]} */
export function matching(words) {
  const sought = words.trim().toLowerCase();
  const [first, later] = [[], []].map(() => /** @type {Phrase[]} */ ([]));
  for (const phrase of PHRASES) {
    if (phrase.name.startsWith(sought) || phrase.keys.startsWith(sought)) first.push(phrase);
    else if (phrase.name.includes(sought) || phrase.text.includes(sought)) later.push(phrase);
  }
  return [...first, ...later];
}

/** Return what is typed after the slash before the cursor; null if no phrase is being sought. @param {string} typed @param {number} cursor @returns {string|null} */
export function slashQuery(typed, cursor) {
  // A slash within a word, as in 1/2 or a link, is no call for a phrase.
  return typed.slice(0, cursor).match(/(?:^|[\s，。？！；])\/([^\s/]{0,12})$/u)?.[1] ?? null;
}

/** Put a phrase in the place of the slash and what follows it. @param {string} typed @param {number} cursor @param {string} phrase @returns {{text: string, cursor: number}} */
export function withPhrase(typed, cursor, phrase) {
  const query = slashQuery(typed, cursor);
  const start = query === null ? cursor : cursor - query.length - 1;
  return { text: typed.slice(0, start) + phrase + typed.slice(cursor), cursor: start + phrase.length };
}

/** Return what a draft should not say, and what to say instead. @param {string} draft @param {readonly Forbidden[]} forbidden @returns {Array<{word: string, instead: string}>} */
export function forbiddenIn(draft, forbidden) {
  const bare = draft.replaceAll(/\s/gu, "");
  return forbidden.flatMap(({ words, instead }) => {
    const word = words.find((one) => bare.includes(one));
    return word ? [{ word, instead }] : [];
  });
}
