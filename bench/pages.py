"""Measures how soon citizens' pages can be used: python -m bench.pages [--times N].

Each page is opened in a browser that was never here, with its processor slowed four times: what
comes over the wire, and when a press is answered (median and worst of N). A bare page beside them
tells what the browser itself takes on this machine. Then Lighthouse judges each once, as on a
mid-range telephone on a slow line, and says how fast it found the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.opening import opened_browser
from tests.conformance.in_browser.judging import JUDGES
from tests.conformance.in_browser.lighthouse import judged
from tests.conformance.in_browser.loading import first_load, middle
from tests.conformance.in_browser.look import Version
from tests.conformance.in_browser.pages import PAGES, PageToJudge, Who
from tests.running import Product, running_product

SLOWER = 4.0  # times
TIMES = 5
VERSIONS = (Version.STANDARD, Version.ELDER)
BARE = "data:text/html;charset=utf-8,<!doctype html><title>医保</title><h1>医保</h1>"


def main() -> None:
    """Print one table of loads and one of verdicts."""
    parser = argparse.ArgumentParser(description="measures how soon pages can be used")
    parser.add_argument("--times", type=int, default=TIMES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, running_product(Path(name)) as product:
        show_loads(product, given.times)
        if os.environ.get(JUDGES):
            show_verdicts(product, Path(name))


def show_loads(product: Product, times: int) -> None:
    """Print what the first load of each page takes, and of a bare one for reference."""
    sys.stdout.write("\n| page | version | kB | answers | usable after ms | worst ms |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- | --- |\n")
    with sync_playwright() as playwright, opened_browser(playwright) as browser:

        def show(page: str, version: str, address: str, ready: str) -> None:
            loads = [first_load(browser, address, ready, slower=SLOWER) for _ in range(times)]
            load, worst = middle(loads), max(one.usable for one in loads)
            sys.stdout.write(
                f"| {page} | {version} | {load.wire / 1000:.1f} | {load.requests} "
                f"| {load.usable:.0f} | {worst:.0f} |\n"
            )

        show("bare", "", BARE, "h1")
        for page, version in citizens_pages():
            show(page.path, version, address_of(product, page.path, version), page.ready)
        show("bare, again", "", BARE, "h1")


def show_verdicts(product: Product, folder: Path) -> None:
    """Print what Lighthouse says of each page."""
    sys.stdout.write(
        "\n| page | version | performance | accessibility | largest paint ms | interactive ms "
        "| blocked ms | jumps | machine |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    )
    for page, version in citizens_pages():
        said = judged(address_of(product, page.path, version), folder)
        sys.stdout.write(
            f"| {page.path} | {version} | {said.score('performance'):.0f} "
            f"| {said.score('accessibility'):.0f} "
            f"| {said.value('largest-contentful-paint'):.0f} | {said.value('interactive'):.0f} "
            f"| {said.value('total-blocking-time'):.0f} "
            f"| {said.value('cumulative-layout-shift'):.3f} "
            f"| {said.environment.benchmarkIndex:.0f} |\n"
        )


def citizens_pages() -> list[tuple[PageToJudge, Version]]:
    """Return the citizens' pages in those versions that are measured and that they come in."""
    return [
        (page, version)
        for page in PAGES
        if page.who is Who.CITIZEN
        for version in VERSIONS
        if version in page.versions
    ]


def address_of(product: Product, path: str, version: str) -> str:
    """Return where a page is, in a version."""
    before, mark, place = path.partition("#")
    return f"{product.url}{before}?version={version}{mark}{place}"


if __name__ == "__main__":
    main()
