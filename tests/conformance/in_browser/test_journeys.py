"""Proves that citizens reach the receipt by keyboard alone, on a narrow screen and at 200 %."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.chat_page import ChatPage
from tests.conformance.in_browser.judging import DESKTOP, NARROW, ZOOMED, fit, prepare, show
from tests.conformance.in_browser.look import Version
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

pytestmark = pytest.mark.browser

MOST_TABS = 80  # that lead round a page
IN_WORDS = "() => document.activeElement?.innerText?.trim() ?? ''"
COVERED = """
() => {
  const one = document.activeElement;
  const { left, top, width, height } = one.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  return !(hit && (one.contains(hit) || hit.contains(one)));
}
"""
WORDS_FOR_OLD_PEOPLE = ("长辈版", "敬老版", "关怀版", "关爱版", "亲情版")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a browser that was never here."""
    with browser.new_context(locale="zh-CN", viewport=DESKTOP) as context:
        prepare(context)
        yield context.new_page()


def test_wcag_2_1_1_and_2_4_11_the_keyboard_alone_leads_to_the_receipt(
    page: Page, product: Product
) -> None:
    chat = ChatPage(page, product.url)
    chat.open()
    show(page, Version.ELDER)

    page.keyboard.press("Tab")
    assert page.evaluate(IN_WORDS).startswith("跳到")  # WCAG 2.4.1: past the bar at once
    page.keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    type_line(chat, "烟台医保六统一是什么意思")
    tab_to(page, "details.source summary", backwards=True)
    page.keyboard.press("Enter")
    expect(chat.answers.last.locator("details.source dl").last).to_be_visible()
    tab_to(page, "#message")
    for words in ("我想换慢特病医院", NAME, next_id_number()):
        type_line(chat, words)
    press_choice(chat, "高血压")
    tab_to(page, "#message")
    for words in ("市人民医院", "市中医医院", MOBILE):
        type_line(chat, words)
    press_choice(chat, "确认")

    expect(chat.answers.last).to_contain_text(re.compile(r"受理号是 \d{14}"))


@pytest.mark.parametrize("screen", [NARROW, ZOOMED], ids=["320-px", "200-percent"])
def test_wcag_1_4_10_and_1_4_4_presses_alone_lead_to_the_receipt_on_a_small_screen(
    page: Page, product: Product, screen: ViewportSize
) -> None:
    page.set_viewport_size(screen)
    page.goto(f"{product.url}/chat?version=elder")
    chat = ChatPage(page, product.url)
    expect(chat.answers).to_have_count(1)
    chat.wait_until_connected()

    send(chat, "我想换慢特病医院")
    for words in (NAME, next_id_number()):
        send(chat, words)
    choose(chat, "高血压")
    for words in ("市人民医院", "市中医医院", MOBILE):
        send(chat, words)
    choose(chat, "确认")

    expect(chat.answers.last).to_contain_text(re.compile(r"受理号是 \d{14}"))
    there = fit(page)
    assert (there.beyond, there.cut) == (0, ())


@pytest.mark.parametrize("words", WORDS_FOR_OLD_PEOPLE)
def test_app_3_1_every_name_of_the_version_leads_to_it_from_the_first_page(
    page: Page, product: Product, words: str
) -> None:
    page.goto(product.url)
    box = page.get_by_role("searchbox").first
    box.fill(words)
    box.press("Enter")

    expect(page.locator("html")).to_have_attribute("data-version", "elder")


@pytest.mark.parametrize("path", ["/", "/chat", "/policies"])
def test_app_2_3_and_wcag_2_2_1_a_page_left_alone_for_20_hours_is_as_it_was(
    page: Page, product: Product, path: str
) -> None:
    page.clock.install()
    page.goto(product.url + path)
    page.locator("main").wait_for()
    page.wait_for_load_state("networkidle")
    before = page.locator("main").inner_text()

    page.clock.fast_forward("20:00:00")

    page.wait_for_load_state("networkidle")
    assert page.locator("main").inner_text() == before
    assert page.url == product.url + path


def test_wcag_2_3_3_nothing_moves_for_who_wants_it_still(page: Page, product: Product) -> None:
    page.emulate_media(reduced_motion="reduce")
    chat = ChatPage(page, product.url)
    chat.open()

    chat.say("烟台医保六统一是什么意思")

    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def type_line(chat: ChatPage, words: str) -> None:
    """Type a line and send it, all by key; the box has the focus."""
    before = chat.answers.count()
    expect(chat.box).to_be_focused()
    chat.page.keyboard.type(words)
    chat.page.keyboard.press("Enter")
    chat.answer_after(before)


def press_choice(chat: ChatPage, words: str) -> None:
    """Go to a choice by the Tab key and press it."""
    before = chat.answers.count()
    for _ in range(MOST_TABS):
        chat.page.keyboard.press("Shift+Tab")
        assert not chat.page.evaluate(COVERED), chat.page.evaluate(IN_WORDS)
        if chat.page.evaluate(IN_WORDS).endswith(words):
            chat.page.keyboard.press("Enter")
            chat.answer_after(before)
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on what the selector names; nothing may cover it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            assert not page.evaluate(COVERED), selector
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def send(chat: ChatPage, words: str) -> None:
    """Write a line and press the button that sends it."""
    before = chat.answers.count()
    chat.box.fill(words)
    chat.page.locator("#send").click()
    chat.answer_after(before)


def choose(chat: ChatPage, words: str) -> None:
    """Press one of the offered answers."""
    before = chat.answers.count()
    chat.answers.last.get_by_role("button", name=re.compile(f"{words}$")).click()
    chat.answer_after(before)
