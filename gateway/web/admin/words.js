/** Holds the words of the policy editors' page; knows no DOM. */

import { clockTime, dateInWords } from "../words.js";

/** @typedef {import("./wire.js").EntryState} EntryState */

export const NO_DUTY = "您的账号没有“政策库编辑”职责，不能打开这一页。请联系管理员开通，或用其他账号登录。";

export const TROUBLE = {
  title: "这一页打不开",
  unreachable: "暂时连不上服务器。您填写的内容还在这一页上，请不要关闭，稍后会再保存。",
  unknown: "没有成功，请再试一次。",
  empty: "这里还没有内容。",
  notSaved: "还有内容没有保存，请先处理。",
  notFound: "没有找到，可能已被同事删除或改名。",
};

/** @type {Record<EntryState, string>} */
export const STATES = { draft: "草稿", in_review: "待审核", approved: "已审核", published: "已发布", retired: "已停用", discarded: "已废弃" };

export const MENU = { documents: "文件和条目", reviews: "待审核", releases: "发布", trial: "命中测试", gaps: "未答好的问题" };

export const DIALOG = { cancel: "取消", close: "关闭", confirm: "确定" };

export const FIELDS = {
  section: "章节",
  topic: "主题",
  items: "关联事项",
  text: "官方原文",
  plain: "大白话",
  spoken: "口播",
  brief: "一句话",
  asked_as: "问法",
  tests: "测试问题",
  in_force: "生效起止",
  superseded_by: "被取代",
  expired_note: "失效说明",
  doubts: "存疑",
  flags: "提示",
};

export const DOCUMENT_FIELDS = { title: "文件标题", issuer: "发文机关", number: "文号", date: "发文日期", date_note: "日期说明", region: "地区" };

export const DOCUMENTS = {
  title: "文件和条目",
  list: "文件",
  lead: "每份政策文件拆成若干条目，逐条核对、审核、发布，才会用来回答群众。",
  none: "政策库还是空的。请先导入一份文件，或手工新建。",
  search: "按标题、机关或地区查找",
  noMatch: "没有符合的文件。",
  create: "手工新建文件",
  createLead: "新建后会有一条空白草稿，您可以接着填写。",
  created: "文件已建好，请填写第一条。",
  columns: ["文件", "发文机关和日期", "地区", "条目"],
  noEntries: "没有条目",
  numberHint: "没有文号就留空",
  dateNoteHint: "日期不能确定时，写明依据",
};

export const FILES = {
  drop: "也可以把文件拖到这里",
  choose: "选择文件",
  tooLarge: "这个文件超过 20 MB，请拆分后再试。",
  isEmpty: "这个文件是空的。",
  oneOnly: "一次只能交一个文件，请重新选择。",
};

export const IMPORTS = {
  title: "导入文件",
  kinds: "支持 Word（docx）、PDF、网页（html）、Excel（xlsx）和文本（txt），不超过 20 MB。",
  uploading: "正在上传",
  working: "正在处理",
  failed: "导入没有成功",
  nothingChanged: "政策库没有任何改动。",
  done: "导入完成",
  open: "打开文件，逐条核对",
  recent: "最近的导入",
  columns: ["文件名", "结果", "谁，何时"],
  recentNone: "还没有导入过文件。",
  again: "导入另一个文件",
  report: "导入报告",
  look: "看报告",
  states: { running: "处理中", done: "已完成", failed: "没有成功" },
};

export const REPORT = {
  changed: "改动了什么",
  changedLead: "下面这些是自动改的，内容没有变，请抽看几处。",
  dropped: "去掉了什么",
  droppedLead: "下面这些不是政策正文，没有收进条目。",
  doubted: "哪里拿不准",
  doubtedLead: "下面这些文字可能有误，已在条目里标出，要人工核对后才能送审。",
  flagged: "要留意的内容",
  flaggedLead: "读者在原文件里看不到，或像是写给机器的内容，请确认。",
  undetermined: "没有认出来的信息",
  undeterminedLead: "请在文件信息里补上。",
  other: "其他说明",
  none: "没有",
  before: "原来",
  after: "改成",
};

/** @type {Record<string, string>} */
export const KINDS = {
  lost_bytes: "丢失字节",
  garbled: "乱码",
  unbalanced: "括号或引号不成对",
  leftover_tag: "残留的网页标记",
  hidden_text: "隐藏文字",
  zero_width: "看不见的字符",
  instruction: "像是给机器的指令",
  foreign_link: "外部链接",
  ruby: "去掉注音",
  ruby_pinyin: "去掉注音",
  traditional: "繁体转简体",
  boilerplate: "网页上的无关内容",
  whitespace: "多余的空白",
  header: "页眉",
  footer: "页脚",
  page_number: "页码",
  title: "文件标题",
  issuer: "发文机关",
  number: "文号",
  date: "发文日期",
  region: "地区",
};

