/** Runs one conversation: its stages, its line, what outlives a reload; knows no DOM. */

import { chosenText, decodeFrame, decodeLine, decodeReply, decodeTurn, encodeHello, encodeMessage, parsed, reconnectDelay } from "../protocol.js";
import { Problem, Unreachable } from "../service.js";
import { EXPIRED } from "../words.js";
import { Delivery } from "./delivery.js";
import { Seen } from "./seen.js";

const FALL_BACK_AFTER = 3; // failed attempts at a WebSocket; some old proxies never let one through

/** @typedef {import("./contract.js").Line} Line @typedef {import("./contract.js").Reply} Reply */
/** @typedef {import("./contract.js").Turn} Turn @typedef {import("./contract.js").Queue} Queue */
/** @typedef {import("./contract.js").Connection} Connection @typedef {import("./contract.js").Parts} Parts */
/** @typedef {{id: string, token: string, greeting: Reply}} Session */

export class Conversation {
  /** @type {Session|null} */ #session = null;
  /** @type {any} */ #stream = null;
  /** @type {readonly string[]} */ #choices = [];
  /** @type {Connection} */ #connection = "connecting";
  #seen = new Seen();
  #stage = "bot";

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.page = parts.page;
    this.delivery = new Delivery(parts.tab, parts.shelf, parts.page, parts.now);
  }

  /** Go on with the conversation of this tab, or begin one; try until it works. */
  async start() {
    for (let failures = 1; ; failures += 1) {
      try {
        if (!(await this.#restore())) await this.#begin(failures);
        return this.#connect();
      } catch (error) {
        if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
        this.#connected("lost");
        if (error instanceof Problem) this.page.notice(error.detail);
        await this.parts.wait(reconnectDelay(failures, Math.random()));
      }
    }
  }

  /** Return what opens this conversation; null while there is none. */
  get key() {
    return this.#session && { id: this.#session.id, token: this.#session.token };
  }

  /** Send what the citizen typed and return its id; a bare number is the choice of the last reply. @param {string} typed @param {string|null} [about] policy entry */
  say(typed, about = null) {
    const text = chosenText(typed, about ? [] : this.#choices) ?? typed;
    this.#choices = [];
    const messageId = this.delivery.add(text, about);
    this.#flush();
    return messageId;
  }

  /** Send a refused message again, under its old id. @param {string} messageId */
  retry(messageId) {
    this.delivery.retry(messageId);
    this.#flush();
  }

  /** Hand in a photograph of a document; the answer comes as to a message. @param {Blob} image */
  async handIn(image) {
    this.page.typing("assistant");
    try {
      const answer = await this.#call("POST", "/photos", image);
      const turn = decodeTurn(answer?.turn);
      this.#answered(null, decodeReply(answer?.reply), turn, turn?.seq ?? null);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      this.page.notice(error.detail);
    } finally {
      if (!this.delivery.awaitsAnswer) this.page.typing(null);
    }
  }

  /** Tell whether an answer helped. @param {number} seq @param {boolean} useful @param {string|null} reason @param {string|null} comment */
  async rate(seq, useful, reason, comment) {
    await this.#call("POST", "/feedback", { seq, useful, reason, comment });
  }

  /** Ask something of this conversation's own; null if it cannot be told. @param {string} method @param {string} route */
  async ask(method, route) {
    return this.#call(method, route).catch(() => null);
  }

  /** Change where the citizen is insured, for whom the page speaks, or its characters. @param {{region?: string, persona?: string, script?: string}} change */
  async change(change) {
    if (this.#session) await this.#call("PATCH", "", change);
  }

  /** Return everything said so far. @returns {Promise<Line[]>} */
  async transcript() {
    const answer = await this.#call("GET", "/transcript");
    return (Array.isArray(answer?.lines) ? answer.lines : []).map(decodeLine);
  }

  /** Leave this conversation for a new one. */
  async startAfresh() {
    this.#forget();
    await this.start();
  }

  /** Note what the browser says of the network. @param {boolean} isBack */
  networkChanged(isBack) {
    if (isBack) this.#stream?.hurry();
    else this.#stream?.broken();
  }

  /** @returns {Promise<boolean>} whether there was a conversation to go on with */
  async #restore() {
    const kept = parsed(this.parts.tab.read("yibao.session") ?? "");
    if (!kept?.token) return false;
    this.#session = { id: kept.id, token: kept.token, greeting: kept.greeting };
    try {
      this.#showHistory(await this.transcript(), kept.greeting);
      return true;
    } catch (error) {
      if (!(error instanceof Problem && error.isGone)) throw error;
      this.#forget();
      this.page.notice(EXPIRED);
      return false;
    }
  }

  /** @param {Line[]} lines @param {Reply} greeting */
  #showHistory(lines, greeting) {
    if (lines[0]?.text !== greeting.text) this.page.greeting(greeting);
    lines.forEach((line) => this.#seen.isNews(line));
    this.page.history(lines);
    this.delivery.show(lines);
    const latest = lines.filter((line) => line.who !== "system").at(-1);
    this.#choices = latest ? (latest.reply?.choices ?? []) : greeting.choices;
    const turn = decodeTurn(parsed(this.parts.tab.read("yibao.turn") ?? ""));
    if (turn) this.page.progress({ ...turn, intent: null, persona: null, script: null }); // what was asked for then is done
  }

  /** @param {number} attempt */
  async #begin(attempt) {
    // A remembered region may have left the list: the second attempt goes without it.
    const wishes = attempt === 1 ? this.parts.opening() : {};
    const opened = await this.parts.call("POST", "/api/v1/conversations", { body: { channel: "web", ...wishes } });
    const greeting = decodeReply(opened?.greeting);
    if (!greeting) throw new Unreachable();
    this.#session = { id: opened.conversation_id, token: opened.token, greeting };
    this.parts.tab.write("yibao.session", JSON.stringify(this.#session));
    this.#choices = greeting.choices;
    this.page.greeting(greeting);
    this.delivery.show([]);
  }

  #connect() {
    const { id, token } = /** @type {Session} */ (this.#session);
    this.#stream = this.parts.openStream(`/api/v1/conversations/${id}/stream`, {
      opened: () => this.#stream.send(encodeHello(token, this.#seen.last)),
      heard: (json) => this.#heard(json),
      lost: (failures) => this.#lost(failures),
      refused: () => this.#tokenRefused(),
    });
    this.#stream.open();
  }

  /** @param {string} json */
  #heard(json) {
    const frame = decodeFrame(json);
    if (!frame) return;
    if (frame.type === "welcome") this.#welcomed(frame);
    else if (frame.type === "reply") this.#answered(frame.in_reply_to, frame.reply, frame.turn, frame.seq);
    else if (frame.type === "typing") this.page.typing(frame.who);
    else if (frame.type === "queue") this.#moved("waiting", null, frame.queue);
    else if (frame.type === "stage") this.#moved(frame.stage, frame.agent, null);
    else if (frame.type === "agent" || frame.type === "system") this.#show({ ...decodeLine(frame), who: frame.type });
    else if (frame.type === "call") this.page.call(frame.url, frame.until);
    else if (frame.type === "problem") this.#refused(frame.in_reply_to, frame.detail);
  }

  /** @param {any} frame */
  #welcomed(frame) {
    this.#stream.steady();
    this.#connected("connected");
    this.#moved(frame.stage, frame.agent, frame.queue);
    this.#flush();
  }

  /** @param {string} stage @param {string|null} agent @param {Queue|null} queue */
  #moved(stage, agent, queue) {
    this.#stage = stage;
    if (stage === "agent" || stage === "closed") this.page.typing(null);
    this.page.stage(stage, agent, queue);
  }

  /** @param {string|null} messageId @param {Reply|null} reply @param {Turn|null} turn @param {number|null} seq */
  #answered(messageId, reply, turn, seq) {
    if (messageId !== null) this.delivery.settle(messageId, reply !== null);
    if (!this.delivery.awaitsAnswer) this.page.typing(null);
    if (turn) {
      this.parts.tab.write("yibao.turn", JSON.stringify(turn));
      this.page.progress(turn);
    }
    if (!reply) return;
    const said = { seq: seq ?? 0, at: this.parts.now().toISOString(), who: "assistant", text: reply.text };
    this.#show({ ...said, name: null, reply, message_id: messageId });
  }

  /** @param {Line} line */
  #show(line) {
    const isGreeting = this.#seen.last === 0 && !line.message_id && line.text === this.#session?.greeting.text;
    if (!this.#seen.isNews(line) || isGreeting) return; // both come again when a stream is replayed
    if (line.who !== "system") this.#choices = line.reply?.choices ?? [];
    this.page.line(line);
  }

  /** @param {string|null} messageId @param {string} detail */
  #refused(messageId, detail) {
    this.page.typing(null);
    if (messageId === null) return this.page.notice(detail);
    this.delivery.refuse(messageId, detail);
  }

  #flush() {
    if (this.#connection === "slow") void this.#post();
    if (this.#connection !== "connected") return;
    this.delivery.flush((entry) => {
      const isOut = this.#stream.send(encodeMessage(entry.text, entry.message_id, entry.about));
      if (isOut) this.#expectAnswer();
      return isOut;
    });
  }

  #expectAnswer() {
    if (this.#stage === "agent") return; // a person answers when a person can
    this.page.typing("assistant");
    if (this.#connection === "connected") this.#stream.expectFrame();
  }

  /** @param {number} failures */
  #lost(failures) {
    this.delivery.interrupted();
    this.page.typing(null);
    if (this.#connection !== "slow") this.#connected("lost");
    if (failures >= FALL_BACK_AFTER) void this.#catchUp();
  }

  /** Use plain HTTP while no WebSocket comes through. */
  async #catchUp() {
    try {
      const lines = await this.transcript();
      if (this.#connection === "connected") return;
      lines.filter((line) => line.who !== "citizen").forEach((line) => this.#show(line));
      this.#connected("slow");
      await this.#post();
    } catch (error) {
      if (error instanceof Problem && error.isGone) this.#tokenRefused();
      else this.#connected("lost");
    }
  }

  async #post() {
    try {
      await this.delivery.post(async (entry) => {
        this.#expectAnswer();
        const answer = await this.#call("POST", "/messages", { text: entry.text, message_id: entry.message_id, ...(entry.about ? { about: entry.about } : {}) });
        const turn = decodeTurn(answer?.turn);
        this.#answered(entry.message_id, decodeReply(answer?.reply), turn, turn?.seq ?? null);
      });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#connected("lost");
    }
    if (!this.delivery.awaitsAnswer) this.page.typing(null);
  }

  #tokenRefused() {
    this.#forget();
    this.page.notice(EXPIRED);
    void this.start();
  }

  #forget() {
    this.#stream?.close();
    this.parts.tab.write("yibao.session", null);
    this.parts.tab.write("yibao.turn", null);
    this.delivery.interrupted();
    [this.#session, this.#stream, this.#seen, this.#choices, this.#stage] = [null, null, new Seen(), [], "bot"];
    this.#connected("connecting");
  }

  /** @param {Connection} state */
  #connected(state) {
    this.#connection = state;
    this.page.connection(state);
  }

  /** @param {string} method @param {string} route @param {object|Blob} [body] */
  async #call(method, route, body) {
    const session = this.#session;
    if (!session) throw new Unreachable();
    return this.parts.call(method, `/api/v1/conversations/${session.id}${route}`, { token: session.token, body });
  }
}
