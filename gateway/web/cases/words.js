/** Holds the words of the cases page; knows no DOM. */

export const NO_DUTY = "您的账号没有“坐席”职责，不能打开这一页。请联系管理员开通，或用其他账号登录。";

export const TROUBLE = {
  title: "这一页打不开",
  unknown: "没有成功，请再试一次。",
  notFound: "没有找到。请核对编号。",
  stale: "这一页已经换成最新的情况。您刚才写的还留着，再点一次就能看到。",
};

/** What staff call a phase; citizens hear another wording. @type {Record<string, string>} */
export const PHASES = { submitted: "待受理", in_review: "审核中", needs_papers: "等材料", approved: "已办结", rejected: "已退回", cancelled: "本人撤回" };

/** @type {Record<import("./routes.js").Filter, string>} */
export const FILTER_WORDS = { all: "全部", mine: "我的", submitted: "待受理", in_review: "审核中", needs_papers: "等材料", late: "已超期", unheard: "撤回没办成" };

export const WORK = {
  title: "办件",
  lead: "最急的排在最前面。",
  filters: "看哪些办件",
  number: "受理号",
  numberHint: "14 位数字，可以带空格",
  find: "查找",
  back: "看全部办件",
  none: "没有符合的办件。",
  notFound: "没有这个受理号的办件，请核对数字。",
  columns: ["事项", "受理号", "状态", "期限", "负责人"],
  caption: "办件列表",
  nobody: "还没有人接",
  me: "我",
  pages: "翻页",
  previous: "上一页",
  next: "下一页",
};

export const CASE = {
  back: "返回办件列表",
  acts: "办理",
  over: "这件事已经结束，不能再改。",
  inParts: "这是一件事一次办，里面的各件分别办理，请打开其中的一件。",
  fields: "填写的内容",
  fieldsNote: "证件号和手机号已遮住中间几位。谁在什么时候看过这一页，都有记录。",
  noFields: "没有填写的内容。",
  facts: "基本情况",
  papers: "材料",
  noPapers: "没有登记材料。",
  look: "看照片",
  photoNote: "每看一次照片，都会记录是谁、什么时候看的。请只在办理需要时打开。",
  photoBroken: "这张照片读不出来，可能已经删除。请关闭后再试一次。",
  bigger: "放大",
  smaller: "缩小到一屏",
  close: "关闭",
  parts: "一起办的各件",
  history: "办理经过",
  noHistory: "还没有记录。",
  notices: "发给办事人的通知",
  noNotices: "还没有发过通知。",
  noticeSent: "已送到",
  noticeWaits: "还没送到",
  theirs: "在办。要接过来，请先转给自己并写明原因。",
  told: "已经告诉办事人",
  asked: "缺的材料",
  until: "最晚补齐",
  note: "说明",
  region: "参保地",
  noRegion: "没有说明",
  submitted: "提交时间",
  due: "最晚办结",
  owner: "负责人",
  identity: "身份核验",
  delegate: "替谁办",
  reference: "业务系统编号",
};

/** The reasons are those that gateway/unmasking_api.py takes. */
export const UNMASK = {
  ask: "看全部",
  hide: "马上遮住",
  title: "要看完整的",
  lead: "只在办这件事用得着时看。您是谁、什么时候、为什么看的，都会记下来。",
  reason: "为什么要看",
  reasons: ["核对身份", "联系群众", "录入系统", "处理投诉"],
  confirm: "看 30 秒",
  shown: "已显示完整内容，30 秒后自动遮住。",
  hidden: "已经重新遮住。",
};

/** @type {Record<string, string>} */
export const HELD = { photo: "已交照片", have: "办事人说手上有", later: "办事人说以后补", other: "已登记" };

/** @type {Record<string, string>} */
export const IDENTITY = { verified: "已核验", claimed: "没有核验，是本人自己说的", anonymous: "没有核验" };

/** @type {Record<import("./allowed.js").Act, string>} */
export const ACTS = { take: "我来办", transfer: "转给同事", review: "开始审核", papers: "告知缺的材料", approve: "办结", reject: "退回" };
export const REVIEW_AGAIN = "材料齐了，接着审核";

export const CHOOSE = "请选择";

export const TAKE = { title: "由您来办这件事？", lead: "接手以后，这件事由您负责到底。", done: "已接手，由您负责。" };
export const TRANSFER = { title: "转给哪位同事？", lead: "转办以后，由那位同事负责。", to: "同事", toHint: "填同事登录用的工号", reason: "为什么转办", done: "已转给同事。" };
export const REVIEW = { title: "开始审核？", lead: "办事人查进度时会看到“正在审核”。", done: "已开始审核。" };
export const RESUME = { title: "缺的材料都收到了吗？", lead: "等材料的这几天不算时限。接着审核以后，期限顺延，办事人会收到通知。", done: "已接着审核，期限已顺延。" };
export const APPROVE = { title: "办结这件事？", lead: "办结以后不能改。办事人马上会收到通知。", note: "告诉办事人的话（可以不填）", noteHint: "会原样发给办事人，请用大白话", done: "已办结，通知已经发出。" };
export const REJECT = {
  title: "退回这件事？",
  lead: "退回以后不能改。办事人马上会收到通知。",
  note: "退回的原因（必填）",
  noteHint: "会原样发给办事人。说清楚为什么、下一步怎么办",
  phrases: "常用说法，按一下填进去",
  done: "已退回，通知已经发出。",
};
export const REJECT_PHRASES = [
  { name: "信息对不上", text: "您填的信息和参保记录对不上。请核对以后再申请。" },
  { name: "不用办", text: "您的情况不用办这个手续。" },
  { name: "已经办过", text: "同样的业务您已经办过了，不用再办。" },
  { name: "材料没补齐", text: "约定的日子到了，材料还没有补齐。材料备好以后，可以重新申请。" },
  { name: "要到窗口办", text: "这件事要当面核实。请带身份证到医保窗口，也可以请家人代办。" },
];

export const PAPERS = {
  title: "一次性告知缺的材料",
  once: "只能告知一次，请一次写全，别让群众跑第二趟。",
  again: "已经告知过一次。还要再要材料，必须写明原因。",
  before: "上次告知的：",
  pick: "这个事项的材料，缺哪样勾哪样",
  here: "已登记",
  other: "别的材料，一行写一样",
  note: "说明（可以不填）",
  noteHint: "会原样发给办事人，请用大白话",
  until: "最晚哪天补齐（可以不填）",
  untilHint: "不填，由系统按工作日推算",
  reason: "为什么还要再要材料（必填）",
  confirm: "告知办事人",
  none: "请至少勾一样，或者写一样。",
  tooMany: "一次最多 30 样，请合并一下。",
  done: "已一次性告知，办事人会收到通知。",
};

export const TALLY = {
  dueToday: "今天到期",
  late: "已超期",
  papers: "等材料",
  share: "近 30 天非常满意",
  few: "还没有评价",
  broken: "统计暂时读不出来，不影响办件。",
};

export const CHANGED = "同事刚刚处理过这件事，请看看最新的情况。";
export const SOON = "请稍候……";