export const DOCUMENT = {
  back: "返回文件列表",
  facts: "文件信息",
  factsLead: "改动会写进这份文件的所有草稿；已经发布的条目不变。",
  factsClosed: "没有草稿时不能改。要改，请先给其中一条起草新版本。",
  save: "保存文件信息",
  saved: "文件信息已保存。",
  entries: "条目",
  add: "新增条目",
  added: "已新增一条空白草稿。",
  withdraw: "整份撤下",
  withdrawTitle: "撤下整份文件",
  withdrawLead: "撤下后，这份文件的全部条目立刻不再用来回答群众。以后可以从“发布”页退回。",
  filter: "只看还要处理的",
  nothingLeft: "没有还要处理的条目。",
  untitled: "（还没有章节名）",
};

export const ENTRY = {
  back: "返回文件",
  text: "官方原文",
  editText: "修改原文",
  endText: "改完了",
  noText: "还没有原文。请点“修改原文”，把文件里的原话录进来。",
  basics: "归类",
  wording: "给群众的说法",
  asking: "群众会怎么问",
  validity: "效力",
  plainHint: "用老百姓的话说清楚，不要多出原文没有的数字",
  spokenHint: "念给人听的：短句，每句不超过 20 个字",
  briefHint: "几个字说清规定，用来比较各地，如“15 个工作日”",
  askedHint: "至少 4 种不同的问法，写老百姓会说的话",
  testsHint: "发布前会用这些问题考一遍，至少 2 个",
  itemsNone: "目录里还没有事项。",
  addAsked: "添加问法",
  addTest: "添加测试问题",
  remove: "删除",
  testAsk: "问题",
  testRegion: "提问人的参保地",
  testAlso: "也算对的条目",
  anyRegion: "不限地区",
  from: "生效日期",
  until: "失效日期",
  untilHint: "一直有效就留空",
  supersededHint: "条目编号，如 qingdao-2022#clinic@1",
  expiredHint: "失效后这样答复群众，写明从哪天起不再执行",
  unstated: "原文里没有的数字：",
  tooLong: "念起来太长的句子：",
  isOpen: "还没做：",
  isDone: "已做好：",
  submit: "送审",
  submitted: "已送审，请另一位同事审核。",
  discard: "废弃这一稿",
  discardTitle: "废弃这一稿",
  discardLead: "废弃后不能恢复；已经发布的版本不受影响。",
  discarded: "这一稿已废弃。",
  revise: "修改（起草新版本）",
  revised: "新版本的草稿已建好。",
  wasOpen: "这一条已有没写完的草稿，已为您打开。",
  toReview: "去审核",
  waits: "已送审，等待同事审核。审核人退回后才能再改。",
  approved: "已审核通过，等待发布。",
  toReleases: "去发布",
  withdraw: "撤下这一条",
  withdrawTitle: "撤下这一条",
  withdrawLead: "撤下后，这一条立刻不再用来回答群众。以后可以从“发布”页退回。",
  history: "修改记录",
  returned: "审核人退回，意见是：",
  empty: "（空）",
};

export const DOUBTS = {
  none: "原文没有存疑的地方。",
  previous: "上一处",
  next: "下一处",
  mark: "存疑：",
  replacement: "改成什么",
  replace: "改成",
  fine: "原文无误",
  remove: "删去",
  needWords: "请先写要改成什么；要去掉这几个字，请点“删去”。",
  replaced: "已改好。",
  confirmed: "已确认原文无误。",
  removed: "已删去。",
  keys: "按 F8 到下一处，Shift+F8 到上一处",
  here: "原文这里是",
  vanished: "您改动了存疑的文字，这一处就算核对过了。",
};

export const FLAGS = { title: "需要确认", accept: "看过了，没有问题", accepted: "已确认。" };

export const SAVING = { saved: "已保存", typing: "有改动，马上保存", saving: "正在保存", failed: "没有保存", conflict: "同事也改了，请选择", again: "再保存一次", expired: "登录已过期，请在新的标签页登录，再回来点“再保存一次”", choose: "去选择" };

export const CLASH = {
  title: "同事刚才也改了这一条",
  lead: "下面几项，您和同事改得不一样。请逐项选择留哪一个；其他内容已经合并好了。",
  mine: "用我写的",
  theirs: "用同事写的",
  settle: "按选择保存",
  later: "先不选",
};

/** Write a moment as day and time; empty if there is none. @param {string|null} iso */
export function momentInWords(iso) {
  const moment = iso ? new Date(iso) : null;
  if (!moment || Number.isNaN(moment.getTime())) return "";
  return `${dateInWords(moment.toLocaleDateString("sv-SE"))} ${clockTime(iso)}`;
}

/** Write a day; empty if there is none. @param {string|null} day */
export const dayInWords = (day) => (day ? dateInWords(day) : "");
