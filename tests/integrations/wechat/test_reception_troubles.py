"""Tests what becomes of pushes when something is in the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core import wechat_wording as say
from core.store import wechat_inbox as wechat_inbox_store
from core.wechat_tables import wechat_inbox, wechat_outbox
from integrations.wechat.faults import NoAnswer
from tests.databases import alter
from tests.fakes.office import Office
from tests.integrations.wechat.dialogues import (
    BrokenDialogue,
    EchoDialogue,
    SlowDialogue,
    talking,
)
from tests.integrations.wechat.wechat_office import (
    WRITTEN,
    WeChatOffice,
    event_xml,
    message_xml,
    not_gone,
    open_wechat,
    shown,
    text_xml,
)


async def test_signs_that_would_end_the_xml_stay_signs(office: Office) -> None:
    evil = "结束符 ]]> 与 </Content><MsgType>image</MsgType> 😀 \x00\x08\t"
    desk = talking(office, EchoDialogue())

    seen = await desk.say(evil)

    assert "]]> 与 </Content><MsgType>image</MsgType> 😀" in seen
    await desk.channel.close()


async def test_a_failure_is_tried_again_and_then_told(office: Office) -> None:
    desk = talking(office, BrokenDialogue(), budget=0.0)
    await desk.push(text_xml("坏"))
    await desk.channel.settled()

    for _ in range(6):
        office.clock.pass_by(timedelta(seconds=21))
        await desk.again()

    assert desk.wechat.texts() == [say.WENT_WRONG]
    rows = await office.rows(wechat_inbox)
    assert [(r["state"], dict(r["content"])) for r in rows] == [("done", {})]
    await desk.channel.close()


async def test_while_a_person_serves_nothing_is_said_in_between(desk: WeChatOffice) -> None:
    await desk.say("你好")
    conversation = (await desk.channel.conversation_of("o1"))[0]
    waiting = conversation.moved_to(type(conversation.stage)("waiting"))
    agent = waiting.moved_to(type(conversation.stage)("agent"))
    await desk.office.conversations.move(agent, "staff:1001", desk.office.clock())

    given = await desk.push(text_xml("师傅您好"))

    assert given.body == "success"
    assert [m.text for m in desk.office.desk.relayed] == ["师傅您好"]


async def test_a_conversation_that_was_closed_is_followed_by_another(desk: WeChatOffice) -> None:
    await desk.say("你好")
    before, _ = await desk.channel.conversation_of("o1")
    closed = before.moved_to(type(before.stage)("closed"))
    await desk.office.conversations.move(closed, "system", desk.office.clock())

    seen = await desk.say("又来了")

    assert say.FIRST in seen
    assert (await desk.channel.conversation_of("o1"))[0].id != before.id


async def test_what_was_written_is_forgotten_once_it_was_answered(desk: WeChatOffice) -> None:
    await desk.say("我的身份证号是370202194501011234")

    rows = [*await desk.office.rows(wechat_inbox), *await desk.office.rows(wechat_outbox)]
    assert "19450101" not in repr([dict(row) for row in rows])
    desk.office.clock.pass_by(timedelta(hours=2))
    await desk.channel.tidy()
    assert [row["reply"] for row in await desk.office.rows(wechat_inbox)] == [None]


async def test_a_late_copy_of_an_answered_message_gets_no_second_answer(
    desk: WeChatOffice,
) -> None:
    await desk.say("你好", number=5)
    desk.office.clock.pass_by(timedelta(days=1))
    await desk.channel.tidy()

    assert await desk.say("你好", number=5) == ""
    await desk.again()
    assert desk.wechat.sent == []


def written_before(desk: WeChatOffice, seconds: int, number: int | None = None) -> str:
    """Return a message that was written some seconds ago."""
    created = round(desk.office.clock().timestamp()) - seconds
    return text_xml("你好", number=number).replace(f"{WRITTEN}", f"{created}")


async def test_a_reply_that_was_lost_on_a_dead_line_is_sent_once_when_wechat_asks_again(
    desk: WeChatOffice,
) -> None:
    lost = await desk.see(await desk.push(written_before(desk, 1, number=5)))  # seen by nobody
    assert lost != ""
    desk.office.clock.pass_by(timedelta(seconds=15))

    for _ in range(2):  # the last two of its calls, which the line kept back
        assert await desk.see(await desk.push(written_before(desk, 16, number=5))) == ""
        await desk.again()

    assert desk.wechat.texts() == [f"{say.MAYBE_SEEN}\n{lost}"]


async def test_a_reply_that_went_by_the_outbox_is_not_repeated(desk: WeChatOffice) -> None:
    for _ in range(2):
        assert (await desk.push(written_before(desk, 15, number=5))).body == "success"
        await desk.channel.settled()
        desk.office.clock.pass_by(timedelta(seconds=6))
        await desk.again()

    assert len(desk.wechat.sent) == 1


async def test_what_a_dead_line_brings_after_wechat_gave_up_is_answered_by_the_outbox(
    desk: WeChatOffice,
) -> None:
    given = await desk.push(written_before(desk, 15))  # a reply to it would reach nobody

    assert given.body == "success"
    await desk.channel.settled()
    desk.office.clock.pass_by(timedelta(seconds=6))
    await desk.again()
    assert len(desk.wechat.sent) == 1


async def test_what_is_answered_only_after_wechat_gave_up_is_no_reply_either(
    office: Office,
) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue)  # would wait for four seconds

    given = await desk.push(written_before(desk, 14))

    assert given.body == "success"
    dialogue.may_answer.set()
    await desk.channel.settled()
    office.clock.pass_by(timedelta(seconds=6))
    await desk.again()
    assert len(desk.wechat.sent) == 1
    await desk.channel.close()


async def test_a_clock_that_is_wrong_by_minutes_changes_nothing(desk: WeChatOffice) -> None:
    assert await desk.see(await desk.push(written_before(desk, 400))) != ""


async def test_without_a_database_wechat_calls_again_and_the_last_call_is_told(
    desk: WeChatOffice, office: Office
) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    reception = desk.channel._reception
    reception._pause, reception._budget = pause, 0.0
    await alter(office.database, "ALTER TABLE wechat_inbox RENAME TO away")
    xml = text_xml("还在吗", number=31)

    for _ in range(2):
        with pytest.raises(NoAnswer):
            await desk.push(xml)
    third = await desk.say("还在吗", number=31)

    assert third == say.RECOVERING
    assert all(seconds > 5 for seconds in waited)  # silence until WeChat hung up
    await alter(office.database, "ALTER TABLE away RENAME TO wechat_inbox")
    await desk.again()
    office.clock.pass_by(timedelta(seconds=6))
    await desk.again()
    assert len(desk.wechat.sent) == 1  # what was told "perhaps not" was recorded, and is answered
    await desk.channel.settled()


async def test_a_sticker_gets_a_polite_text(desk: WeChatOffice) -> None:
    seen = await desk.say("【收到不支持的消息类型，暂无法显示】")

    assert say.UNREADABLE in seen


async def test_a_video_gets_a_polite_text(desk: WeChatOffice) -> None:
    given = await desk.push(message_xml("video", "<MediaId>m1</MediaId>"))

    assert say.UNREADABLE in shown(given.body)


async def test_who_leaves_gets_no_more_recommendations_and_keeps_the_application(
    desk: WeChatOffice,
) -> None:
    await desk.say("你好")
    conversation, _ = await desk.channel.conversation_of("o1")
    await desk.office.drafted(conversation)
    choices = desk.office.stores.push_choices
    await choices.switch_on(conversation.id, ["renewal"], desk.office.clock())

    given = await desk.push(event_xml("unsubscribe"))
    await desk.channel.settled()

    assert given.body == "success"
    assert await choices.choice(conversation.id) is None
    assert await desk.office.applications.in_hand(conversation.id) is not None


async def test_who_begins_to_follow_is_greeted_with_numbered_choices(desk: WeChatOffice) -> None:
    seen = shown((await desk.push(event_xml("subscribe"))).body)

    assert seen.startswith(say.GREETING)
    assert "1. 我想办门诊统筹签约" in seen
    await desk.say("回复 1")
    assert desk.office.dialogue.heard[0].text == "我想办门诊统筹签约"


async def test_two_processes_answer_one_message_once(office: Office) -> None:
    one, other = open_wechat(office), open_wechat(office)
    xml = text_xml("两台", number=12)

    bodies = await asyncio.gather(one.push(xml), other.push(xml))

    assert len(office.dialogue.heard) == 1
    replies = [shown(given.body) for given in bodies if given.body != "success"]
    assert replies
    assert len(set(replies)) == 1
    await one.channel.close()
    await other.channel.close()


async def test_waiting_for_nobody_ends(desk: WeChatOffice) -> None:
    query, body = desk.dressed(text_xml("你好"))

    given = await desk.channel.push(query, body, not_gone)
    await desk.channel.settled()

    assert given.written is not None


async def test_after_a_standstill_all_is_forgotten_slice_by_slice(
    desk: WeChatOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wechat_inbox_store, "SLICE", 2)
    for number in range(5):
        await desk.say("你好", number=number + 1)

    desk.office.clock.pass_by(timedelta(hours=2))
    await desk.channel.tidy()
    replies = [row["reply"] for row in await desk.office.rows(wechat_inbox)]
    desk.office.clock.pass_by(timedelta(days=31))
    await desk.channel.tidy()

    assert replies == [None] * 5
    assert await desk.office.rows(wechat_inbox) == []
