/** Holds the words of rectification cases and remarks on the cases page; knows no DOM. */

/** @type {Record<import("./routes.js").Which, string>} */
export const WHICH_WORDS = { open: "全部", mine: "我的", overdue: "已超期" };

/** @type {Record<string, string>} */
export const STATES = { open: "待认领", in_hand: "整改中", fixed: "已整改，待回访", called_back: "已回访，待结案", closed: "已结案", withdrawn: "群众改了评价，不用办" };

/** @type {Record<string, string>} */
export const KINDS = { rating: "差评", complaint: "投诉", report: "举报", feedback: "意见" };
export const SOURCES = { rating: "差评", remark: "投诉或意见" };

/** As core/rating_wording.py names them. @type {Record<number, string>} */
export const LEVELS = { 5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意" };

export const LIST = {
  title: "整改",
  lead: "差评和投诉都要整改、回访，再结案。最急的排在最前面。",
  filters: "看哪些整改单",
  number: "整改单编号",
  find: "查找",
  none: "没有要办的整改单。",
  columns: ["编号", "来源", "状态", "期限", "负责人"],
  caption: "整改单列表",
};

export const CASE = {
  back: "返回整改列表",
  said: "群众怎么说",
  noWords: "只打了分，没有留话。",
  level: "评价",
  item: "事项",
  opened: "立单时间",
  toCase: "看办件",
  remark: "意见编号",
  phone: "回访电话",
  phoneHidden: "认领以后，才能看到回访电话。",
  noPhone: "没有留电话。",
  acts: "整改",
  theirs: "由同事在办，您可以看，不能改。",
  over: "这张整改单不用再办。",
  outcome: "整改情况",
  noOutcome: "还没有填整改情况。",
  calls: "回访记录",
  noCalls: "还没有回访。",
  reached: "联系上了",
  notReached: "没有联系上",
  accepts: { yes: "群众认可", no: "群众不认可", unknown: "群众没有表态" },
};

/** @type {Record<import("./allowed.js").CaseAct, string>} */
export const ACTS = { take: "我来整改", fix: "填写整改情况", call: "记一次回访", close: "结案", reopen: "重新整改" };

export const TAKE = { title: "由您来整改？", lead: "认领以后，由您整改、回访、结案。", done: "已认领。" };
export const FIX = { title: "整改情况", lead: "写清楚查到了什么、改了什么。别写证件号和手机号。", outcome: "整改情况（必填）", confirm: "保存", done: "已保存，接下来请回访群众。" };
export const CALL = {
  title: "记一次回访",
  lead: "没人接也要记。联系三次都没人接，也可以结案。",
  reached: "联系上了吗",
  yes: "联系上了",
  no: "没有联系上",
  accepts: "群众认可吗（联系上了再选）",
  content: "认可",
  unhappy: "不认可，要重新整改",
  silent: "没有表态",
  result: "回访结果（必填）",
  confirm: "保存",
  done: "回访已记下。",
  again: "群众不认可，整改单已重新打开。",
};
export const CLOSE = { title: "结案？", lead: "结案以后，群众再有意见可以重新整改。", done: "已结案。" };
export const REOPEN = { title: "重新整改？", lead: "整改单回到您手上，期限重新算。", done: "已重新打开。" };

export const REMARKS = {
  title: "意见和投诉",
  lead: "等答复的排在这里，最急的在前面。",
  none: "没有等答复的意见和投诉。",
  at: "收到时间",
  subject: "哪方面",
  due: "最晚答复",
  overdue: "已超期",
  replyBy: "答复方式",
  phone: "电话",
  answer: "答复",
  answerTitle: "答复这条意见",
  answerLead: "选了“这里回复”的，会原样发给群众；选了“打电话”的，请先打电话，再写下说了什么。",
  answerText: "答复（必填）",
  answerHint: "请用大白话，别写证件号和手机号",
  answered: "已答复。",
  rectify: "立整改单",
  rectifyTitle: "为这条意见立整改单？",
  rectifyLead: "立了以后，要整改、回访，再结案。",
  rectified: "整改单已立好。",
};
