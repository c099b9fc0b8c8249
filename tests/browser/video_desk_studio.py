"""Opens the pages of a video call, and brings a citizen and an agent into one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from launch.places import CHECKOUT
from tests.browser.call_page import CallPage
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import listen
from tests.browser.fake_camera import (
    WATCH,
    browser_with_camera,
    connections,
    is_made_up_camera,
    wait_for_another,
    what_came,
)
from tests.browser.video_desk_page import VideoDeskPage
from tests.people import MOBILE, NAME
from tests.running import Product

SOME_SECONDS = 8_000  # milliseconds that are recorded
HOSPITAL = "城关社区卫生服务中心"
VERIFIED_WITHIN = 120.0  # seconds
SEALED_WITHIN = 10  # verifications, each some seconds long
RELAY_ONLY = "try { sessionStorage.setItem('yibao.relay', 'only'); } catch { /* about:blank */ }"


@dataclass(frozen=True, slots=True)
class Studio:
    """Hold a browser with cameras, and the product."""

    browser: Browser
    product: Product

    @contextmanager
    def page(self, width: int, height: int, *, relayed: bool = False) -> Iterator[Page]:
        """Open a page with cookies of its own, whose connections can be measured.

        `relayed`: it may send pictures and voices over the relay alone.
        """
        with self.browser.new_context(
            locale="zh-CN",
            viewport={"width": width, "height": height},
            permissions=["camera", "microphone"],
        ) as context:
            page = context.new_page()
            page.add_init_script(WATCH + (RELAY_ONLY if relayed else ""))
            yield page

    @contextmanager
    def telephone(
        self, complaints: list[str], *, url: str = "", relayed: bool = False
    ) -> Iterator[ChatPage]:
        """Open the chat as on a telephone, at the product's own address or another one."""
        with self.page(390, 844, relayed=relayed) as page:
            listen(page, complaints)
            chat = ChatPage(page, url or self.product.url)
            chat.open()
            yield chat

    @contextmanager
    def desk(self, complaints: list[str], *, relayed: bool = False) -> Iterator[VideoDeskPage]:
        """Open the desk as somebody of the staff whom nobody waits for."""
        with self.page(1366, 768, relayed=relayed) as page:
            desk = VideoDeskPage(page, self.product.url)
            desk.open()
            listen(page, complaints)  # only now: being asked to sign in is a 401, and a right one
            desk.sign_in(*self.product.credentials())
            desk.clear_the_queue()
            yield desk


@contextmanager
def open_studio(product: Product) -> Iterator[Studio]:
    """Start the media process, if it does not run, and the browser, for the time of the block."""
    started_here = not product.media.is_running
    if started_here:
        product.media.start()
    with sync_playwright() as playwright, browser_with_camera(playwright) as browser:
        yield Studio(browser, product)
    if started_here:
        product.media.stop()


def connected(chat: ChatPage, desk: VideoDeskPage) -> CallPage:
    """Bring a citizen, who began a form with the assistant, and an agent into a call."""
    chat.say("我想办门诊统筹签约")
    chat.say(NAME)
    chat.say("转视频")
    expect(chat.queue).to_be_visible()
    desk.be_there()
    desk.answer_the_ring()
    expect(chat.banners).to_contain_text("王工")
    desk.start_the_call()
    chat.banners.get_by_role("link", name="打开视频").click()
    call = CallPage(chat.page)
    call.begin()
    return call


def recorded_for_some_seconds(chat: ChatPage, desk: VideoDeskPage) -> CallPage:
    """Bring a citizen and an agent into a call, of which some seconds are recorded."""
    call = connected(chat, desk)
    both_see_and_hear(call, desk)
    call.agree_to_recording()
    call.page.wait_for_timeout(SOME_SECONDS)
    return call


def both_connections(call: CallPage, desk: VideoDeskPage) -> tuple[int, int]:
    """Return how many connections each page made so far."""
    return connections(call.page), connections(desk.page)


def both_connect_again(call: CallPage, desk: VideoDeskPage, before: tuple[int, int]) -> None:
    """Fail unless both pages connect once more, and picture and voice come over it."""
    wait_for_another(call.page, before[0])
    wait_for_another(desk.page, before[1])
    both_see_and_hear(call, desk)


def both_see_and_hear(call: CallPage, desk: VideoDeskPage) -> None:
    """Fail unless each side gets the other's picture and voice."""
    for page, picture in ((call.page, call.agent), (desk.page, desk.citizen)):
        got = what_came(page)
        assert got.is_enough, got
        assert is_made_up_camera(picture)


def goes_on(picture: Locator, seconds: float) -> None:
    """Wait until a picture has moved for so long; scripts fill a form faster than people do."""
    until = picture.evaluate("video => video.currentTime") + seconds
    arg = [picture.element_handle(), until]
    picture.page.wait_for_function("([video, until]) => video.currentTime >= until", arg=arg)


def filled(desk: VideoDeskPage, id_number: str) -> None:
    """Fill what the citizen left open."""
    desk.write("id_number", id_number)
    desk.write("mobile", MOBILE)
    desk.choose("institution", HOSPITAL)


def sealed(product: Product, call_id: str) -> Path:
    """Wait until the call is sealed, with nothing altered; return the folder of its evidence."""
    evidence = Path(product.settings["YIBAO_EVIDENCE"])
    said = ""
    for _ in range(SEALED_WITHIN):
        status, said = verified(product)
        calls = [folder for folder in evidence.glob("*") if (folder / "form.json").exists()]
        if status == 0 and f"核对 {len(calls)} 份清单" in said and evidence / call_id in calls:
            return evidence / call_id
    raise AssertionError(f"not sealed: {said}")


def verified(product: Product) -> tuple[int, str]:
    """Verify all evidence, as an auditor would; return the exit status and what is printed."""
    done = subprocess.run(
        [sys.executable, "-m", "gateway", "evidence", "verify"],
        env=os.environ | product.settings,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=VERIFIED_WITHIN,
    )
    return done.returncode, done.stdout
