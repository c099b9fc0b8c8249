/** Shows what is said in writing, and takes what the citizen writes. */

import { announce, byId, element } from "../dom.js";
import { newMessageId } from "../protocol.js";
import { clockTime } from "../words.js";

/** @typedef {import("../rtc/wire.js").Said} Said */

const WHO = { citizen: "我", agent: "工作人员", assistant: "智能助手", system: "系统提示" };

export class TalkView {
  /** @type {Set<string>} */ #seen = new Set();
  #unread = 0;

  /** @param {(text: string, messageId: string) => boolean} say false: it was not sent */
  constructor(say) {
    this.say = say;
    this.box = byId("talk", HTMLDetailsElement);
    this.list = byId("said", HTMLOListElement);
    this.input = byId("words", HTMLTextAreaElement);
    this.box.addEventListener("toggle", () => this.#opened());
    byId("writing", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  /** Show lines of before, without telling them. @param {Said[]} lines @param {string} myName */
  history(lines, myName) {
    lines.filter((line) => this.#isNews(line)).forEach((line) => this.list.append(item(line, myName)));
    this.#toEnd();
  }

  /** Show a line that was just said. @param {Said} line @param {string} myName */
  line(line, myName) {
    if (!this.#isNews(line)) return;
    this.list.append(item(line, myName));
    this.#toEnd();
    if (line.who === "citizen") return;
    announce(byId("announcer", HTMLElement), `${who(line, myName)}写：${line.text}`);
    if (this.box.open) return;
    this.#unread += 1;
    byId("talk-title", HTMLElement).textContent = `打字和对话记录（${this.#unread} 条新的）`;
  }

  /** Open it, because writing is what is left. */
  open() {
    this.box.open = true;
  }

  #send() {
    const text = this.input.value.trim();
    if (!text) return this.input.focus();
    if (this.say(text, newMessageId())) this.input.value = "";
    this.input.focus();
  }

  #opened() {
    if (!this.box.open) return;
    this.#unread = 0;
    byId("talk-title", HTMLElement).textContent = "打字和对话记录";
    this.#toEnd();
  }

  /** @param {Said} line */
  #isNews(line) {
    const keys = [line.seq > 0 ? `seq ${line.seq}` : "", line.messageId ? `id ${line.messageId}` : ""].filter(Boolean);
    if (keys.some((key) => this.#seen.has(key)) || !line.text) return false;
    keys.forEach((key) => this.#seen.add(key));
    return true;
  }

  #toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }
}

/** @param {Said} line @param {string} myName */
function item(line, myName) {
  const time = clockTime(line.at);
  return element("li", { class: `said-line ${line.who}` }, element("p", { class: "said-who", text: time ? `${who(line, myName)} ${time}` : who(line, myName) }), element("p", { text: line.text }));
}

/** @param {Said} line @param {string} myName */
function who(line, myName) {
  if (line.who === "citizen" && line.name && line.name !== myName) return line.name;
  const word = WHO[/** @type {keyof typeof WHO} */ (line.who)] ?? line.who;
  return line.who === "agent" && line.name ? `${word} ${line.name}` : word;
}
