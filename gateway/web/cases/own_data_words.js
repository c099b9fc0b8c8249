/** Holds what staff read about citizens' requests about their own data. */

export const OWN_DATA = {
  title: "个人信息请求",
  lead: "群众要更正、删除自己的信息，等答复的排在这里，最急的在前面。最晚 15 个工作日答复。",
  none: "没有等答复的个人信息请求。",
  at: "收到时间",
  due: "最晚答复",
  overdue: "已超期",
  kept: "要存档的业务",
  keptUnit: " 件",
  look: "看要改什么",
  answer: "答复",
  answerTitle: "答复这个请求",
  answerLead: "答复会原样发给群众。谁在什么时候看过、答复过，都有记录。",
  outcome: "办了没有",
  outcomes: /** @type {Array<[string, string]>} */ ([["done", "已经办好"], ["refused", "不能办"]]),
  answerText: "答复（必填）",
  answerHint: "请用大白话。不能办的，说清楚为什么、可以找谁。别写证件号和手机号",
  answered: "已答复，群众会收到通知。",
};
