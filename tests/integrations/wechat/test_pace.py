"""Tests how fast one account may write, and what it is told beyond that."""

from __future__ import annotations

from datetime import timedelta

from core import wechat_wording as say
from core.wechat_tables import wechat_inbox
from integrations.wechat.pace import MESSAGES, PHOTOGRAPHS
from tests.integrations.wechat.wechat_office import WeChatOffice, event_xml, message_xml, text_xml

FAST = say.TOO_FAST.format(seconds=3)


async def hurried(desk: WeChatOffice) -> None:
    """Write as much as one account may at once."""
    for number in range(MESSAGES.at_once):
        assert "知道了。" in await desk.say(f"第{number}句")


async def test_what_comes_too_fast_is_answered_with_patience_and_not_kept(
    desk: WeChatOffice,
) -> None:
    await hurried(desk)

    told = await desk.say("我的号码是13912345678", number=9)
    again = await desk.say("我的号码是13912345678", number=9)

    assert (told, again) == (FAST, FAST)
    assert len(desk.office.dialogue.heard) == MESSAGES.at_once
    assert "139" not in str(await desk.office.rows(wechat_inbox))


async def test_after_the_seconds_that_were_named_it_is_heard(desk: WeChatOffice) -> None:
    await hurried(desk)
    await desk.say("太快了")

    desk.office.clock.pass_by(timedelta(seconds=3))

    assert "知道了。" in await desk.say("再来一次")


async def test_who_is_told_to_wait_is_still_one_press_from_a_person(desk: WeChatOffice) -> None:
    await hurried(desk)

    assert await desk.see(await desk.push(event_xml("CLICK", "say:查进度"))) == FAST
    assert "工作人员" in await desk.see(await desk.push(event_xml("CLICK", "say:人工")))


async def test_who_is_told_to_wait_may_ask_for_a_person_in_words(desk: WeChatOffice) -> None:
    await hurried(desk)

    assert "工作人员" in await desk.say("转人工")


async def test_one_account_slows_no_other(desk: WeChatOffice) -> None:
    await hurried(desk)

    assert "知道了。" in await desk.say("你好", "o2")


async def test_a_retry_of_what_was_in_time_gets_its_answer(desk: WeChatOffice) -> None:
    first = await desk.say("你好", number=10)
    await hurried_on(desk)

    assert await desk.see(await desk.push(text_xml("你好", number=10))) == first


async def hurried_on(desk: WeChatOffice) -> None:
    """Write until it is too much."""
    while await desk.say("还有") != FAST:
        pass


async def test_a_message_counts_once_however_often_wechat_calls(desk: WeChatOffice) -> None:
    for number in range(1, MESSAGES.at_once + 1):
        for _ in range(3):
            assert "知道了。" in await desk.say("你好", number=number)

    assert await desk.say("太多了") == FAST


async def test_photographs_are_dearer(desk: WeChatOffice) -> None:
    image = "<PicUrl><![CDATA[x]]></PicUrl><MediaId><![CDATA[m1]]></MediaId>"
    seen = [
        await desk.see(await desk.push(message_xml("image", image)))
        for _ in range(PHOTOGRAPHS.at_once + 1)
    ]

    assert seen[-1] == say.TOO_FAST.format(seconds=30)
    assert seen[-1] not in seen[:-1]
