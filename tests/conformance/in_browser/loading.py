"""Measures the first load of a page: what comes over the wire, and when it can be used."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from tests.conformance.in_browser.judging import PHONE, found

SETTLED_AFTER = 2_000  # milliseconds without which a late request or task would be missed
TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longTasks.push(entry.startTime + entry.duration);
}).observe({ type: "longtask", buffered: true });
"""
# Modules have run when this event ends; after the last long task, too, a press is answered.
USABLE = """
() => {
  const { domContentLoadedEventEnd } = performance.getEntriesByType("navigation")[0];
  return Math.max(domContentLoadedEventEnd, ...longTasks);
}
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Hold what one first load took."""

    wire: int  # bytes: head and body of every answer, as it was packed
    requests: int
    usable: float  # milliseconds from the address to the first press that is answered


def first_load(browser: Browser, address: str, ready: str, *, slower: float = 1.0) -> Load:
    """Open a page in a browser that was never here; `slower`: times, of its processor."""
    with browser.new_context(locale="zh-CN", viewport=PHONE) as context:
        page = context.new_page()
        page.add_init_script(TASKS)
        wire = context.new_cdp_session(page)
        sizes = _sizes(wire)
        if slower > 1:
            wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(address)
        page.locator(ready).first.wait_for()
        page.wait_for_timeout(SETTLED_AFTER)
        return Load(round(sum(sizes)), len(sizes), _usable(page))


def middle(loads: list[Load]) -> Load:
    """Return the median of each figure."""
    return Load(
        round(statistics.median(one.wire for one in loads)),
        round(statistics.median(one.requests for one in loads)),
        statistics.median(one.usable for one in loads),
    )


def _usable(page: Page) -> float:
    return found(page, float, USABLE)


def _sizes(wire: CDPSession) -> list[float]:
    """Return the list that the size of each answer is added to as it arrives."""
    sizes: list[float] = []

    def finished(event: dict[str, object]) -> None:
        size = event["encodedDataLength"]
        assert isinstance(size, int | float)
        sizes.append(size)

    wire.send("Network.enable")
    wire.on("Network.loadingFinished", finished)
    return sizes
