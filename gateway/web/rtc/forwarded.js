/** Connects a page to what carries the call: three pairs of sound and picture, the first both ways. */

import { described, newPeer } from "./gathering.js";
import { feed, sendAt } from "./sending.js";

const PAIRS = 3; // others that one page can show
const WORST_FIRST = /** @type {const} */ (["closed", "failed", "new", "connecting", "disconnected", "connected"]);

/** @typedef {import("./ladder.js").Rung} Rung */
/** @typedef {{stream: () => MediaStream|null, servers: () => RTCIceServer[], send: (frame: object) => boolean, place: (place: number, stream: MediaStream) => void}} ForwardedParts */

export class Forwarded {
  /** @type {RTCPeerConnection|null} */ #peer = null;
  /** @type {RTCPeerConnection|null} on which the others are seen, if it is not the first */ #second = null;
  #round = 0; // of offers: an answer belongs to the newest one only
  /** @type {number[]} rounds whose answers are still to come, in the order of the line */ #owed = [];
  /** @type {number|null} */ #offeredAt = null;
  /** @type {Rung} */ #rung = "video";

  /** @param {ForwardedParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** Connect; whatever connection there was goes. @param {boolean} isFreshLine no answer to an older offer comes any more */
  async start(isFreshLine) {
    if (isFreshLine) this.#owed = [];
    const round = (this.#round += 1);
    this.#peer?.close();
    this.#second?.close();
    const peer = newPeer(this.parts.servers());
    [this.#peer, this.#second] = [peer, null];
    const stream = this.parts.stream();
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const shown = new MediaStream();
      for (const kind of /** @type {const} */ (["audio", "video"])) {
        const track = pair === 0 ? stream?.getTracks().find((one) => one.kind === kind) : undefined;
        const direction = pair === 0 ? "sendrecv" : "recvonly";
        const transceiver = peer.addTransceiver(track ?? kind, { direction, ...(track && stream ? { streams: [stream] } : {}) });
        shown.addTrack(transceiver.receiver.track);
      }
      this.parts.place(pair, shown);
    }
    this.#offeredAt = performance.now();
    const sdp = await described(peer, "offer");
    if (round !== this.#round) return;
    this.#offeredAt = performance.now();
    if (this.parts.send({ type: "offer", sdp, kind: "call" })) this.#owed.push(round);
    else this.#offeredAt = null; // the next line connects anew
  }

  /** Take the answer to the oldest open offer. @param {string} sdp @param {string|null} offer of a second connection, on which the others are seen */
  async answered(sdp, offer) {
    const round = this.#owed.shift() ?? this.#round;
    const peer = this.#peer;
    if (round !== this.#round || !peer || peer.signalingState !== "have-local-offer") return;
    this.#offeredAt = null;
    await peer.setRemoteDescription({ type: "answer", sdp }).catch(() => peer.close());
    if (peer === this.#peer) await this.sendAt(this.#rung);
    if (peer === this.#peer && offer) await this.#see(offer);
  }

  /** See the others on a connection of its own, whose pairs are the places. @param {string} offer */
  async #see(offer) {
    this.#second?.close();
    const second = newPeer(this.parts.servers());
    this.#second = second;
    try {
      await second.setRemoteDescription({ type: "offer", sdp: offer });
      const tracks = second.getTransceivers().map((one) => one.receiver.track);
      for (let pair = 0; pair < PAIRS; pair += 1) this.parts.place(pair, new MediaStream(tracks.slice(2 * pair, 2 * pair + 2)));
      const sdp = await described(second, "answer");
      if (second === this.#second) this.parts.send({ type: "answer", sdp });
    } catch {
      second.close(); // the next look connects anew
    }
  }

  /** Send as much as this rung allows. @param {Rung} rung */
  async sendAt(rung) {
    this.#rung = rung;
    const [voice, picture] = this.#first();
    if (voice) await sendAt(voice.sender, "audio", rung);
    if (picture) await sendAt(picture.sender, "video", rung);
  }

  /** Send the tracks that are there now. */
  async feed() {
    await feed(this.#first(), this.parts.stream());
  }

  /** Return how it stands: see recovery.js. */
  get standing() {
    const states = [this.#peer?.connectionState ?? "closed", this.#second?.connectionState ?? "connected"];
    return { peer: WORST_FIRST.find((state) => states.includes(state)) ?? "closed", offeredAt: this.#offeredAt };
  }

  /** Return what the browser measures. @returns {Promise<any[]>} */
  async stats() {
    const reports = await Promise.all([this.#peer, this.#second].map((peer) => peer?.getStats()));
    return reports.flatMap((report) => [...(report?.values() ?? [])]);
  }

  /** Let it go. */
  close() {
    this.#round += 1;
    this.#peer?.close();
    this.#second?.close();
    [this.#peer, this.#second, this.#owed, this.#offeredAt] = [null, null, [], null];
  }

  #first() {
    return this.#peer?.getTransceivers().slice(0, 2) ?? [];
  }
}
