"""Tests what becomes of messages that WeChat refuses, or says nothing about."""

from __future__ import annotations

import pytest

from core import wechat_wording as say
from core.wechat_tables import wechat_outbox
from tests.fakes.office import Office
from tests.integrations.wechat.scripted_wechat import (
    Fault,
    bad_gateway,
    hangs,
    never_reached,
    refuses,
    works,
)
from tests.integrations.wechat.test_outbox import known, later, put, states
from tests.integrations.wechat.wechat_office import WeChatOffice, open_wechat


@pytest.mark.parametrize("code", [45015, 45047, 43004, 48002])
async def test_who_cannot_be_reached_now_is_told_when_they_write_again(
    desk: WeChatOffice, code: int
) -> None:
    await known(desk)
    await put(desk, "一", "二")
    desk.wechat.fail("send", refuses(code))

    await desk.again()
    later(desk, 600)
    await desk.again()

    assert desk.wechat.faults_used == 1
    assert desk.wechat.sent == []
    assert await states(desk) == ["parked", "parked"]
    seen = await desk.say("在吗")
    assert seen.startswith("一\n\n二\n\n")


@pytest.mark.parametrize("fault", [refuses(-1), refuses(45011), bad_gateway, never_reached])
async def test_what_surely_had_no_effect_is_sent_again_after_a_pause(
    desk: WeChatOffice, fault: Fault
) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", fault, fault)

    await desk.again()
    await desk.again()
    assert desk.wechat.faults_used == 1  # not at once
    later(desk, 1)
    await desk.again()
    later(desk, 2)
    await desk.again()

    assert desk.wechat.faults_used == 2
    assert desk.wechat.texts() == ["一"]


async def test_after_many_failures_a_message_waits_for_its_citizen(desk: WeChatOffice) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", *[bad_gateway] * 99)

    for _ in range(12):
        await desk.again()
        later(desk, 301)

    assert await states(desk) == ["parked"]
    assert desk.wechat.faults_used == 6


async def test_a_message_that_nobody_confirmed_is_never_sent_blindly_again(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    later(desk, 31)  # too late for a typing sign, which would tell whether it arrived
    await put(desk, "一")
    desk.wechat.fail("send", hangs)

    await desk.again()
    for _ in range(5):
        later(desk, 400)
        await desk.again()

    assert desk.wechat.faults_used == 1
    assert desk.wechat.sent == []
    assert await states(desk) == ["unsure"]
    seen = await desk.say("在吗")
    assert seen.startswith(f"{say.MAYBE_SEEN}\n一")
    assert await states(desk) == ["sent"]


async def test_what_nobody_confirmed_comes_with_the_late_answer_to_what_is_said_next(
    office: Office,
) -> None:
    desk = open_wechat(office, budget=0.0)  # every answer comes too late for a passive reply
    await answered_late(desk, "你好", "send")
    assert [row["state"] for row in await office.rows(wechat_outbox)] == ["unsure"]

    await answered_late(desk, "还在吗", "send", fault=bad_gateway)
    assert desk.wechat.sent == []  # not even with what failed
    later(desk, 10)
    await desk.again()

    assert len(desk.wechat.sent) == 1
    assert desk.wechat.texts()[0].startswith(f"{say.MAYBE_SEEN}\n")
    assert desk.wechat.texts()[0].count("知道了。") == 2
    assert [row["state"] for row in await office.rows(wechat_outbox)] == ["sent", "sent"]
    await answered_late(desk, "再见")
    assert desk.wechat.texts()[1].count("知道了。") == 1


async def answered_late(desk: WeChatOffice, text: str, *broken: str, fault: Fault = hangs) -> None:
    """Say something whose answer goes through the outbox, while some paths are broken once."""
    await desk.say(text)
    await desk.channel.settled()
    later(desk, 31)  # too late for a typing sign, which would tell whether it arrived
    for path in broken:
        desk.wechat.fail(path, fault)
    await desk.again()


async def test_the_typing_sign_proves_that_an_unconfirmed_message_arrived(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", hangs)

    await desk.again()  # the sign can be switched on anew: a message had switched it off

    assert await states(desk) == ["sent"]
    assert desk.wechat.sent == []


async def test_the_typing_sign_proves_that_an_unconfirmed_message_did_not_arrive(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", hangs)
    desk.wechat.fail("typing", works, refuses(45081))  # it is switched on, and is still on

    await desk.again()
    later(desk, 1)
    await desk.again()

    assert await states(desk) == ["sent"]
    assert desk.wechat.texts() == ["一"]
    assert desk.wechat.faults_used == 3


async def test_without_the_typing_sign_nobody_claims_to_know(desk: WeChatOffice) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", hangs)
    desk.wechat.fail("typing", hangs)

    await desk.again()
    later(desk, 400)
    await desk.again()

    assert await states(desk) == ["unsure"]


async def test_when_the_day_s_number_is_used_up_it_goes_on_after_midnight(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", refuses(45009))

    await desk.again()
    later(desk, 3600)
    await desk.again()
    assert desk.wechat.sent == []
    later(desk, 14 * 3600)  # it was ten in the morning
    await desk.again()

    assert desk.wechat.texts() == ["一"]


@pytest.mark.parametrize("code", [40164, 40243, 89503, 48001])
async def test_what_somebody_must_put_right_is_not_asked_again_and_again(
    desk: WeChatOffice, code: int
) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", *[refuses(code)] * 9)

    for _ in range(4):
        later(desk, 60)
        await desk.again()

    assert desk.wechat.faults_used == 1
    assert await states(desk) == ["waiting"]


async def test_a_message_that_wechat_will_never_take_is_given_up_alone(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    await put(desk, "坏" * 590, "好" * 590)
    desk.wechat.fail("send", refuses(45002))

    await desk.again()

    assert await states(desk) == ["given_up", "sent"]
    assert desk.wechat.texts() == ["好" * 590]
