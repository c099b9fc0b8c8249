/** Tells the gateway that somebody is at the keyboard, so that the session does not idle away. */

const EVERY = 60_000; // milliseconds between two reports at most
const ACTS = ["pointerdown", "keydown", "wheel", "touchstart"];

/**
 * Report acts from now on; while `isBusy` says so (a call goes on) also without any.
 * @param {{call: typeof import("../service.js").call, isBusy?: () => boolean, now?: () => number}} parts
 */
export function reportActs({ call, isBusy = () => false, now = Date.now }) {
  let told = now();
  const report = () => {
    if (now() - told < EVERY) return;
    told = now();
    // Whether the session is over is said by the next thing that is asked for.
    void call("POST", "/api/v1/staff/session/active").catch(() => null);
  };
  for (const act of ACTS) addEventListener(act, report, { passive: true, capture: true });
  setInterval(() => isBusy() && report(), EVERY);
}
