"""Notes in a page of a call when pictures are shown, clicks made and fields changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import Page

# Date.now() counts alike in all browsers of a machine.
NOTE = """
window.shownOfTest = []; window.clicksOfTest = []; window.leftOfTest = []; window.readOfTest = {};
addEventListener("click", () => clicksOfTest.push(Date.now()), true);
addEventListener("blur", (event) => event.target?.id && leftOfTest.push(Date.now()), true);
{
  const known = new WeakSet();
  const watch = (video) => video.requestVideoFrameCallback(() => {
    shownOfTest.push(Date.now());
    watch(video);
  });
  setInterval(() => {
    for (const video of document.querySelectorAll("WHERE")) {
      if (known.has(video)) continue;
      known.add(video);
      watch(video);
    }
  }, 50);
  new MutationObserver(() => {
    const text = document.querySelector("#field-KEY .field-value")?.textContent;
    if (text) readOfTest[text] ??= Date.now();
  }).observe(document, { childList: true, subtree: true });
}
"""
STILL = 0.5  # seconds without a picture that somebody notices
BEGINS_WITHIN = 4.0  # seconds after what happened: a stillness that comes later is another one


def note(page: Page, where: str, key: str) -> None:
    """Note from now on what a page shows in the video of a selector, and in a field of the form."""
    script = NOTE.replace("WHERE", where).replace("KEY", key)
    page.add_init_script(script)
    page.evaluate(f"() => {{ {script} }}")


def shown(page: Page) -> list[float]:
    """Return when pictures were shown, in seconds since the epoch."""
    return [at / 1000 for at in page.evaluate("window.shownOfTest")]


def last_click(page: Page) -> float:
    """Return when the page was clicked last, in seconds since the epoch."""
    return float(page.evaluate("window.clicksOfTest.at(-1)")) / 1000


def last_left(page: Page) -> float:
    """Return when a field was left last, in seconds since the epoch."""
    return float(page.evaluate("window.leftOfTest.at(-1)")) / 1000


def read_at(page: Page, value: str) -> float | None:
    """Return when the citizen could read a value, in seconds since the epoch; None: not yet."""
    at = page.evaluate("(value) => window.readOfTest[value] ?? null", value)
    return None if at is None else float(at) / 1000


def first_after(times: Sequence[float], since: float) -> float:
    """Return after how many seconds the next picture was shown; infinity: never."""
    return next((at - since for at in times if at > since), float("inf"))


def back_after(times: Sequence[float], since: float) -> float:
    """Return after how many seconds pictures moved again; pure.

    `times` are those of the pictures, `since` is when what took them away happened, or was mended.
    Zero: they never stood still. Infinity: they move no more.
    """
    earlier = [at for at in times if at <= since]
    later = [at for at in times if at > since]
    if not later:
        return float("inf")
    pairs = pairwise([*(earlier[-1:] or [since]), *later])
    gaps = [(end - begin, end) for begin, end in pairs if begin < since + BEGINS_WITHIN]
    length, end = max(gaps)
    return end - since if length > STILL else 0.0
