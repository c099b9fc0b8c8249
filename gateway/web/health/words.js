/** Holds the words of the page that tells how the product is. */

export const STATES = { ok: "正常", degraded: "不正常，还能用", down: "停了", unused: "没有启用" };
export const HEALTH = {
  since: (/** @type {string} */ when) => `从 ${when} 起`,
  last: (/** @type {string} */ when) => `上一次问题（${when}）：`,
  todo: (/** @type {string} */ title) => `怎么办：${title}`,
  lookedAt: (/** @type {string} */ when) => `${when} 查看，每 10 秒自动更新。`,
  notYet: "刚刚启动，还没有查看，请等十几秒。",
  lost: "现在取不到运行状态，下面是之前的情况。",
};
