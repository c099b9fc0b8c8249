/** Sends our own picture and voice over a connection, as much as the network carries. */

import { SENDING } from "./ladder.js";

/** Tell a sender of a picture or a voice how much to send. @param {RTCRtpSender} sender @param {"audio"|"video"} kind @param {import("./ladder.js").Rung} rung */
export async function sendAt(sender, kind, rung) {
  const { active, maxBitrate, maxFramerate, scale, voice } = SENDING[rung];
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings ?? [];
  if (!encoding) return; // not negotiated yet: asked for again once it is
  Object.assign(encoding, kind === "audio" ? { maxBitrate: voice } : { active, maxBitrate, maxFramerate, scaleResolutionDownBy: scale });
  await sender.setParameters(parameters).catch(() => {}); // the connection was closed meanwhile
}

/** Put our tracks, as they are now, behind the senders. @param {RTCRtpTransceiver[]} first audio and video of the first pair @param {MediaStream|null} stream */
export async function feed(first, stream) {
  const wanted = { audio: stream?.getAudioTracks()[0] ?? null, video: stream?.getVideoTracks()[0] ?? null };
  for (const { sender, receiver } of first) {
    const kind = receiver.track.kind === "audio" ? "audio" : "video";
    if (sender.track !== wanted[kind]) await sender.replaceTrack(wanted[kind]).catch(() => {});
  }
}
