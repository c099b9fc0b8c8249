"""Proves in a real browser that policies can be read, heard, asked about and printed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import listen
from tests.browser.frame import choose_version
from tests.browser.policies_page import VOICE, PoliciesPage
from tests.running import Product

pytestmark = pytest.mark.browser

DOCUMENT = "yantai-2020-six-unifications"
ENTRY = f"{DOCUMENT}#yantai-six-unifications"
EXPIRED = "tianjin-2020-elderly-convenience#tianjin-health-code-entry"


@pytest.fixture
def policies(browser: Browser, product: Product, complaints: list[str]) -> Iterator[PoliciesPage]:
    """Open a browser that has a voice, not yet at any page."""
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800}) as context:
        context.add_init_script(VOICE)
        page = context.new_page()
        listen(page, complaints)
        yield PoliciesPage(page, product.url)


@pytest.fixture
def voiceless(browser: Browser, product: Product, complaints: list[str]) -> Iterator[PoliciesPage]:
    """Open a browser whose device has no Chinese voice."""
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800}) as context:
        context.add_init_script(VOICE.replace('"zh-CN"', '"en-US"'))
        page = context.new_page()
        listen(page, complaints)
        yield PoliciesPage(page, product.url)


def test_documents_are_listed_by_region_and_found_by_their_content(policies: PoliciesPage) -> None:
    policies.open()
    expect(policies.documents.filter(has_text="青岛")).not_to_have_count(0)
    everywhere = policies.documents.count()

    policies.page.locator("#region").select_option("烟台市")

    # The list is empty for a moment while it is fetched again.
    expect(policies.documents.filter(has_text="烟台")).not_to_have_count(0)
    expect(policies.documents.filter(has_text="青岛")).to_have_count(0)
    assert 0 < policies.documents.count() < everywhere
    policies.page.locator("#query").fill("烟台医保六统一是什么意思")
    policies.page.locator("#query").press("Enter")
    policies.hits.filter(has_text="六统一").first.locator("a").click()
    expect(policies.title).to_contain_text("六统一")
    expect(policies.entries.first).to_be_visible()


def test_a_paragraph_has_both_wordings_and_says_whether_it_holds(policies: PoliciesPage) -> None:
    policies.open_at(ENTRY)
    entry = policies.entries.first

    expect(entry.locator(".chip")).to_have_text("现行有效")
    expect(entry.locator(".plain")).to_be_visible()
    expect(entry.locator(".official")).to_be_visible()
    policies.page.get_by_role("radio", name="大白话", exact=True).check()
    expect(entry.locator(".official")).to_be_hidden()
    policies.page.reload()
    expect(entry.locator(".plain")).to_be_visible()
    expect(entry.locator(".official")).to_be_hidden()


def test_an_expired_rule_is_marked_with_its_dates(policies: PoliciesPage) -> None:
    policies.open_at(EXPIRED)

    entry = policies.entries.filter(has_text="健康码").filter(has=policies.page.locator(".expired"))

    expect(entry.first).to_contain_text("已失效")
    expect(entry.first).to_contain_text("2022年12月7日")
    expect(entry.first).to_be_in_viewport()


def test_chapters_lead_to_their_paragraphs_and_back_leads_to_the_list(
    policies: PoliciesPage,
) -> None:
    policies.open()
    policies.page.goto(f"{policies.url}/policies#{DOCUMENT}")
    last = policies.chapters.last
    section = last.locator("span").first.inner_text()

    last.click()

    expect(last).to_have_attribute("aria-current", "true")
    chapter = policies.page.locator("section.chapter").filter(
        has=policies.page.get_by_role("heading", level=3, name=section, exact=True)
    )
    expect(chapter.locator("article").first).to_be_in_viewport()
    policies.page.get_by_role("link", name="返回政策库").click()
    expect(policies.documents.first).to_be_visible()


def test_paragraphs_are_read_aloud_one_after_the_other(policies: PoliciesPage) -> None:
    policies.open_at(DOCUMENT)
    policies.page.locator("#listen-all").click()
    expect(policies.entries.first.locator(".reading-mark")).to_be_visible()

    while policies.entries.first.locator(".reading-mark").is_visible():
        policies.end_sentence()

    expect(policies.entries.nth(1).locator(".reading-mark")).to_be_visible()
    expect(policies.player).to_contain_text("第 2 段")
    policies.page.get_by_role("button", name="上一段").click()
    expect(policies.entries.first.locator(".reading-mark")).to_be_visible()
    policies.page.get_by_role("button", name="停止").click()
    expect(policies.player).to_be_hidden()


def test_reading_can_be_paused_and_slowed_and_the_pace_is_remembered(
    policies: PoliciesPage,
) -> None:
    policies.open_at(ENTRY)
    policies.press(policies.entries.nth(1), "听这段")

    policies.toggle.click()
    expect(policies.toggle).to_have_text("继续")
    policies.page.get_by_role("radio", name="慢", exact=True).check()
    policies.toggle.click()

    first, again = policies.said()
    assert first[0] == again[0]
    assert (first[1], again[1]) == (1, 0.75)
    policies.page.reload()
    policies.press(policies.entries.nth(1), "听这段")
    assert policies.said() == [again]


def test_without_a_chinese_voice_the_page_says_so_and_names_the_hotline(
    voiceless: PoliciesPage,
) -> None:
    voiceless.open_at(ENTRY)

    expect(voiceless.no_voice).to_contain_text("没有中文语音")
    expect(voiceless.no_voice.locator("a[href^='tel:']")).to_be_visible()
    expect(voiceless.page.locator("#listen-all")).to_be_hidden()


def test_the_meaning_is_told_at_once_and_asking_on_is_about_that_paragraph(
    policies: PoliciesPage,
) -> None:
    policies.open_at(ENTRY)
    entry = policies.entries.first
    plain = entry.locator(".plain p").first.inner_text()

    policies.press(entry, "这段什么意思")
    expect(entry.locator(".meaning")).to_contain_text(plain)
    entry.get_by_role("link", name="继续问").click()

    chat = ChatPage(policies.page, policies.url)
    chat.wait_until_connected()
    about = policies.page.locator("#about")
    expect(about).to_contain_text("六统一")
    policies.page.reload()  # the paragraph outlives a reload until the question is asked
    chat.wait_until_connected()
    expect(about).to_contain_text("六统一")
    chat.say("这是什么意思？")
    expect(about).to_be_hidden()


def test_the_leaflet_of_a_paragraph_is_a_pdf(policies: PoliciesPage) -> None:
    policies.open_at(ENTRY)

    link = policies.entries.first.get_by_role("link", name="打印明白纸")
    response = policies.page.request.get(policies.url + str(link.get_attribute("href")))

    assert response.ok
    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF-")


def test_the_version_for_old_people_is_the_chats_and_puts_plain_words_first(
    policies: PoliciesPage,
) -> None:
    policies.open_at(ENTRY)

    choose_version(policies.page, "长辈版")

    expect(policies.page.locator("html")).to_have_attribute("data-version", "elder")
    expect(policies.entries.first.locator(".wording").first).to_contain_text("大白话")
    policies.page.goto(f"{policies.url}/chat")
    expect(policies.page.locator("html")).to_have_attribute("data-version", "elder")
    expect(policies.page.locator("html")).to_have_attribute("data-size", "large")


@pytest.mark.parametrize("version", ["标准版", "长辈版"])
def test_a_narrow_screen_shows_everything(policies: PoliciesPage, version: str) -> None:
    policies.page.set_viewport_size({"width": 320, "height": 640})
    policies.open_at(ENTRY)
    choose_version(policies.page, version)

    policies.press(policies.entries.first, "听这段")

    assert policies.width_beyond_the_screen() == 0
    expect(policies.human).to_be_in_viewport(ratio=1)
    expect(policies.toggle).to_be_in_viewport(ratio=1)


def test_the_keyboard_reaches_what_a_paragraph_offers(policies: PoliciesPage) -> None:
    policies.open_at(ENTRY)

    for _ in range(3):  # from the paragraph's heading: listen, then meaning
        policies.page.keyboard.press("Tab")
        if policies.page.evaluate("document.activeElement.textContent.includes('什么意思')"):
            break
    policies.page.keyboard.press("Enter")

    expect(policies.entries.first.locator(".meaning")).to_be_visible()


def test_a_person_can_be_called_from_here(policies: PoliciesPage) -> None:
    policies.open_at(ENTRY)

    policies.human.click()

    chat = ChatPage(policies.page, policies.url)
    expect(chat.queue).to_be_visible()


def test_a_source_in_the_chat_leads_to_its_paragraph(chat: ChatPage) -> None:
    answer = chat.say("烟台医保六统一是什么意思")
    answer.locator("details.source summary").first.click()

    answer.get_by_role("link", name="到政策库看这一段原文").first.click()

    policies = PoliciesPage(chat.page, chat.url)
    expect(policies.title).to_contain_text("六统一")
    assert quote(DOCUMENT, safe="") in chat.page.url


def test_the_questions_asked_most_are_offered_until_something_is_asked(chat: ChatPage) -> None:
    popular = chat.page.locator("#popular")
    question = popular.get_by_role("button").first
    words = question.inner_text()

    question.click()

    expect(chat.page.locator("#log > li.citizen").first).to_contain_text(words)
    expect(chat.answers).to_have_count(2)
    expect(popular).to_be_hidden()
