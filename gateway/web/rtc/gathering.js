/** Makes descriptions of a connection that already hold their addresses. */

import { thisTab } from "../storage.js";

const LONGEST = 1_500; // milliseconds; who waits for the last address waits for networks that do not answer

/** Set the local description, wait for its addresses, and return it whole. @param {RTCPeerConnection} peer @param {"offer"|"answer"} kind @returns {Promise<string>} */
export async function described(peer, kind) {
  await peer.setLocalDescription(kind === "offer" ? await peer.createOffer() : await peer.createAnswer());
  if (peer.iceGatheringState !== "complete") {
    await new Promise((done) => {
      const timer = setTimeout(done, LONGEST);
      peer.addEventListener("icegatheringstatechange", () => {
        if (peer.iceGatheringState !== "complete") return;
        clearTimeout(timer);
        done(null);
      });
    });
  }
  return peer.localDescription?.sdp ?? "";
}

/** Make a connection. @param {RTCIceServer[]} servers */
export function newPeer(servers) {
  return new RTCPeerConnection({ iceServers: servers, bundlePolicy: "max-bundle", iceTransportPolicy: policy() });
}

/** Force the relay where whoever looks for a fault, or tests it, asked this tab to. @returns {RTCIceTransportPolicy} */
function policy() {
  return thisTab.read("yibao.relay") === "only" ? "relay" : "all";
}
