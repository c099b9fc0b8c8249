/** Makes descriptions of a connection that already hold their addresses. */

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

/** Make a connection; a relay is forced for tests by iceTransportPolicy. @param {RTCIceServer[]} servers @param {RTCIceTransportPolicy} [policy] */
export function newPeer(servers, policy = "all") {
  return new RTCPeerConnection({ iceServers: servers, bundlePolicy: "max-bundle", iceTransportPolicy: policy });
}
