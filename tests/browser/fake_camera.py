"""Opens a browser with a made-up camera and microphone, and measures what its pages get."""

from __future__ import annotations

import os
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, Playwright

from tests.browser.opening import QUIET

# What shared/reference/video.md found to be needed for calls between two pages of one machine.
CALLING = (
    *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
    *("--disable-background-timer-throttling", "--disable-renderer-backgrounding"),
    *("--disable-backgrounding-occluded-windows", "--autoplay-policy=no-user-gesture-required"),
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)
ENOUGH_FRAMES = 30  # two seconds of picture
ENOUGH_ENERGY = 0.0005  # of the beep that the made-up microphone gives once a second
COMES_WITHIN = 60  # looks, one a second; all pages and the product share two cores
BACK_WITHIN = 60  # likewise

WATCH = """
window.peersOfTest = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...how) {
    super(...how);
    window.peersOfTest.push(this);
  }
};
"""
# Only what is connected now counts: a connection that was given up proves nothing.
GOT = """
async () => {
  const got = { frames: 0, energy: 0 };
  for (const peer of window.peersOfTest.filter((one) => one.connectionState === "connected")) {
    for (const one of (await peer.getStats()).values()) {
      if (one.type !== "inbound-rtp") continue;
      got.frames = Math.max(got.frames, one.framesDecoded ?? 0);
      got.energy = Math.max(got.energy, one.totalAudioEnergy ?? 0);
    }
  }
  return got;
}
"""
MEAN = """
(video) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [32, 24];
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 32, 24);
  const { data } = context.getImageData(0, 0, 32, 24);
  const mean = [0, 0, 0];
  data.forEach((value, at) => at % 4 < 3 && (mean[at % 4] += value));
  return mean.map((sum) => sum / (32 * 24));
}
"""


@dataclass(frozen=True, slots=True)
class Got:
    """Be what a page got from the others over the connection that it has now."""

    frames: int  # decoded
    energy: float  # of the voice, as getStats counts it

    @property
    def is_enough(self) -> bool:
        """Tell whether it is a picture that moves, and a voice."""
        return self.frames >= ENOUGH_FRAMES and self.energy > ENOUGH_ENERGY


def browser_with_camera(playwright: Playwright, *more: str, program: str = "") -> Browser:
    """Return a fresh browser; leaving its `with` block closes it.

    `more` are further arguments; `program` is started instead of the browser itself.
    """
    return playwright.chromium.launch(
        executable_path=program or os.environ["YIBAO_CHROMIUM"], args=[*QUIET, *CALLING, *more]
    )


def connections(page: Page) -> int:
    """Return how many connections the page has made so far."""
    return int(page.evaluate("window.peersOfTest.length"))


def wait_for_another(page: Page, before: int) -> None:
    """Wait until the page has made a new connection."""
    for _ in range(BACK_WITHIN):
        if connections(page) > before:
            return
        page.wait_for_timeout(1_000)
    raise AssertionError("the page did not connect again")


def what_came(page: Page) -> Got:
    """Wait until a picture and a voice came, or for a minute; return what came."""
    got = Got(0, 0.0)
    for _ in range(COMES_WITHIN):
        measured = page.evaluate(GOT)
        got = Got(int(measured["frames"]), float(measured["energy"]))
        if got.is_enough:
            break
        page.wait_for_timeout(1_000)  # milliseconds in which frames arrive
    return got


def is_made_up_camera(video: Locator) -> bool:
    """Tell whether the picture is the green one of the made-up camera."""
    red, green, blue = video.evaluate(MEAN)
    return bool(green > 110 and red < 70 and blue < 70)
