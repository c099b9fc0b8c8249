/** Connects two pages directly while the media process has no place; the line carries their offers and answers. */

import { described, newPeer } from "./gathering.js";
import { feed, sendAt } from "./sending.js";

/** @typedef {import("./ladder.js").Rung} Rung */
/** @typedef {{offer: string}|{answer: string}|{again: true}} Signal again: whoever offers is to offer anew */
/** @typedef {{seat: () => string, others: () => string[], stream: () => MediaStream|null, servers: () => RTCIceServer[], send: (frame: object) => boolean, place: (place: number, stream: MediaStream) => void}} DirectParts */

const ORDER = ["agent", "supervisor", "family", "citizen"]; // of two, the one named first offers

/** Tell which of two seats offers. @param {string} mine @param {string} other */
export function offers(mine, other) {
  const rank = (/** @type {string} */ seat) => (ORDER.indexOf(seat) + ORDER.length + 1) % (ORDER.length + 1); // unknown: last
  return rank(mine) === rank(other) ? mine < other : rank(mine) < rank(other);
}

export class Direct {
  /** @type {Map<string, RTCPeerConnection>} by the other's seat */ #peers = new Map();
  /** @type {Rung} */ #rung = "video";

  /** @param {DirectParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** Connect to everybody who is there; whatever connections there were go. */
  async start() {
    this.close();
    await Promise.all(this.parts.others().map((other) => this.#meet(other)));
  }

  /** Connect to whoever came, let go of whoever went. */
  async met() {
    const others = this.parts.others();
    for (const [seat, peer] of this.#peers) {
      if (others.includes(seat)) continue;
      peer.close();
      this.#peers.delete(seat);
    }
    await Promise.all(others.filter((other) => !this.#peers.has(other)).map((other) => this.#meet(other)));
  }

  /** Take what another page told us. @param {string} from seat @param {any} data */
  async told(from, data) {
    if (data?.again === true && offers(this.parts.seat(), from)) await this.#offer(from);
    else if (typeof data?.offer === "string") await this.#answer(from, data.offer);
    else if (typeof data?.answer === "string") {
      const peer = this.#peers.get(from);
      if (peer?.signalingState !== "have-local-offer") return;
      await peer.setRemoteDescription({ type: "answer", sdp: data.answer }).catch(() => peer.close());
      await this.sendAt(this.#rung);
    }
  }

  /** Send as much as this rung allows. @param {Rung} rung */
  async sendAt(rung) {
    this.#rung = rung;
    const transceivers = [...this.#peers.values()].flatMap((peer) => peer.getTransceivers());
    await Promise.all(transceivers.map(({ sender, receiver }) => sendAt(sender, receiver.track.kind === "audio" ? "audio" : "video", rung)));
  }

  /** Send the tracks that are there now. */
  async feed() {
    for (const peer of this.#peers.values()) await feed(peer.getTransceivers(), this.parts.stream());
  }

  /** Return how it stands: see recovery.js; nobody to connect to is no failure. */
  get standing() {
    const states = [...this.#peers.values()].map((peer) => peer.connectionState);
    const worst = ["failed", "closed", "disconnected", "new", "connecting"].find((state) => states.includes(/** @type {any} */ (state)));
    return { peer: /** @type {import("./recovery.js").PeerState} */ (worst ?? "connected"), offeredAt: null };
  }

  /** Return what the browser measures, of all connections. @returns {Promise<any[]>} */
  async stats() {
    const reports = await Promise.all([...this.#peers.values()].map((peer) => peer.getStats()));
    return reports.flatMap((report) => [.../** @type {any} */ (report).values()]);
  }

  /** Let all go. */
  close() {
    this.#peers.forEach((peer) => peer.close());
    this.#peers.clear();
  }

  /** @param {string} other */
  async #meet(other) {
    if (offers(this.parts.seat(), other)) await this.#offer(other);
    else this.parts.send({ type: "peer", to: other, data: { again: true } });
  }

  /** @param {string} other */
  async #offer(other) {
    const peer = this.#fresh(other);
    const stream = this.parts.stream();
    for (const kind of /** @type {const} */ (["audio", "video"])) {
      const track = stream?.getTracks().find((one) => one.kind === kind);
      peer.addTransceiver(track ?? kind, { direction: "sendrecv", ...(track && stream ? { streams: [stream] } : {}) });
    }
    this.#show(other, peer);
    const sdp = await described(peer, "offer");
    if (this.#peers.get(other) === peer) this.parts.send({ type: "peer", to: other, data: { offer: sdp } });
  }

  /** @param {string} other @param {string} offer */
  async #answer(other, offer) {
    const peer = this.#fresh(other);
    await peer.setRemoteDescription({ type: "offer", sdp: offer });
    for (const transceiver of peer.getTransceivers()) transceiver.direction = "sendrecv";
    await feed(peer.getTransceivers(), this.parts.stream());
    this.#show(other, peer);
    const sdp = await described(peer, "answer");
    if (this.#peers.get(other) !== peer) return;
    this.parts.send({ type: "peer", to: other, data: { answer: sdp } });
    await this.sendAt(this.#rung);
  }

  /** @param {string} other */
  #fresh(other) {
    this.#peers.get(other)?.close();
    const peer = newPeer(this.parts.servers());
    this.#peers.set(other, peer);
    return peer;
  }

  /** @param {string} other @param {RTCPeerConnection} peer */
  #show(other, peer) {
    const shown = new MediaStream(peer.getReceivers().map((receiver) => receiver.track));
    this.parts.place(Math.max(0, this.parts.others().indexOf(other)), shown);
  }
}
