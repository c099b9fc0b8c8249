/** Holds the service phrases that a clerk inserts with one press. */

/** @type {Array<{name: string, text: string}>} */
export const PHRASES = [
  { name: "问候", text: "您好，我是医保工作人员，很高兴为您服务。" },
  { name: "请稍等", text: "请您稍等，我正在为您核对，大约需要两分钟。" },
  { name: "核对信息", text: "我跟您核对一下已填的内容，有不对的地方请告诉我。" },
  { name: "补充材料", text: "还需要您补充材料，您可以现在补，也可以准备好以后再来，已填的内容会为您保留。" },
  { name: "线下办理", text: "这件事需要到窗口办理。您可以请家人代办，去之前请带好本人和代办人的身份证。" },
  { name: "提醒防骗", text: "提醒您：我们不会要您的银行卡密码和短信验证码，请不要告诉任何人。" },
  { name: "请您确认", text: "以上内容请您确认，没有问题请回复“同意”。" },
  { name: "还有需要吗", text: "请问您还有其他要办的事吗？" },
  { name: "结束语", text: "感谢您的咨询，祝您身体健康，再见。" },
];

export const OUTCOMES = ["已解决", "需线下办理", "转其他部门", "联系不上"];

export const PERSONA_WORDS = { elder: "长辈优先", birth: "生育", child: "少儿" };
