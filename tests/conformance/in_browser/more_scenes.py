"""Plays what leads to the states of topics, places, progress and the shared machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from playwright.sync_api import Page, expect

from tests.running import Product

CITY = "青岛市"
QUIET = 61_000  # milliseconds after which a shared machine asks whether somebody is there


def topic(page: Page, product: Product) -> Iterator[str]:
    """Say where one is insured: rules and questions come."""
    del product
    page.locator("#region").select_option(CITY)
    expect(page.locator(".rule")).not_to_have_count(0)
    expect(page.locator(".question")).not_to_have_count(0)
    yield "filled"


def places(page: Page, product: Product) -> Iterator[str]:
    """Look for places near a district."""
    del product
    page.locator("#region").select_option(CITY)
    page.locator("#area").select_option("市南区")
    expect(page.locator(".place")).not_to_have_count(0)
    yield "listed"


def mine(page: Page, product: Product) -> Iterator[str]:
    """Prove who one is, at the simulated identity provider."""
    del product
    page.get_by_role("button", name="刷脸认证").click()
    page.get_by_role("button", name="刷脸成功（模拟）").click()
    expect(page.locator("#shown")).to_be_visible()
    expect(page.locator("#rows dt")).not_to_have_count(0)
    yield "shown"


def progress(page: Page, product: Product) -> Iterator[str]:
    """Mistype the four digits, then ask for a number that nobody has."""
    del product
    page.locator("#number").fill("20261122000018")
    page.locator("#tail").fill("12")
    page.get_by_role("button", name="查进度").click()
    expect(page.locator("#progress-news")).not_to_be_empty()
    yield "refused"
    page.locator("#tail").fill("1234")
    page.get_by_role("button", name="查进度").click()
    expect(page.locator("#answer")).to_be_visible()
    yield "unknown"


def kiosk(page: Page, product: Product) -> Iterator[str]:
    """Leave a shared machine for a minute, in the middle of something."""
    page.clock.install()
    page.goto(f"{product.url}/kiosk")
    page.get_by_role("link", name="查办理进度").click()
    expect(page.get_by_text("屏幕数字键")).not_to_have_count(0)
    yield "keys"
    page.clock.run_for(QUIET)
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "asks"


SCENES: Mapping[str, Callable[[Page, Product], Iterator[str]]] = {
    "topic": topic,
    "places": places,
    "mine": mine,
    "progress": progress,
    "kiosk": kiosk,
}
