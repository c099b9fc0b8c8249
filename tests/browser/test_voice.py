"""Proves in a real browser that a citizen can ask by voice and is answered by voice."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect, sync_playwright

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import listen
from tests.browser.frame import choose_size
from tests.browser.spoken_microphone import (
    browser_that_hears,
    has_models,
    record,
    speech_service,
)
from tests.running import Product

pytestmark = pytest.mark.browser

QUESTION = "门诊统筹怎么签约"
HEARD_WITHIN = 60_000  # milliseconds; the engines share two cores with the browser
READ_WITHIN = 60_000
HALF_A_SECOND = 16_000  # bytes


@dataclass(frozen=True, slots=True)
class Booth:
    """Hold a browser with a speaking citizen before it, and the product."""

    browser: Browser
    url: str


# The engines, the recording and the browser are made once: each takes seconds on two cores.
@pytest.fixture(scope="module")
def booth(product: Product) -> Iterator[Booth]:
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    if not has_models():
        pytest.skip("the speech models are not there; `make models` fetches them")
    socket = Path(product.settings["YIBAO_SPEECH_SOCKET"])
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "question.wav"
        with speech_service(socket, Path(folder) / "speech.log"):
            record(socket, QUESTION, spoken)
            with (
                sync_playwright() as playwright,
                browser_that_hears(playwright, spoken) as browser,
            ):
                yield Booth(browser, product.url)


@pytest.fixture
def page(booth: Booth, complaints: list[str]) -> Iterator[Page]:
    with booth.browser.new_context(
        locale="zh-CN", viewport={"width": 390, "height": 844}, permissions=["microphone"]
    ) as context:
        page = context.new_page()
        listen(page, complaints)
        yield page


def test_a_spoken_question_is_heard_sent_and_answered_aloud(page: Page, booth: Booth) -> None:
    sounds = count_sounds(page)
    chat = ChatPage(page, booth.url)
    chat.open()
    button = page.locator("#voice-button")
    expect(button).to_be_visible(timeout=HEARD_WITHIN)

    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#voice-countdown")).to_be_visible(timeout=HEARD_WITHIN)
    expect(chat.box).to_have_value(QUESTION)

    answer = chat.answer_after(1)
    expect(chat.lines.filter(has_text=QUESTION)).to_have_count(1)
    expect(answer).to_contain_text("签约")
    expect(page.locator("#voice-reading")).to_be_visible(timeout=READ_WITHIN)
    assert sound_came(page, sounds)
    page.locator("#voice-stop").click()
    expect(page.locator("#voice-reading")).to_be_hidden()


def test_who_wants_to_change_what_was_heard_has_all_the_time(page: Page, booth: Booth) -> None:
    chat = ChatPage(page, booth.url)
    chat.open()
    button = page.locator("#voice-button")
    expect(button).to_be_visible(timeout=HEARD_WITHIN)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#voice-countdown")).to_be_visible(timeout=HEARD_WITHIN)

    page.locator("#voice-edit").click()

    expect(page.locator("#voice-countdown")).to_be_hidden()
    expect(chat.box).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(3_000)  # milliseconds: longer than the countdown would have lasted
    expect(chat.box).to_have_value(QUESTION)
    expect(chat.answers).to_have_count(1)


def test_the_button_is_big_enough_for_old_hands_in_every_version(page: Page, booth: Booth) -> None:
    chat = ChatPage(page, booth.url)
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        chat.page.goto(f"{booth.url}/chat")
        for size in ("标准", "特大"):
            choose_size(page, size)
            button = page.locator("#voice-button")
            expect(button).to_be_visible(timeout=HEARD_WITHIN)
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 60
            assert chat.width_beyond_the_screen() == 0


def test_a_browser_that_refuses_the_microphone_is_explained_in_words(booth: Booth) -> None:
    with booth.browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.add_init_script(REFUSES)
        ChatPage(page, booth.url).open()

        page.locator("#voice-button").click(timeout=HEARD_WITHIN)

        state = page.locator("#voice-state")
        expect(state).to_contain_text("浏览器没有允许用麦克风")
        expect(state).to_contain_text("12393")
        expect(page.locator("#voice-button")).to_have_attribute("aria-pressed", "false")


def test_a_paragraph_of_the_policy_library_is_read_by_the_office(page: Page, booth: Booth) -> None:
    with page.expect_response(lambda got: "/speech?" in got.url, timeout=READ_WITHIN) as got:
        page.goto(f"{booth.url}/policies")
        page.locator("#documents a").first.click()
        page.locator("article.entry .listen").first.click(timeout=HEARD_WITHIN)

    assert got.value.status == 200
    expect(page.locator("#player")).to_be_visible()
    page.locator("#player-stop").click()


REFUSES = """
navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("no", "NotAllowedError");
};
"""


def count_sounds(page: Page) -> list[int]:
    """Return a list that gets the size of each piece of sound that the page is sent."""
    sizes: list[int] = []

    def opened(socket: WebSocket) -> None:
        if socket.url.endswith("/voice"):
            socket.on(
                "framereceived", lambda frame: sizes.append(len(frame) if is_sound(frame) else 0)
            )

    page.on("websocket", opened)
    return sizes


def sound_came(page: Page, sizes: list[int]) -> bool:
    """Wait for half a second of sound; return False if it does not come."""
    for _ in range(READ_WITHIN // 200):
        if sum(sizes) > HALF_A_SECOND:
            return True
        page.wait_for_timeout(200)  # milliseconds in which frames arrive
    return False


def is_sound(frame: str | bytes) -> bool:
    return isinstance(frame, bytes)
