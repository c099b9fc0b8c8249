/** Brings both sides to the recorder while two pages are connected directly: one sending connection for each seat. */

import { described, newPeer } from "../rtc/gathering.js";

/** @typedef {{send: (frame: object) => boolean, servers: () => RTCIceServer[]}} LegParts */

export class RecordingLegs {
  /** @type {Map<string, RTCPeerConnection>} by the seat that is recorded */ #peers = new Map();

  /** @param {LegParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** Send a seat's stream to be recorded; the one before goes. @param {"agent"|"citizen"} seat @param {MediaStream} stream */
  async bring(seat, stream) {
    this.#peers.get(seat)?.close();
    const peer = newPeer(this.parts.servers());
    this.#peers.set(seat, peer);
    for (const kind of /** @type {const} */ (["audio", "video"])) {
      const track = stream.getTracks().find((one) => one.kind === kind);
      peer.addTransceiver(track ?? kind, { direction: track ? "sendonly" : "inactive" });
    }
    const sdp = await described(peer, "offer");
    if (this.#peers.get(seat) === peer) this.parts.send({ type: "offer", kind: "leg", seat, sdp });
  }

  /** Take the recorder's answer. @param {string} seat @param {string} sdp */
  async answered(seat, sdp) {
    const peer = this.#peers.get(seat);
    if (peer?.signalingState !== "have-local-offer") return;
    await peer.setRemoteDescription({ type: "answer", sdp }).catch(() => peer.close());
  }

  /** Let them go. */
  close() {
    this.#peers.forEach((peer) => peer.close());
    this.#peers.clear();
  }
}
