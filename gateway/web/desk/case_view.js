/** Shows one accepted case: what was said, a place to answer, a way to end it. */

import { announce, byId, element } from "../dom.js";
import { characterCount, MESSAGE_LIMIT } from "../protocol.js";
import { clockTime, counterSentence } from "../words.js";
import { OUTCOMES, PHRASES } from "./phrases.js";

/** @typedef {import("./cases.js").Case} Case */
/** @typedef {{say: (id: string, text: string) => void, retry: (id: string, messageId: string) => void, close: (id: string, outcome: string) => Promise<void>, draft: (id: string, text: string) => void}} CaseActions */

const WHO = { citizen: "办事人", assistant: "智能助手", agent: "我", system: "系统提示" };

export class CaseView {
  /** @type {string|null} */ #openId = null;

  /** @param {CaseActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.place = byId("case", HTMLElement);
    this.announcer = byId("announcer", HTMLElement);
    this.nothing();
  }

  /** Say that no case is open. */
  nothing() {
    this.#openId = null;
    const title = element("h2", { id: "case-title", tabindex: "-1", text: "请从左边接待一位办事人" });
    this.place.replaceChildren(element("div", { class: "nothing" }, title, element("p", { text: "接待后，这里显示全部对话。标有“长辈优先”的，请先接待。" })));
  }

  /** Show a case whole. @param {Case} shown */
  open(shown) {
    this.#openId = shown.ticket.id;
    const title = element("h2", { id: "case-title", tabindex: "-1", text: shown.ticket.item || "咨询" });
    this.log = element("ol", { class: "said", tabindex: "0", "aria-label": "对话内容" });
    this.place.replaceChildren(element("header", { class: "case-head" }, title, this.#closer(shown.ticket.id)), this.log, this.#composer(shown));
    this.refresh(shown);
    title.focus();
  }

  /** Show what was said since. @param {Case} shown */
  refresh(shown) {
    if (shown.ticket.id !== this.#openId || !this.log) return;
    const items = shown.lines.map((line) => item(line));
    const pending = shown.outbox.map((entry) => this.#pending(shown.ticket.id, entry));
    this.log.replaceChildren(...items, ...pending);
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Read out what the citizen, or the system, just said. @param {import("../protocol.js").Line} line */
  announce(line) {
    announce(this.announcer, line.who === "citizen" ? `办事人说：${line.text}` : line.text);
  }

  /** @param {string} id @param {import("../outbox.js").Entry} entry */
  #pending(id, entry) {
    const made = item({ seq: 0, at: entry.at, who: "agent", text: entry.text, name: null, reply: null, message_id: entry.message_id });
    const isRefused = entry.delivery === "refused";
    const state = element("p", { class: isRefused ? "problem" : "state", text: isRefused ? `没有发出去：${entry.detail}` : "正在发送" });
    if (isRefused) state.append(element("button", { class: "small", type: "button", text: "再发一次", on: { click: () => this.actions.retry(id, entry.message_id) } }));
    made.append(state);
    return made;
  }

  /** @param {string} id */
  #closer(id) {
    const problem = element("p", { class: "problem", role: "alert" });
    const outcome = element("select", { "aria-label": "办理结果", required: true }, element("option", { value: "", text: "选择办理结果" }), ...OUTCOMES.map((name) => element("option", { value: name, text: name })));
    const form = element("form", { class: "closer" }, outcome, element("button", { class: "button quiet", type: "submit", text: "结束服务" }), problem);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await this.actions.close(id, outcome.value);
      } catch (error) {
        announce(problem, /** @type {any} */ (error).detail ?? "没有成功，请再试一次。");
      }
    });
    return form;
  }

  /** @param {Case} shown */
  #composer(shown) {
    const id = shown.ticket.id;
    const counter = element("p", { class: "counter", role: "status" });
    const box = element("textarea", { id: "answer", rows: "3", placeholder: "回复办事人：回车发送，Shift+回车换行" });
    box.value = shown.draft;
    const send = () => {
      const text = box.value.trim();
      if (!text || characterCount(text) > MESSAGE_LIMIT) return;
      box.value = counter.textContent = "";
      this.actions.draft(id, "");
      this.actions.say(id, text);
    };
    box.addEventListener("input", () => {
      counter.textContent = counterSentence(characterCount(box.value.trim()));
      this.actions.draft(id, box.value);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      send();
    });
    const form = element("form", { class: "answer" }, element("label", { class: "unseen", for: "answer", text: "回复办事人" }), box, element("button", { class: "button", type: "submit", text: "发送" }), counter);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    return element("div", { class: "case-foot" }, phrases(box), form);
  }
}

/** @param {import("../protocol.js").Line} line */
function item(line) {
  const who = line.who === "agent" && line.name ? line.name : (WHO[/** @type {keyof typeof WHO} */ (line.who)] ?? line.who);
  const head = element("p", { class: "who" }, element("span", { text: who }), element("time", { datetime: line.at, text: clockTime(line.at) }));
  return element("li", { class: `line ${line.who}` }, head, element("p", { class: "bubble", text: line.text }));
}

/** @param {HTMLTextAreaElement} box */
function phrases(box) {
  const buttons = PHRASES.map(({ name, text }) =>
    element("button", { class: "small", type: "button", text: name, title: text, on: { click: () => insert(box, text) } }),
  );
  return element("div", { class: "phrases", role: "group", "aria-label": "服务用语，按一下插入" }, ...buttons);
}

/** Insert a phrase at the cursor; several may be joined in one message. @param {HTMLTextAreaElement} box @param {string} text */
function insert(box, text) {
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new Event("input"));
}
