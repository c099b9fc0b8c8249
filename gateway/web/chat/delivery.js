/** Gets the citizen's messages to the gateway, in order, each with one id for all attempts; knows no DOM. */

import { awaitsAnswer, disconnected, packed, queued, refused, retried, sent, settled, toSend, unpacked } from "../outbox.js";
import { newMessageId } from "../protocol.js";
import { Problem } from "../service.js";

/** @typedef {import("../outbox.js").Entry} Entry */
/** @typedef {{said: (messageId: string, text: string, at: string) => void, delivery: (messageId: string, delivery: string, detail: string) => void}} DeliveryPage */

const KEPT_FOR = 24 * 3600_000; // milliseconds; what a closed tab left behind goes after a day

export class Delivery {
  /** @type {import("../outbox.js").Outbox} */ #outbox;
  #posting = false;

  /**
   * @param {import("../storage.js").Shelf} tab @param {import("../storage.js").Shelf} shelf
   * @param {DeliveryPage} page @param {() => Date} now
   */
  constructor(tab, shelf, page, now) {
    const name = tab.read("yibao.tab") ?? newMessageId();
    tab.write("yibao.tab", name);
    this.key = `yibao.outbox.${name}`;
    this.shelf = shelf;
    this.page = page;
    this.now = now;
    this.#outbox = unpacked(shelf.read(this.key));
    this.#forgetOld();
  }

  /** Tell whether an answer is still to come. */
  get awaitsAnswer() {
    return awaitsAnswer(this.#outbox);
  }

  /** Take a new message; return its id. @param {string} text @param {string|null} about the policy entry that it is about */
  add(text, about) {
    const [messageId, at] = [newMessageId(), this.now().toISOString()];
    this.#keep(queued(this.#outbox, messageId, text, at, about));
    this.page.said(messageId, text, at);
    this.page.delivery(messageId, "waiting", "");
    return messageId;
  }

  /** Show what is not yet delivered, except what the transcript already has. @param {import("../protocol.js").Line[]} lines */
  show(lines) {
    for (const entry of this.#outbox) {
      if (lines.some((line) => isSame(line, entry))) continue;
      this.page.said(entry.message_id, entry.text, entry.at);
      this.page.delivery(entry.message_id, entry.delivery, entry.detail);
    }
  }

  /** Send all that waits; stop at the first that the line does not take. @param {(entry: Entry) => boolean} send */
  flush(send) {
    for (const entry of toSend(this.#outbox)) {
      if (!send(entry)) return;
      this.#wentOut(entry);
    }
  }

  /** Post all that waits, one after the other; throw if the gateway cannot be reached. @param {(entry: Entry) => Promise<void>} post */
  async post(post) {
    if (this.#posting) return;
    this.#posting = true;
    try {
      for (let [entry] = toSend(this.#outbox); entry; [entry] = toSend(this.#outbox)) await this.#postOne(entry, post);
    } finally {
      this.#posting = false;
    }
  }

  /** Note that a message was answered, or passed on to a person. @param {string} messageId @param {boolean} isAnswered */
  settle(messageId, isAnswered) {
    this.#keep(settled(this.#outbox, messageId));
    this.page.delivery(messageId, isAnswered ? "answered" : "passed_on", "");
  }

  /** Note that the gateway would not take a message. @param {string} messageId @param {string} detail */
  refuse(messageId, detail) {
    this.#keep(refused(this.#outbox, messageId, detail));
    this.page.delivery(messageId, "refused", detail);
  }

  /** Let a refused message try again. @param {string} messageId */
  retry(messageId) {
    this.#keep(retried(this.#outbox, messageId));
    this.page.delivery(messageId, "waiting", "");
  }

  /** Note that the line broke. */
  interrupted() {
    this.#keep(disconnected(this.#outbox));
    toSend(this.#outbox).forEach((entry) => this.page.delivery(entry.message_id, "waiting", ""));
  }

  /** @param {Entry} entry @param {(entry: Entry) => Promise<void>} post */
  async #postOne(entry, post) {
    this.#wentOut(entry);
    try {
      await post(entry);
    } catch (error) {
      if (!(error instanceof Problem)) {
        this.interrupted();
        throw error;
      }
      this.refuse(entry.message_id, error.detail);
    }
  }

  /** @param {Entry} entry */
  #wentOut(entry) {
    this.#keep(sent(this.#outbox, entry.message_id));
    this.page.delivery(entry.message_id, "sent", "");
  }

  /** @param {import("../outbox.js").Outbox} outbox */
  #keep(outbox) {
    this.#outbox = outbox;
    this.shelf.write(this.key, outbox.length > 0 ? packed(outbox) : null);
  }

  #forgetOld() {
    for (const key of this.shelf.keys().filter((other) => other.startsWith("yibao.outbox.") && other !== this.key)) {
      const youngest = Math.max(0, ...unpacked(this.shelf.read(key)).map((entry) => Date.parse(entry.at) || 0));
      if (this.now().getTime() - youngest > KEPT_FOR) this.shelf.write(key, null);
    }
  }
}

/**
 * Tell whether a stored line is this unsent entry: by id, or, where the id is not told, by words and time.
 * @param {import("../protocol.js").Line} line @param {Entry} entry
 */
function isSame(line, entry) {
  if (line.who !== "citizen") return false;
  if (line.message_id !== null) return line.message_id === entry.message_id;
  return line.text === entry.text && Date.parse(line.at ?? "") >= Date.parse(entry.at) - 60_000;
}
