/** Holds the words of the page on which administrators look after accounts. */

/** @type {Record<string, string>} what each duty is called, in the order of the form */
export const DUTIES = {
  desk: "坐席服务",
  knowledge: "政策库编辑",
  supervise: "值班长",
  system: "系统管理",
  audit: "审计管理",
  security: "安全管理",
};

/** @type {Record<string, string>} what is asked for */
export const KINDS = {
  open: "新开账号",
  reset: "重置密码和动态口令",
  code: "解除动态口令",
  reopen: "重新启用账号",
  duties: "调整职责",
};

export const LIST = {
  caption: "账号列表",
  columns: ["工号和姓名", "职责", "状态", "办理"],
  act: "办理",
  mine: "（您自己）",
  none: "没有找到这样的账号。",
  found: (/** @type {number} */ count) => `共 ${count} 个账号。`,
};

export const STATE = {
  closed: "已停用",
  locked: (/** @type {string} */ until) => `输错次数太多，锁定到 ${until}`,
  mustChange: "初始密码还没有改",
  noCode: "没有绑定动态口令",
  good: "正常",
};

export const REQUESTS = {
  none: "没有等待批准的申请。",
  caption: "等待批准的申请",
  columns: ["申请", "账号", "职责", "申请人", "办理"],
  approve: "批准",
  refuse: "不批准",
  takeBack: "撤回",
  mine: "您自己申请的，要由另一位管理员批准。",
  aboutMe: "关于您自己的账号，要由另一位管理员批准。",
};

export const ACTS = {
  title: (/** @type {string} */ who) => `办理：${who}`,
  close: "返回",
  cancel: "取消",
  own: "这是您自己的账号。改密码、换手机，请用上方的“账号安全”；其他的请另一位管理员办。",
  second: "这个账号能管理系统或编辑政策：重置、解除和重新启用要由另一位管理员批准。",
};

/** What can be done with an account: button, question, what is said afterwards. @type {Record<string, {name: string, lead: string, done: string, isDanger?: boolean}>} */
export const ACT = {
  rename: { name: "改姓名", lead: "工号不变，登录方式不变。", done: "姓名已经改好。" },
  duties: { name: "调整职责", lead: "批准以后，本人要重新登录，新的职责才生效。", done: "申请已经提交，等另一位管理员批准。" },
  unlock: { name: "解除锁定", lead: "解除以后，本人马上可以再登录。请先核对是本人在找您。", done: "已经解除锁定。" },
  reset: { name: "重置密码和动态口令", lead: "原来的密码和手机都不能再用，在别处的登录也会退出。请先核对是本人在找您。", done: "已经重置。", isDanger: true },
  code: { name: "解除动态口令", lead: "手机丢了、换了，用这一项。密码不变，原来手机上的口令不能再用。请先核对是本人在找您。", done: "动态口令已经解除。", isDanger: true },
  out: { name: "让账号退出登录", lead: "这个账号在所有地方的登录都会退出，没有保存的内容会丢。", done: "已经全部退出。", isDanger: true },
  close: { name: "停用账号", lead: "停用以后，本人不能再登录；做过的事都有记录，不会删除。需要时可以重新启用。", done: "账号已经停用。", isDanger: true },
  reopen: { name: "重新启用", lead: "启用以后要用新的临时密码登录，并重新绑定动态口令。请核对现在的职责是不是还合适。", done: "账号已经重新启用。" },
};

export const OPEN = {
  title: "新开账号",
  lead: "系统管理员开账号，由安全管理员批准；管理员账号要由另一位管理员批准。",
  name: "工号",
  displayName: "姓名",
  duties: "职责（系统管理、审计管理、安全管理，一个人只能有一个）",
  noDuty: "请至少选一个职责。",
  noName: "请填写姓名。",
  spaces: "工号里不能有空格。",
  confirm: "开通",
  done: "账号已经开通。",
};

export const PASSWORD = {
  title: "临时密码",
  lead: (/** @type {string} */ name) => `请把下面的临时密码当面交给工号 ${name} 的本人。只显示这一次，第一次登录就要改掉。`,
  close: "已经交给本人",
};

export const DECIDE = {
  approve: (/** @type {string} */ what) => `批准：${what}`,
  refuse: (/** @type {string} */ what) => `不批准：${what}`,
  takeBack: (/** @type {string} */ what) => `撤回：${what}`,
  lead: "请核对这件事是真的，再批准。谁申请、谁批准，都有记录。",
  refuseLead: "这个申请会作废。需要的话，可以重新申请。",
  approved: "已经批准。",
  refused: "申请已经作废。",
};

export const LOST = "现在取不到账号，请稍后再试。";

/** @type {Record<string, string>} what is kept, in the order of the form */
export const CLASSES = {
  chats: "对话内容",
  drafts: "没有提交的申请（从最后一次修改算起）",
  photos: "没有用于受理的照片",
  recordings: "电话录音",
};

export const TERMS = {
  days: (/** @type {number} */ days) => `${days} 天`,
  change: (/** @type {number} */ from, /** @type {number} */ to) => `${from} 天，申请改为 ${to} 天`,
  decided: (/** @type {string} */ asked, /** @type {string} */ approved, /** @type {string} */ when) => `${when} 起执行，${asked} 申请，${approved} 批准。`,
  installed: (/** @type {string} */ when) => `${when} 安装时的设置，之后没有调整过。`,
  asked: (/** @type {string} */ who) => `${who} 申请调整，等另一位管理员批准。`,
  title: "申请调整保存期限",
  lead: "期限改短以后，超过期限的内容当天夜里就会删除，不能恢复。",
  label: (/** @type {string} */ what) => `${what}，保存天数（1 到 3650）`,
  confirm: "提交申请",
  wrong: "天数要填 1 到 3650 的整数。",
  approve: "批准调整保存期限",
  refuse: "不批准调整保存期限",
  takeBack: "撤回调整保存期限的申请",
  approveLead: "请逐项核对天数。批准以后，期限改短的内容当天夜里就会删除，不能恢复。",
  approved: "已经批准，新的期限开始执行。",
};
