"""Looks at what a page shows now: its facts, axe-core's verdict, its fit and its focus."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import BrowserContext, Page, ViewportSize
from pydantic import TypeAdapter

from tests.conformance.in_browser.look import Breach, Fit, Focused, Look, Seen, Version

IN_PAGE = Path(__file__).with_name("in_page")
JUDGES = "YIBAO_PAGE_JUDGES"  # the folder of the libraries from npm

PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=800)
NARROW = ViewportSize(width=320, height=640)  # WCAG 1.4.10: 1280 at 400 %
ZOOMED = ViewportSize(width=640, height=400)  # 1280 x 800 at 200 %
IPHONE = ViewportSize(width=375, height=667)
WECHATS_LARGEST = "30px"
TALLEST = 8_000  # px that a page is unfolded to

AXE_TAGS = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    *("best-practice", "EN-301-549"),
)
SETTLED = """
() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
"""
Found = TypeVar("Found")


def in_page(name: str) -> str:
    """Return a script that is run in pages."""
    return (IN_PAGE / f"{name}.js").read_text("utf-8").strip().rstrip(";")


def axe_core() -> str:
    """Return axe-core's script."""
    folder = Path(os.environ[JUDGES]) / "node_modules" / "axe-core"
    return (folder / "axe.min.js").read_text("utf-8")


def prepare(context: BrowserContext) -> None:
    """Let each page of a context be looked at."""
    for name in ("seeing", "colours"):
        context.add_init_script(in_page(name) + ";")


def show(page: Page, version: Version) -> None:
    """Let a page that is open change to a version, as its own switch does."""
    page.evaluate(in_page("version"), version.value)
    page.evaluate(SETTLED)


def found(page: Page, kind: type[Found], script: str, given: object = None) -> Found:
    """Run a script in the page, and return what it found in the form that is expected."""
    said: object = page.evaluate(script, given)
    adapter: TypeAdapter[Found] = TypeAdapter(kind)
    return adapter.validate_python(said)


def facts(page: Page) -> Seen:
    """Return what facts.js finds."""
    return found(page, Seen, in_page("facts"))


def breaches(page: Page, *, enhanced: bool) -> tuple[Breach, ...]:
    """Return what axe-core finds wrong; `enhanced`: contrast of 7:1 is asked for."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe_core())
    # Unfolded: a bar that floats over what can be scrolled from under it covers nothing.
    before, height = page.viewport_size, found(page, int, "document.documentElement.scrollHeight")
    if before is not None and height > before["height"]:
        page.set_viewport_size({"width": before["width"], "height": min(height, TALLEST)})
        page.evaluate(SETTLED)
    wrong = found(page, tuple[Breach, ...], in_page("axe"), [list(AXE_TAGS), enhanced])
    if before is not None:
        page.set_viewport_size(before)
    return wrong


def fit(page: Page, screen: ViewportSize | None = None) -> Fit:
    """Return what does not fit on a screen of that size; None: on the present one."""
    if screen is not None:
        page.set_viewport_size(screen)
        page.evaluate(SETTLED)
    return found(page, Fit, in_page("fit"))


def fit_spaced(page: Page) -> Fit:
    """Return what does not fit with the spacing of WCAG 1.4.12."""
    page.evaluate(in_page("spacing"), True)
    spaced = fit(page)
    page.evaluate(in_page("spacing"), False)
    return spaced


def fit_enlarged(page: Page) -> Fit:
    """Return what does not fit on a small telephone with WeChat's largest letters."""
    grow = "size => { document.documentElement.style.fontSize = size; }"
    page.evaluate(grow, WECHATS_LARGEST)
    enlarged = fit(page, IPHONE)
    page.evaluate(grow, "")
    return enlarged


def focuses(page: Page) -> tuple[Focused, ...]:
    """Return how each control looks with the focus; the keyboard was used last."""
    page.keyboard.press("Shift")
    return found(page, tuple[Focused, ...], in_page("focus"))


def look(page: Page, at: tuple[str, str, Version], *, citizens: bool, pictures: Path) -> Look:
    """Look at what a page shows now, and leave it as it was; `at`: page, state, version."""
    name, state, version = at
    screen = PHONE if citizens else DESKTOP
    page.set_viewport_size(screen)
    page.evaluate(SETTLED)
    pictures.mkdir(parents=True, exist_ok=True)
    picture = pictures / f"{name}-{state}-{version}.png"
    page.screenshot(path=picture, animations="allow")
    seen = facts(page)
    wrong = breaches(page, enhanced=version is Version.ELDER)
    spaced = fit_spaced(page)
    focused = focuses(page)
    page.emulate_media(forced_colors="active")
    forced = focuses(page)
    page.emulate_media(forced_colors="none")
    narrow, zoomed, enlarged = fit(page, NARROW), fit(page, ZOOMED), fit_enlarged(page)
    page.set_viewport_size(screen)
    return Look(
        name, state, version, citizens, seen, wrong,
        narrow, zoomed, spaced, enlarged, focused, forced, picture,
    )  # fmt: skip


def settings_of(version: Version) -> Mapping[str, str]:
    """Return what a browser keeps that chose this version."""
    size = "large" if version is Version.ELDER else "standard"
    return {"yibao.persona": version.value, "yibao.size": size}
