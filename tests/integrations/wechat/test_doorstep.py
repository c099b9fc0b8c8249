"""Tests that pushes get in while the gateway still starts, and are answered once it has."""

from __future__ import annotations

import pytest

from core.store import InboxStore
from gateway.wechat_door import wechat_door
from integrations.wechat.doorstep import Doorstep
from integrations.wechat.faults import NoAnswer, PushRefused
from integrations.wechat.reception import TAKEN_WITHIN
from tests.databases import alter
from tests.fakes.office import Office
from tests.integrations.wechat.dialogues import EchoDialogue, talking
from tests.integrations.wechat.wechat_office import (
    WeChatOffice,
    open_wechat,
    shown,
    text_xml,
    wechat_settings,
)


def doorstep(office: Office, waited: list[float] | None = None) -> Doorstep:
    async def pause(seconds: float) -> None:
        if waited is not None:
            waited.append(seconds)

    door, inbox = wechat_door(wechat_settings()), InboxStore(office.database)
    return Doorstep(door, inbox, now=office.clock, pause=pause)


async def test_what_came_during_the_start_is_answered_at_once_afterwards(office: Office) -> None:
    desk = talking(office, EchoDialogue())

    given = await doorstep(office).push(*desk.dressed(text_xml("开门了吗")))
    await desk.again()
    office.clock.pass_by(TAKEN_WITHIN)
    await desk.again()

    assert given == "success"
    assert len(desk.wechat.texts()) == 1
    assert desk.wechat.texts()[0].endswith("您说开门了吗")
    await desk.channel.close()


async def test_a_repeated_push_waits_behind_nobody_and_is_answered_passively(
    office: Office,
) -> None:
    desk = talking(office, EchoDialogue())
    await doorstep(office).push(*desk.dressed(text_xml("开门了吗", number=7)))

    seen = await desk.say("开门了吗", number=7)

    assert seen.endswith("您说开门了吗")
    await desk.channel.close()


async def test_an_answer_whose_way_to_the_citizen_is_not_known_is_given_again(
    desk: WeChatOffice, office: Office
) -> None:
    first = await desk.say("你好", number=8)

    again = await doorstep(office).push(*desk.dressed(text_xml("你好", number=8)))

    assert shown(again) == first


async def test_who_is_not_wechat_does_not_get_in(office: Office) -> None:
    desk = open_wechat(office)
    query, body = desk.dressed(text_xml("你好"))

    with pytest.raises(PushRefused):
        await doorstep(office).push({**query, "msg_signature": "0" * 40}, body)
    await desk.channel.close()


async def test_what_cannot_be_recorded_gets_no_answer_so_that_wechat_calls_again(
    office: Office,
) -> None:
    desk, waited = open_wechat(office), list[float]()
    await alter(office.database, "ALTER TABLE wechat_inbox RENAME TO away")

    with pytest.raises(NoAnswer):
        await doorstep(office, waited).push(*desk.dressed(text_xml("你好")))

    assert [seconds > 5 for seconds in waited] == [True]
    await alter(office.database, "ALTER TABLE away RENAME TO wechat_inbox")
    await desk.channel.close()
