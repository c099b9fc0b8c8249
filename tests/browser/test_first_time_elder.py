"""Walks the path of docs/first-time-elder.md: from the first page to a receipt, in 长辈版."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chat_page import ANSWER_WITHIN, ChatPage
from tests.browser.conftest import listen
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

pytestmark = pytest.mark.browser

MOST_TAPS = 8  # besides the answers
LEAST_LETTERS = 18.0  # CSS pixels (APP适老化通用设计规范 1.1)
LEAST_TARGET = 59.5  # CSS pixels, rounded (the same, 2.1: 60)


class Hand:
    """Tap what is in sight and big enough for an unsure hand, and count the taps."""

    def __init__(self) -> None:
        """Begin with no tap."""
        self.taps: list[str] = []

    def tap(self, target: Locator) -> None:
        """Tap it; it must be there without scrolling sideways, and 60 pixels high and wide."""
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_TARGET, (target, box)
        self.taps.append(target.inner_text().strip())
        target.click()


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """Open a telephone's browser that was never here before."""
    with browser.new_context(
        locale="zh-CN", viewport={"width": 375, "height": 812}, has_touch=True
    ) as context:
        page = context.new_page()
        listen(page, complaints)
        yield page


def test_an_old_person_gets_from_the_first_page_to_a_receipt_in_eight_taps(
    page: Page, product: Product
) -> None:
    hand, chat = Hand(), ChatPage(page, product.url)
    page.goto(product.url)

    hand.tap(page.get_by_role("button", name="长辈版"))
    expect(page.locator("html")).to_have_attribute("data-version", "elder")
    hand.tap(page.get_by_role("link", name="签约看门诊的医院"))
    expect(chat.answers).to_have_count(2, timeout=ANSWER_WITHIN)
    expect(page.locator("html")).to_have_attribute("data-version", "elder")
    assert smallest_letters(chat.answers.last) >= LEAST_LETTERS
    for answer in (NAME, next_id_number(), MOBILE):
        chat.say(answer)
    hand.tap(chat.answers.last.get_by_role("button", name="城关社区卫生服务中心"))
    expect(chat.answers.last).to_contain_text("确认", timeout=ANSWER_WITHIN)
    hand.tap(chat.answers.last.get_by_role("button", name="确认", exact=False).first)

    expect(chat.answers.last).to_contain_text(re.compile(r"受理号是 \d{14}"), timeout=ANSWER_WITHIN)
    assert len(hand.taps) <= MOST_TAPS, hand.taps
    assert chat.width_beyond_the_screen() == 0
    expect(chat.human).to_be_in_viewport(ratio=1)


def test_who_searches_the_version_for_old_people_by_any_name_gets_it(
    page: Page, product: Product
) -> None:
    page.goto(product.url)

    page.locator("#question").fill("关怀版")
    page.locator("#question").press("Enter")

    expect(page.locator("html")).to_have_attribute("data-version", "elder")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-version", "elder")


def test_a_link_from_elsewhere_opens_the_version_it_names(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/policies?version=elder")

    expect(page.locator("html")).to_have_attribute("data-version", "elder")
    expect(page.locator("html")).to_have_attribute("data-size", "large")


def smallest_letters(part: Locator) -> float:
    """Return the size of the smallest letters in a part of the page, in CSS pixels."""
    found = part.evaluate(
        """part => Math.min(...[part, ...part.querySelectorAll("*")]
          .filter(one => one.getClientRects().length && one.textContent.trim())
          .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
    )
    return float(found)
