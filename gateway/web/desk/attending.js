/** Lets a supervisor look into a call, and take it over. */

import { CallPane } from "./call_pane.js";
import { CallSession } from "./call_session.js";
import { FormView } from "./form_view.js";
import { SupervisionView } from "./supervision_view.js";

/** @typedef {import("./supervision.js").OpenCall} OpenCall @typedef {import("./supervision.js").Mode} Mode */

export class Attending {
  /** @type {CallSession|null} */ #session = null;
  /** @type {Mode} */ #mode = "listen";

  /** @param {HTMLElement} place @param {{call: typeof import("../service.js").call, taken: (ticketId: string) => Promise<void>}} parts taken: the case is ours now */
  constructor(place, parts) {
    this.parts = parts;
    this.view = new SupervisionView(place, { call: parts.call, attend: (open, mode) => this.#attend(open, mode), leave: () => this.leave() });
    this.pane = new CallPane(this.view.pane, { end: () => null, transfer: () => null, say: () => null, invite: () => Promise.reject(new Error("no invitations")) });
    this.form = new FormView();
  }

  /** Leave the call that is looked into. */
  leave() {
    this.#session?.close(true);
    this.#drop();
  }

  /** @param {OpenCall} open @param {Mode} mode */
  async #attend(open, mode) {
    await this.parts.call("POST", `/api/v1/staff/calls/${open.id}/attend`, { body: { mode } });
    if (mode === "take_over") {
      this.#session?.close();
      this.#drop();
      return this.parts.taken(open.ticketId);
    }
    this.#mode = mode;
    if (this.#session?.state.callId === open.id) {
      await this.#heardOrNot(this.#session);
    } else {
      this.#session?.close(true);
      await this.#enter(open.id);
    }
    this.view.attending({ id: open.id, mode });
  }

  /** @param {string} callId */
  async #enter(callId) {
    const session = new CallSession(callId, {
      changed: (one) => this.#show(one),
      placed: (place, stream) => this.pane.stage?.put(place, stream),
      gone: (one) => one === this.#session && this.#drop(),
    }, { voice: true });
    this.#session = session;
    this.pane.open(session);
    this.view.pane.append(this.form.place);
    await session.open(true);
    await this.#heardOrNot(session);
  }

  /** A microphone is taken only when somebody is to hear it. @param {CallSession} session */
  async #heardOrNot(session) {
    if (this.#mode !== "listen" && !session.own) await session.useOwn();
    session.mute(this.#mode === "listen");
  }

  /** @param {CallSession} session */
  #show(session) {
    if (session !== this.#session) return;
    this.pane.show(session);
    this.form.show(session);
  }

  #drop() {
    this.#session = null;
    this.pane.close();
    this.form.close();
    this.view.attending(null);
  }
}
