/** Lets a supervisor put an emergency notice in force, and end it. */

import { element } from "../dom.js";
import { clockTime } from "../words.js";

const PATH = "/api/v1/staff/notice";

export class NoticeForm {
  /** @param {typeof import("../service.js").call} call */
  constructor(call) {
    this.call = call;
    this.now = element("p", { role: "status" });
    this.problem = element("p", { class: "problem", role: "alert" });
    this.box = element("input", { id: "notice-text", maxlength: "120", required: true, placeholder: "例如：系统升级，今天下午只能咨询" });
    this.end = element("button", { class: "button quiet", type: "button", text: "撤下通知", on: { click: () => void this.#act("DELETE") } });
    const form = element("form", { class: "row" }, this.box, element("button", { class: "button quiet", type: "submit", text: "发出通知" }), this.end);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.box.value.trim()) void this.#act("PUT");
    });
    this.place = element("section", { class: "notice-form" }, element("h2", {}, element("label", { for: "notice-text", text: "紧急通知" })), element("p", { class: "quiet-words", text: "所有排队的人都会看到，打电话的人会听到。" }), this.now, form, this.problem);
  }

  /** Show the notice in force. */
  async refresh() {
    const answer = await this.call("GET", "/api/v1/notice").catch(() => null);
    const text = typeof answer?.text === "string" ? answer.text : "";
    this.now.textContent = text ? `正在显示：${text}（${clockTime(answer.since)} 起）` : "现在没有通知。";
    this.end.hidden = text === "";
  }

  /** @param {"PUT"|"DELETE"} method */
  async #act(method) {
    this.problem.replaceChildren();
    try {
      await this.call(method, PATH, method === "PUT" ? { body: { text: this.box.value.trim() } } : {});
      if (method === "PUT") this.box.value = "";
    } catch (error) {
      this.problem.replaceChildren(element("p", { text: /** @type {any} */ (error).detail ?? "没有成功，请再试一次。" }));
    }
    await this.refresh();
  }
}
