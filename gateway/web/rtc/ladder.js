/** Decides what a connection still carries, from video down to text, and when to try more again; knows no DOM. */

/** @typedef {"video"|"low"|"audio"|"text"} Rung */
/**
 * What one look at a connection says; null where the browser does not tell.
 * @typedef {{at: number, alive: boolean, sending: boolean, fps: number|null, loss: number|null, room: number|null}} Sample
 * at: milliseconds; alive: packets of any kind arrived; sending: a picture goes out; fps: pictures a second that go out;
 * loss: share of what we send that is lost, 0..1; room: bits a second that the network takes
 */
/** @typedef {{rung: Rung, since: number, lows: Rung[], calmSince: number|null, patience: number, roseAt: number|null}} Ladder */

/** @type {readonly Rung[]} best first */
export const RUNGS = Object.freeze(["video", "low", "audio", "text"]);

const FALL_AFTER = 3; // looks in a row that want less
const DEAD_AFTER = 8; // looks in a row without a packet: then only text is left
const CALM_BEFORE_RISE = 12_000; // milliseconds without a bad look, times the patience
const MOST_PATIENCE = 8;
const TRIAL = 20_000; // milliseconds: whoever falls this soon after a rise waits twice as long next time

/** What each rung needs of the network, to stay there. @type {Record<"video"|"low", {loss: number, room: number, fps: number}>} */
const NEEDS = {
  video: { loss: 0.12, room: 220_000, fps: 7 },
  low: { loss: 0.2, room: 90_000, fps: 3 },
};

/**
 * What the senders are told on each rung: bits and pictures a second, by how much the picture is smaller, and bits a second of the voice.
 * Fifty packets a second weigh 28 kbit/s before there is a sound in them: on 80 kbit/s the usual 32 would leave no room to spare.
 * @type {Record<Rung, {active: boolean, maxBitrate: number, maxFramerate: number, scale: number, voice: number}>}
 */
export const SENDING = {
  video: { active: true, maxBitrate: 800_000, maxFramerate: 20, scale: 1, voice: 32_000 },
  low: { active: true, maxBitrate: 150_000, maxFramerate: 12, scale: 2, voice: 24_000 },
  audio: { active: false, maxBitrate: 150_000, maxFramerate: 12, scale: 2, voice: 20_000 },
  text: { active: false, maxBitrate: 150_000, maxFramerate: 12, scale: 2, voice: 20_000 },
};

/** Begin on a rung. @param {Rung} rung @param {number} at milliseconds @returns {Ladder} */
export function onRung(rung, at) {
  return { rung, since: at, lows: [], calmSince: at, patience: 1, roseAt: null };
}

/** Go on after one look; `most` is the best that the citizen wants. @param {Ladder} ladder @param {Sample} sample @param {Rung} [most] @returns {Ladder} */
export function looked(ladder, sample, most = "video") {
  if (place(ladder.rung) < place(most)) return { ...onRung(most, sample.at), patience: ladder.patience };
  if (!sample.alive) return silent(ladder, sample.at);
  const carries = carried(sample, ladder.rung);
  if (place(carries) > place(ladder.rung)) return fallen(ladder, carries, sample.at);
  const calmSince = ladder.calmSince ?? sample.at;
  const steady = { ...ladder, lows: [], calmSince };
  const wait = CALM_BEFORE_RISE * ladder.patience;
  const next = RUNGS[place(ladder.rung) - 1];
  if (!next || place(next) < place(most) || sample.at - calmSince < wait || !mayRise(ladder.rung, sample)) return rested(steady, sample.at);
  return { ...onRung(next, sample.at), patience: ladder.patience, roseAt: sample.at };
}

/** Return the best rung that one look bears out. @param {Sample} sample @param {Rung} now @returns {Rung} */
export function carried(sample, now) {
  for (const rung of /** @type {const} */ (["video", "low"])) {
    const { loss, room, fps } = NEEDS[rung];
    const loses = sample.loss !== null && sample.loss > loss;
    // Without a picture the browser does not measure the room, and tells what the voice takes.
    const isNarrow = sample.sending && sample.room !== null && sample.room < room;
    const isSlow = sample.sending && now === rung && sample.fps !== null && sample.fps < fps;
    if (!loses && !isNarrow && !isSlow) return rung;
  }
  return "audio";
}

/** Tell how good a rung is in words. @param {Rung} rung */
export function rungSentence(rung) {
  return { video: "画面清楚", low: "画面有点慢，先小一些", audio: "网络慢，先只用声音", text: "网络太慢，先用文字" }[rung];
}

/** @param {Rung} rung */
const place = (rung) => RUNGS.indexOf(rung);

/** @param {Ladder} ladder @param {number} at @returns {Ladder} */
function silent(ladder, at) {
  /** @type {Rung[]} */
  const lows = [...ladder.lows, "text"];
  const isDead = lows.length >= DEAD_AFTER && lows.slice(-DEAD_AFTER).every((low) => low === "text");
  if (ladder.rung === "text" || !isDead) return { ...ladder, lows: lows.slice(-DEAD_AFTER), calmSince: null };
  return { ...onRung("text", at), calmSince: null };
}

/** @param {Ladder} ladder @param {Rung} carries @param {number} at @returns {Ladder} */
function fallen(ladder, carries, at) {
  const lows = [...ladder.lows, carries];
  if (lows.length < FALL_AFTER) return { ...ladder, lows, calmSince: null };
  const best = lows.slice(-FALL_AFTER).reduce((a, b) => (place(a) <= place(b) ? a : b));
  const to = place(best) > place(ladder.rung) ? best : carries;
  const wasTrial = ladder.roseAt !== null && at - ladder.roseAt < TRIAL;
  const patience = wasTrial ? Math.min(MOST_PATIENCE, ladder.patience * 2) : ladder.patience;
  return { ...onRung(to, at), patience };
}

/** @param {Rung} rung @param {Sample} sample */
function mayRise(rung, sample) {
  if (rung === "low") return sample.room === null || sample.room > NEEDS.low.room * 1.4;
  return true; // only trying tells
}

/** Forget old failures once a rung held for long. @param {Ladder} ladder @param {number} at @returns {Ladder} */
function rested(ladder, at) {
  return ladder.patience > 1 && at - ladder.since > TRIAL * MOST_PATIENCE ? { ...ladder, patience: 1 } : ladder;
}
