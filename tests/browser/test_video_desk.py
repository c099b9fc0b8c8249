"""Proves in a real browser that two people see, hear and file together, and what is left of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import forgive_the_outage
from tests.browser.fake_camera import connections, wait_for_another
from tests.browser.recorded import legs_of
from tests.browser.video_desk_page import VideoDeskPage
from tests.browser.video_desk_studio import (
    HOSPITAL,
    Studio,
    both_see_and_hear,
    connected,
    filled,
    open_studio,
    sealed,
    verified,
)
from tests.people import NAME, next_id_number
from tests.running import Product

pytestmark = pytest.mark.browser

CITIZEN, AGENT = "citizen", "agent"
NUMBER = re.compile(r"\d{14}")
SOME_SECONDS = 8_000  # milliseconds that are recorded


@pytest.fixture(scope="module")
def studio(product: Product) -> Iterator[Studio]:
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    with open_studio(product) as studio:
        yield studio


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
    with studio.desk(complaints) as desk:
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
    forgive_the_outage(complaints)


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


def test_without_the_media_process_they_see_each_other_directly_until_it_is_back(
    chat: ChatPage, desk: VideoDeskPage, studio: Studio
) -> None:
    call = connected(chat, desk)
    both_see_and_hear(call, desk)
    call.agree_to_recording()
    call.page.wait_for_timeout(SOME_SECONDS)
    before = connections(call.page), connections(desk.page)

    studio.product.media.kill()
    wait_for_another(call.page, before[0])
    wait_for_another(desk.page, before[1])
    expect(desk.recording).to_contain_text("没有录像")
    both_see_and_hear(call, desk)
    direct = connections(call.page), connections(desk.page)
    studio.product.media.start()

    wait_for_another(call.page, direct[0])
    wait_for_another(desk.page, direct[1])
    expect(desk.recording).to_contain_text("正在录像")
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


def altered(file: Path) -> None:
    """Turn one bit in the middle of a file over."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
