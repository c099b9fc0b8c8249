/** Shows the conversation, oldest line first, each whole line told once to a screen reader. */

import { announce, byId, element } from "../dom.js";
import { clockTime, DELIVERY_WORDS, speaker, spokenReply } from "../words.js";
import { cardView } from "./card_view.js";
import { choicesView, reactionsView, retireChoices, sourcesView, textView } from "./reply_view.js";

/** @typedef {import("../protocol.js").Line} Line */
/** @typedef {import("../protocol.js").Reply} Reply */
/** @typedef {{choose: (choice: string) => void, retry: (messageId: string) => void, rate: (seq: number, useful: boolean, reason: string|null, comment: string|null) => Promise<void>, read: import("./reply_view.js").Read}} LogActions */

const NEAR = 160; // pixels from the end within which the citizen reads along

export class LogView {
  /** @type {Map<string, HTMLElement>} */ #deliveries = new Map();
  #readsAlong = true; // the end of the conversation is in sight

  /** @param {LogActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.log = byId("log", HTMLOListElement);
    this.typingLine = byId("typing", HTMLParagraphElement);
    this.jump = byId("jump", HTMLButtonElement);
    this.announcer = byId("announcer", HTMLElement);
    this.jump.addEventListener("click", () => this.#toEnd());
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // A banner or a second line of typing makes the dock higher: the last words stay in sight.
    new ResizeObserver(() => this.#readsAlong && this.#toEnd()).observe(byId("dock", HTMLElement));
  }

  /** Show the first words of a conversation. @param {Reply} reply */
  greeting(reply) {
    if (this.log.childElementCount > 0) this.log.append(element("li", { class: "divider", text: "以下是新的对话" }));
    this.line({ seq: 0, at: null, who: "assistant", text: reply.text, name: null, reply, message_id: null });
  }

  /** Show what was said before the page was loaded, without reading it out. @param {Line[]} lines */
  history(lines) {
    for (const line of lines) {
      if (line.who !== "system") retireChoices(this.log, line.who === "citizen" ? line.text : "");
      this.log.append(this.#item(line));
    }
    this.#toEnd();
  }

  /** Show a new line from the other side. @param {Line} line */
  line(line) {
    const follows = this.#atEnd();
    if (line.who !== "system") retireChoices(this.log, "");
    const item = this.#item(line);
    this.log.append(item);
    announce(this.announcer, line.reply ? spokenReply(line.reply) : `${speaker(line)}说：${line.text}`);
    if (this.log.childElementCount === 1) return (this.#readsAlong = false); // a fresh page is read from its top
    if (follows) this.#follow(item);
    else this.jump.hidden = false;
  }

  /** Show what the citizen says. @param {string} messageId @param {string} text @param {string} at */
  said(messageId, text, at) {
    if (this.#deliveries.has(messageId)) return;
    retireChoices(this.log, text);
    const item = this.#item({ seq: 0, at, who: "citizen", text, name: null, reply: null, message_id: messageId });
    const state = element("span", { class: "delivery" });
    this.#deliveries.set(messageId, state);
    item.querySelector(".who")?.append(state);
    this.log.append(item);
    this.#toEnd();
  }

  /** Show how far a message of the citizen came. @param {string} messageId @param {string} delivery @param {string} detail */
  delivery(messageId, delivery, detail) {
    const state = this.#deliveries.get(messageId);
    if (!state) return;
    const word = DELIVERY_WORDS[/** @type {keyof typeof DELIVERY_WORDS} */ (delivery)] ?? "";
    state.textContent = detail ? `${word}：${detail}` : word;
    state.classList.toggle("refused", delivery === "refused");
    const item = state.closest("li");
    item?.querySelector("button")?.remove();
    if (delivery !== "refused") return;
    const again = element("button", { class: "small", type: "button", text: "再发一次", on: { click: () => this.actions.retry(messageId) } });
    item?.append(again);
    announce(this.announcer, state.textContent);
  }

  /** Say in print that an answer is on its way; null: no longer. @param {string|null} who */
  typing(who) {
    const follows = this.#atEnd();
    this.typingLine.hidden = who === null;
    this.typingLine.textContent = who === "agent" ? "工作人员正在输入，请稍候" : "智能助手正在查找，请稍候";
    if (who !== null && follows) this.#toEnd();
  }

  /** @param {Line} line @returns {HTMLElement} */
  #item(line) {
    const time = clockTime(line.at);
    const head = element("p", { class: "who" }, element("span", { text: line.who === "assistant" ? "智能助手（人工智能）" : speaker(line) }));
    if (time) head.append(element("time", { datetime: line.at, text: time }));
    const bubble = element("div", { class: "bubble" }, textView(line.text));
    const item = element("li", { class: `line ${line.who}` }, head, bubble);
    if (line.reply) this.#addReply(item, bubble, line.reply, line.seq);
    return item;
  }

  /** @param {HTMLElement} item @param {HTMLElement} bubble @param {Reply} reply @param {number} seq */
  #addReply(item, bubble, reply, seq) {
    reply.cards.forEach((card) => bubble.append(cardView(card)));
    if (reply.sources.length > 0) bubble.append(sourcesView(reply.sources));
    const rate = seq > 0 ? this.actions.rate.bind(this.actions, seq) : null;
    const words = { seq: Math.max(1, seq), text: reply.spoken || reply.text }; // the greeting is line 1
    const reactions = reactionsView(reply, rate, (ended) => this.actions.read(words, ended));
    if (reactions) bubble.append(reactions);
    if (reply.choices.length > 0) item.append(choicesView(reply.choices, this.actions.choose));
  }

  #scrolled() {
    this.#readsAlong = this.#atEnd();
    if (this.#readsAlong) this.jump.hidden = true;
  }

  #atEnd() {
    const root = document.documentElement;
    return root.scrollHeight - root.clientHeight - root.scrollTop < NEAR;
  }

  #toEnd() {
    this.jump.hidden = true;
    scrollTo(0, document.documentElement.scrollHeight);
  }

  /** Show a long reply from its first word, a short one whole. @param {HTMLElement} item */
  #follow(item) {
    this.#toEnd();
    const bar = byId("bar", HTMLElement).getBoundingClientRect().bottom;
    if (item.getBoundingClientRect().top < bar) item.scrollIntoView({ block: "start" });
  }
}
