"""Proves in a real browser that pages in traditional characters hold no simplified ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.pages.routes import SCRIPT_COOKIE
from gateway.scripts import writing
from tests.browser.conftest import listen
from tests.running import Product

pytestmark = pytest.mark.browser

CITY = "烟台市"
POLICY = "yantai-2020-six-unifications"
SIMPLIFIED = {"简体"}  # the button that leads back


@pytest.fixture
def page(browser: Browser, product: Product, complaints: list[str]) -> Iterator[Page]:
    """Open the browser of somebody who reads traditional characters, insured in a city."""
    with browser.new_context(locale="zh-CN", base_url=product.url) as context:
        context.add_cookies([{"name": SCRIPT_COOKIE, "value": "hant", "url": product.url}])
        context.add_init_script(
            f"localStorage.setItem('yibao.script', 'hant');"
            f"localStorage.setItem('yibao.region', '{CITY}');"
        )
        page = context.new_page()
        listen(page, complaints)
        yield page


@pytest.mark.parametrize(
    ("path", "ready"),
    [
        ("/", "main h1"),
        ("/chat", "#log > li.assistant"),
        ("/topics", ".topic-link .count:not(:empty)"),
        ("/topics/travel", ".rule"),
        ("/policies", "#documents > li"),
        (f"/policies#{POLICY}", "#entries article"),
        ("/places", ".place"),
        ("/progress", "#number"),
        ("/mine", "#asking-title"),
        ("/print/items/YB-SL-0202", "#sheet > *"),
    ],
)
def test_what_a_page_shows_is_written_in_the_characters_that_were_chosen(
    page: Page, path: str, ready: str
) -> None:
    page.goto(path)
    expect(page.locator(ready).first).to_be_visible()

    page.evaluate("for (const one of document.querySelectorAll('.unseen')) one.hidden = true")

    lines = {line.strip() for line in page.locator("body").inner_text().splitlines()}

    assert len(lines) > 5
    assert {line for line in lines if _turned_again(line) != line} <= SIMPLIFIED


def _turned_again(line: str) -> str:
    """Return what a line becomes from its simplified form; OpenCC would change 覈准 once more."""
    both = writing()
    return both.traditional(both.simplified(line))


def test_what_is_chosen_there_is_understood(page: Page) -> None:
    page.goto("/places")
    expect(page.locator("#region")).to_have_value(CITY)
    expect(page.locator(".place")).not_to_have_count(0)
    county = page.locator("#area option").nth(1)
    expect(county).to_be_attached()
    page.locator("#area").select_option(index=1)

    expect(page.locator(".place .now").first).to_contain_text("在同一個區縣")
    page.goto("/topics/travel")
    page.locator("#look-ups a[href^='/places']").click()
    expect(page.locator("#item")).not_to_have_value("")
