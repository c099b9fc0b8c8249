"""Proves in a real browser that two people see, hear and file together, and what is left of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

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
from tests.browser.recorded import legs_of
from tests.browser.video_desk_page import VideoDeskPage
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

pytestmark = pytest.mark.browser

CITIZEN, AGENT = "citizen", "agent"
HOSPITAL = "城关社区卫生服务中心"
NUMBER = re.compile(r"\d{14}")
SOME_SECONDS = 8_000  # milliseconds that are recorded
VERIFIED_WITHIN = 120.0  # seconds
SEALED_WITHIN = 10  # verifications, each some seconds long


@dataclass(frozen=True, slots=True)
class Studio:
    """Hold a browser with cameras, and the product."""

    browser: Browser
    product: Product

    @contextmanager
    def page(self, width: int, height: int) -> Iterator[Page]:
        """Open a page with cookies of its own, whose connections can be measured."""
        with self.browser.new_context(
            locale="zh-CN",
            viewport={"width": width, "height": height},
            permissions=["camera", "microphone"],
        ) as context:
            page = context.new_page()
            page.add_init_script(WATCH)
            yield page

    @contextmanager
    def telephone(self, complaints: list[str]) -> Iterator[ChatPage]:
        """Open the chat as on a telephone."""
        with self.page(390, 844) as page:
            listen(page, complaints)
            chat = ChatPage(page, self.product.url)
            chat.open()
            yield chat


@pytest.fixture(scope="module")
def studio(product: Product) -> Iterator[Studio]:
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    started_here = not product.media.is_running
    if started_here:
        product.media.start()
    with sync_playwright() as playwright, browser_with_camera(playwright) as browser:
        yield Studio(browser, product)
    if started_here:
        product.media.stop()


@pytest.fixture
def chat(studio: Studio, complaints: list[str]) -> Iterator[ChatPage]:
    with studio.telephone(complaints) as chat:
        yield chat


@pytest.fixture
def another(studio: Studio, complaints: list[str]) -> Iterator[ChatPage]:
    """Be somebody else's telephone."""
    with studio.telephone(complaints) as chat:
        yield chat


@pytest.fixture
def desk(studio: Studio, complaints: list[str]) -> Iterator[VideoDeskPage]:
    with studio.page(1366, 768) as page:
        desk = VideoDeskPage(page, studio.product.url)
        desk.open()
        listen(page, complaints)  # only now: being asked to sign in is a 401, and a right one
        desk.sign_in(*studio.product.credentials())
        desk.clear_the_queue()
        yield desk


def test_a_citizen_and_an_agent_see_hear_and_file_together(
    chat: ChatPage, desk: VideoDeskPage, studio: Studio
) -> None:
    call = connected(chat, desk)
    both_see_and_hear(call, desk)
    call.agree_to_recording()
    expect(desk.recording).to_contain_text("正在录像")
    expect(desk.page.locator("#call .clock")).to_contain_text("已通话")

    expect(desk.field("name")).to_have_value(NAME)
    filled(desk, next_id_number())
    expect(call.field("institution")).to_contain_text(HOSPITAL)
    expect(call.field("institution")).to_contain_text("王工")
    expect(desk.submit_button).to_be_disabled()
    desk.ask_to_confirm()
    call.confirm()
    expect(desk.submit_button).to_be_disabled()
    desk.ask_to_sign()
    call.sign()
    desk.submit()

    expect(call.receipt).to_contain_text(NUMBER)
    expect(desk.form).to_contain_text(NUMBER.findall(call.receipt.inner_text())[0])
    call_id = call.call_id()
    desk.end_the_call()
    call.rate("非常满意")
    evidence = sealed(studio.product, call_id)
    (recording,) = evidence.glob("*.mkv")
    legs = legs_of(recording)
    assert legs[CITIZEN].is_whole, legs[CITIZEN]
    assert legs[AGENT].is_whole, legs[AGENT]
    altered(recording)
    altered(evidence / "signature.png")
    status, said = verified(studio.product)
    assert status == 1
    named = {path.name for path in evidence.iterdir() if path.name in said}
    assert named == {recording.name, "signature.png"}
    altered(recording)  # the same once more: as it was
    altered(evidence / "signature.png")
    assert verified(studio.product)[0] == 0


def test_a_killed_gateway_loses_neither_the_form_nor_a_place(
    chat: ChatPage,
    another: ChatPage,
    desk: VideoDeskPage,
    studio: Studio,
    complaints: list[str],
) -> None:
    product, id_number = studio.product, next_id_number()
    call = connected(chat, desk)
    desk.be_busy()
    another.say("转视频")
    expect(another.queue).to_be_visible()
    both_see_and_hear(call, desk)
    call.agree_to_recording()
    filled(desk, id_number)
    before = connections(call.page), connections(desk.page)

    product.gateway.kill()
    expect(call.news).to_contain_text("您的位置和表单都留着")
    product.gateway.start()
    product.gateway.wait_until_ready()

    wait_for_another(call.page, before[0])
    wait_for_another(desk.page, before[1])
    both_see_and_hear(call, desk)
    expect(desk.field("id_number")).to_have_value(id_number)
    expect(call.field("institution")).to_contain_text(HOSPITAL)
    another.wait_until_connected()
    expect(another.queue).to_be_visible()
    assert another.conversation_id() in desk.conversations_waiting()
    call.confirm()
    call.sign()
    desk.submit()
    expect(call.receipt).to_contain_text(NUMBER)
    call_id = call.call_id()
    desk.end_the_call()
    expect(call.ended).to_be_visible()
    evidence = sealed(product, call_id)
    (recording,) = evidence.glob("*.mkv")  # the media process was not killed, and went on
    legs = legs_of(recording)
    assert legs[CITIZEN].is_whole, legs[CITIZEN]
    assert legs[AGENT].is_whole, legs[AGENT]
    assert [text for text in complaints if "ERR_CONNECTION_REFUSED" not in text] == []
    complaints.clear()


def test_a_killed_media_process_costs_two_seconds_of_the_recording(
    chat: ChatPage, desk: VideoDeskPage, studio: Studio
) -> None:
    call = connected(chat, desk)
    both_see_and_hear(call, desk)
    call.agree_to_recording()
    call.page.wait_for_timeout(SOME_SECONDS)
    before = connections(call.page), connections(desk.page)

    studio.product.media.kill()
    studio.product.media.start()

    wait_for_another(call.page, before[0])
    wait_for_another(desk.page, before[1])
    both_see_and_hear(call, desk)
    call.page.wait_for_timeout(SOME_SECONDS)
    call_id = call.call_id()
    desk.end_the_call()
    recordings = sorted(sealed(studio.product, call_id).glob("*.mkv"))
    assert len(recordings) == 2
    for recording in recordings:
        legs = legs_of(recording)
        assert legs[CITIZEN].is_whole, (recording.name, legs[CITIZEN])
        assert legs[AGENT].is_whole, (recording.name, legs[AGENT])


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


def both_see_and_hear(call: CallPage, desk: VideoDeskPage) -> None:
    """Fail unless each side gets the other's picture and voice."""
    for page, picture in ((call.page, call.agent), (desk.page, desk.citizen)):
        got = what_came(page)
        assert got.is_enough, got
        assert is_made_up_camera(picture)


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
        calls = [folder for folder in evidence.iterdir() if (folder / "form.json").exists()]
        if status == 0 and f"核对 {len(calls)} 份清单" in said and evidence / call_id in calls:
            return evidence / call_id
    raise AssertionError(f"not sealed: {said}")


def altered(file: Path) -> None:
    """Turn one bit in the middle of a file over."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


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
