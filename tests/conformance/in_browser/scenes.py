"""Plays what leads to the states of a citizens' page; each yields the name of what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.browser.call_page import CallPage
from tests.browser.chat_page import ChatPage
from tests.browser.video_desk_page import VideoDeskPage
from tests.browser.video_desk_studio import filled
from tests.conformance.in_browser import more_scenes, staff_scenes
from tests.conformance.in_browser.judging import DESKTOP
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

Scene = Callable[[Page, Product], Iterator[str]]


def home(page: Page, product: Product) -> Iterator[str]:
    """Open the choice of versions, then the menu."""
    del product
    page.locator("#version-button").click()
    expect(page.locator("#versions")).to_be_visible()
    yield "versions"
    page.keyboard.press("Escape")
    page.locator("#menu-button").click()
    expect(page.locator("#menu")).to_be_visible()
    yield "menu"


def chat(page: Page, product: Product) -> Iterator[str]:
    """Ask, be refused an ID number, fill in a form, file it, then ask for a person."""
    chat = ChatPage(page, product.url)
    chat.wait_until_connected()
    chat.say("烟台医保六统一是什么意思")
    yield "answer"
    chat.say("我想换慢特病医院")
    chat.say(NAME)
    number = next_id_number()
    chat.say(f"{number[:-1]}{'1' if number[-1] != '1' else '2'}")
    yield "refused"
    chat.say(number)
    yield "choices"
    for words in ("高血压", "市人民医院", "市中医医院", MOBILE):
        chat.say(words)
    yield "confirm"
    expect(chat.say("确认")).to_contain_text("受理号")
    yield "receipt"
    chat.human.click()
    expect(chat.queue).to_be_visible()
    yield "waiting"


def policy(page: Page, product: Product) -> Iterator[str]:
    """Let a policy be read aloud."""
    del product
    page.locator("#listen-all").click()
    expect(page.locator("#player")).to_be_visible()
    yield "listening"


def call(page: Page, product: Product) -> Iterator[str]:
    """File something face to face, from the look at oneself to the rating."""
    chat = ChatPage(page, product.url)
    chat.open()
    chat.say("我想办门诊统筹签约")
    chat.say(NAME)
    with _desk(page, product) as desk:
        chat.say("转视频")
        expect(chat.queue).to_be_visible()
        desk.be_there()
        desk.answer_the_ring()
        desk.start_the_call()
        chat.banners.get_by_role("link", name="打开视频").click()
        expect(page.locator("#check-start")).to_be_visible()
        yield "check"
        call = CallPage(page)
        call.begin()
        expect(page.locator("#consent")).to_be_visible()
        yield "consent"
        call.page.locator("#consent-no").click()
        filled(desk, next_id_number())
        desk.ask_to_confirm()
        call.confirm()
        yield "signing"
        page.locator("#hang-up").click()
        yield "leaving"
        page.locator("#leave").click()
        expect(call.ended).to_be_visible()
        yield "ended"
        desk.be_busy()


@contextmanager
def _desk(page: Page, product: Product) -> Iterator[VideoDeskPage]:
    browser = page.context.browser
    assert browser is not None
    with browser.new_context(locale="zh-CN", viewport=DESKTOP) as context:
        desk = VideoDeskPage(context.new_page(), product.url)
        desk.open()
        desk.sign_in(*product.credentials())
        desk.clear_the_queue()
        yield desk


SCENES: Mapping[str, Scene] = {
    "home": home,
    "chat": chat,
    "policy": policy,
    "call": call,
    **more_scenes.SCENES,
    **staff_scenes.SCENES,
}
