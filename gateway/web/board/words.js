/** Words what managers see on their board. */

export const CHANNELS = /** @type {Record<string, string>} */ ({ web: "网页", wechat: "微信", phone: "电话", video: "视频办" });

export const BOARD = {
  span: (/** @type {string} */ first, /** @type {string} */ last) => `${first} 至 ${last}`,
  lost: "暂时看不到数据，请稍后再点“查看”。",
  nothing: "这段时间没有。",
  share: (/** @type {number|null} */ share) => (share === null ? "没有数据" : `${share} %`),
  times: (/** @type {number} */ count) => `${count} 次`,
  wait: (/** @type {number|null} */ seconds) => (seconds === null ? "没有数据" : seconds < 59.5 ? `${Math.round(seconds)} 秒` : `${Math.floor(Math.round(seconds) / 60)} 分 ${Math.round(seconds) % 60} 秒`),
  days: (/** @type {number} */ days) => (days === 0 ? "当日" : `${days} 个工作日`),
  wanted: (/** @type {number} */ share) => `目标 ${share} %`,
  reached: "已达到目标",
  missed: "没有达到目标",
  all: "全部",
};

export const SHEETS = {
  volumes: { title: "每日对话数", note: "只算群众说过话的对话。", head: ["日期", "渠道", "对话", "来往句数"] },
  contacts: {
    title: "没转人工、一次解决",
    note: "一次解决：机器人答上了，或者转了一次人工并且有人接待；事后点过“没用”或投诉过的不算。同一个人另开的对话认不出来，按两次算。",
    head: ["渠道", "对话", "转人工", "未转人工占比", "首次解决率"],
  },
  waits: { title: "等候人工", note: "从排队到有人接待。没等到就离开的，包括改约回电的。", head: ["渠道", "接待", "一半的人不超过", "九成的人不超过", "没等到就离开"] },
  ratings: { title: "好差评", note: "差评按期整改：这段时间里立的整改，已办结的和已超期的一起算。", head: ["评价", "件数"] },
  items: { title: "办理用时", note: "从受理到办结，按工作日算；承诺时限以办事指南为准。", head: ["事项", "办结", "中位用时", "最长用时", "按期办结", "超期未办"] },
  hearing: { title: "电话语音识别", note: "识别引擎自己给出的把握；没听清、当场请群众再说一遍的不在内。", head: ["渠道", "听到的句数", "平均把握", "没有把握的句数"] },
  gaps: { title: "没有答上的问题", note: "今天还没有处理的，问得多的在前。", head: ["问题", "问过", "点过没用"] },
  expiring: { title: "60 天内到期的政策", note: "已经到期还在用的也列出来。", head: ["文件", "条目", "到期日"] },
};

export const LEVELS = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"];
