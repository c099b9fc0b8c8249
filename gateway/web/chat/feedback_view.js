/** Asks whether an answer helped, on two buttons. */

import { announce, element, icon } from "../dom.js";

const REASONS = ["没回答我的问题", "内容过时了", "看不懂", "其他"];
const COMMENT_LIMIT = 300; // characters

/** @typedef {(useful: boolean, reason: string|null, comment: string|null) => Promise<void>} Rate */

/** Make the row of buttons under an answer. @param {Rate} rate @returns {HTMLElement} */
export function feedbackView(rate) {
  const news = element("p", { class: "said-quietly", role: "status" });
  const useful = thumb("useful", "有用", () => void settle(true, null, null));
  const useless = thumb("useless", "没用", () => openForm());
  const row = element("div", { class: "thumbs", role: "group", "aria-label": "这个回答有用吗" }, useful, useless);
  const box = element("div", { class: "feedback" }, row, news);

  function openForm() {
    useless.setAttribute("aria-expanded", "true");
    const form = reasonForm((reason, comment) => settle(false, reason, comment), closeForm);
    box.querySelector("form")?.remove();
    box.append(form);
    form.querySelector("input")?.focus();
    form.scrollIntoView({ block: "nearest" });
  }

  function closeForm() {
    box.querySelector("form")?.remove();
    useless.setAttribute("aria-expanded", "false");
    useless.focus();
  }

  /** @type {Rate} */
  async function settle(isUseful, reason, comment) {
    try {
      await rate(isUseful, reason, comment);
    } catch (error) {
      announce(news, `没有记下来：${/** @type {any} */ (error).detail ?? "请稍后再试"}`);
      return;
    }
    box.querySelector("form")?.remove();
    row.remove();
    announce(news, isUseful ? "您评价了“有用”，谢谢。" : "您评价了“没用”，谢谢，我们会改进。");
    news.tabIndex = -1;
    news.focus();
  }

  useless.setAttribute("aria-expanded", "false");
  return box;
}

/** @param {string} name @param {string} label @param {() => void} press */
function thumb(name, label, press) {
  const button = element("button", { class: "small", type: "button", on: { click: press } }, icon(name));
  button.append(label);
  return button;
}

/** @param {(reason: string, comment: string|null) => Promise<void>} send @param {() => void} cancel */
function reasonForm(send, cancel) {
  const name = `reason-${Math.random().toString(36).slice(2)}`;
  const choices = REASONS.map((reason, index) =>
    element("label", { class: "tick" }, element("input", { type: "radio", name, value: reason, required: index === 0 }), element("span", { text: reason })),
  );
  const comment = element("textarea", { rows: 2, maxlength: COMMENT_LIMIT });
  const form = element(
    "form",
    { class: "reasons" },
    element("fieldset", {}, element("legend", { text: "哪里不好？" }), ...choices),
    element("label", { class: "field" }, element("span", { text: "想补充的话（可以不填，请不要写身份证号、手机号）" }), comment),
    element("div", { class: "buttons" }, element("button", { class: "button", type: "submit", text: "提交评价" }), element("button", { class: "button quiet", type: "button", text: "取消", on: { click: cancel } })),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(String(new FormData(form).get(name)), comment.value.trim() || null);
  });
  form.addEventListener("keydown", (event) => event.key === "Escape" && cancel());
  return form;
}
