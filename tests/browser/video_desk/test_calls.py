"""Proves in a real browser that two people see, hear and file together, and what is left of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.call_page import CallPage
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import forgive_the_outage
from tests.browser.recorded import assert_holds_both
from tests.browser.video_desk_page import VideoDeskPage
from tests.browser.video_desk_studio import (
    HOSPITAL,
    SOME_SECONDS,
    Studio,
    both_connect_again,
    both_connections,
    both_see_and_hear,
    connected,
    filled,
    goes_on,
    recorded_for_some_seconds,
    sealed,
    verified,
)
from tests.people import NAME, next_id_number

pytestmark = pytest.mark.browser

NUMBER = re.compile(r"\d{14}")


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
    goes_on(desk.citizen, 3)  # long enough to be judged by its recording
    desk.end_the_call()
    call.rate("非常满意")
    evidence = sealed(studio.product, call_id)
    (recording,) = evidence.glob("*.mkv")
    assert_holds_both(recording)
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
    before = both_connections(call, desk)

    product.gateway.kill()
    expect(call.news).to_contain_text("您的位置和表单都留着")
    product.gateway.start()
    product.gateway.wait_until_ready()

    both_connect_again(call, desk, before)
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
    assert_holds_both(recording)
    forgive_the_outage(complaints)


def test_a_killed_media_process_costs_two_seconds_of_the_recording(
    chat: ChatPage, desk: VideoDeskPage, studio: Studio
) -> None:
    call = recorded_for_some_seconds(chat, desk)
    before = both_connections(call, desk)

    studio.product.media.kill()
    studio.product.media.start()

    both_connect_again(call, desk, before)
    assert_two_recordings_are_whole(call, desk, studio)


def test_without_the_media_process_they_see_each_other_directly_until_it_is_back(
    chat: ChatPage, desk: VideoDeskPage, studio: Studio
) -> None:
    call = recorded_for_some_seconds(chat, desk)
    before = both_connections(call, desk)

    studio.product.media.kill()
    both_connect_again(call, desk, before)
    expect(desk.recording).to_contain_text("没有录像")
    direct = both_connections(call, desk)
    studio.product.media.start()

    both_connect_again(call, desk, direct)
    expect(desk.recording).to_contain_text("正在录像")
    assert_two_recordings_are_whole(call, desk, studio)


def assert_two_recordings_are_whole(call: CallPage, desk: VideoDeskPage, studio: Studio) -> None:
    """Let them talk on, end the call, and look into what was recorded before and after."""
    call.page.wait_for_timeout(SOME_SECONDS)
    call_id = call.call_id()
    desk.end_the_call()
    recordings = sorted(sealed(studio.product, call_id).glob("*.mkv"))
    assert len(recordings) == 2
    for recording in recordings:
        assert_holds_both(recording)


def altered(file: Path) -> None:
    """Turn one bit in the middle of a file over."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
