/** Reads what a browser's getStats() says into few figures; knows no DOM. */

/** @typedef {{at: number, signs: number, packets: number, lost: number, frames: number}} Counters signs: whatever arrived, as a number that grows */
/** @typedef {{counters: Counters, sample: import("./ladder.js").Sample}} Look */

/**
 * Take one look; the figures are those since the look before.
 * @param {Iterable<any>} report the values of an RTCStatsReport @param {Counters|null} before @param {number} at milliseconds
 * @returns {Look}
 */
export function look(report, before, at) {
  const stats = [...report];
  const counters = counted(stats, at);
  const video = stats.find((entry) => entry.type === "outbound-rtp" && entry.kind === "video");
  const rooms = stats.filter((entry) => entry.type === "candidate-pair" && Number.isFinite(entry.availableOutgoingBitrate)).map((entry) => entry.availableOutgoingBitrate);
  const seconds = before ? (at - before.at) / 1000 : 0;
  // A new connection counts from nothing again.
  const since = before && counters.frames >= before.frames && counters.packets >= before.packets ? before : null;
  const frames = since && seconds > 0 ? (counters.frames - since.frames) / seconds : null;
  return {
    counters,
    sample: {
      at,
      alive: before === null || counters.signs !== before.signs,
      sending: video !== undefined && video.active !== false && counters.frames > 0,
      fps: video === undefined ? null : frames,
      loss: lossOf(stats, since, counters),
      room: rooms.length > 0 ? Math.max(...rooms) : null,
    },
  };
}

/** Tell how many pictures arrived, and how much sound. @param {Iterable<any>} report */
export function arrived(report) {
  const sum = { frames: 0, energy: 0 };
  for (const entry of report) {
    if (entry.type !== "inbound-rtp") continue;
    if (entry.kind === "video") sum.frames += entry.framesDecoded ?? 0;
    else sum.energy += entry.totalAudioEnergy ?? 0;
  }
  return sum;
}

/** @param {any[]} stats @param {number} at @returns {Counters} */
function counted(stats, at) {
  const counters = { at, signs: 0, packets: 0, lost: 0, frames: 0 };
  for (const entry of stats) {
    if (entry.type === "transport") counters.signs += entry.bytesReceived ?? 0;
    else if (entry.type === "candidate-pair") counters.signs += entry.responsesReceived ?? 0;
    else if (entry.type === "outbound-rtp") {
      counters.packets += entry.packetsSent ?? 0;
      if (entry.kind === "video") counters.frames += entry.framesEncoded ?? 0;
    } else if (entry.type === "remote-inbound-rtp") counters.lost += Math.max(0, entry.packetsLost ?? 0);
  }
  return counters;
}

/** @param {any[]} stats @param {Counters|null} before @param {Counters} now @returns {number|null} */
function lossOf(stats, before, now) {
  const sent = before ? now.packets - before.packets : 0;
  if (!before || sent <= 0 || !stats.some((entry) => entry.type === "remote-inbound-rtp")) return null;
  return Math.min(1, Math.max(0, now.lost - before.lost) / sent);
}
