"""Tests that every push is recorded once, answered once, and in order."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from core import wechat_wording as say
from core.wechat_tables import wechat_inbox
from tests.fakes.engines import FakeDialogue
from tests.fakes.office import Office
from tests.integrations.wechat.dialogues import (
    EchoDialogue,
    SlowDialogue,
    answered,
    talking,
)
from tests.integrations.wechat.wechat_office import (
    WeChatOffice,
    event_xml,
    not_gone,
    shown,
    text_xml,
)


async def test_a_text_is_answered_in_the_same_call(desk: WeChatOffice) -> None:
    seen = await desk.say("你好")

    assert "知道了。" in seen
    assert [m.text for m in desk.office.dialogue.heard] == ["你好"]
    await desk.again()
    assert desk.wechat.sent == []


async def test_the_first_answer_says_that_no_person_speaks(desk: WeChatOffice) -> None:
    first, second = await desk.say("你好"), await desk.say("你好")

    assert say.FIRST in first
    assert say.FIRST not in second


async def test_the_same_message_twice_is_answered_once_with_the_same_words(
    desk: WeChatOffice,
) -> None:
    first = await desk.say("重复", number=777)
    second = await desk.say("重复", number=777)

    assert first == second
    assert "知道了。" in first
    assert len(desk.office.dialogue.heard) == 1
    assert len(await desk.office.rows(wechat_inbox)) == 1


async def test_the_same_number_from_two_people_is_two_messages(office: Office) -> None:
    desk = talking(office, EchoDialogue())

    first = await desk.say("甲", "o1", number=888)
    second = await desk.say("乙", "o2", number=888)

    assert "您说甲" in first
    assert "您说乙" in second
    await desk.channel.close()


async def test_two_events_of_one_second_are_both_kept_and_a_retry_is_not(
    desk: WeChatOffice,
) -> None:
    await desk.see(await desk.push(event_xml("subscribe", created=5)))
    await desk.see(await desk.push(event_xml("CLICK", "say:查进度", created=5)))
    await desk.see(await desk.push(event_xml("CLICK", "say:查进度", created=5)))

    assert len(await desk.office.rows(wechat_inbox)) == 2
    assert [m.text for m in desk.office.dialogue.heard] == ["查进度"]


async def test_what_takes_too_long_is_acknowledged_and_follows_once(office: Office) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue, budget=0.0)

    given = await desk.push(text_xml("慢"))

    assert (given.body, given.written) == ("success", None)
    dialogue.may_answer.set()
    await desk.channel.settled()
    office.clock.pass_by(timedelta(seconds=6))
    await desk.again()
    await desk.again()
    assert len(desk.wechat.sent) == 1
    assert "知道了。" in desk.wechat.texts()[0]
    assert desk.wechat.sent[0]["touser"] == "o1"
    assert len(dialogue.heard) == 1


async def test_while_somebody_waits_they_see_that_we_are_typing(office: Office) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue, budget=0.0)

    await desk.push(text_xml("慢"))
    dialogue.may_answer.set()
    await desk.channel.settled()

    assert desk.wechat.typing == [{"touser": "o1", "command": "Typing"}]


async def test_a_retry_while_the_first_runs_waits_for_the_same_answer(office: Office) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue)
    xml = text_xml("重叠", number=999)

    first = asyncio.create_task(desk.push(xml))
    await dialogue.was_asked.wait()
    second = asyncio.create_task(desk.push(xml))
    for _ in range(20):
        await asyncio.sleep(0.001)
    dialogue.may_answer.set()
    bodies = [(await first).body, (await second).body]

    assert bodies[0] == "success"  # WeChat hung up on the first before it made the second call
    assert "知道了。" in shown(bodies[1])
    assert len(dialogue.heard) == 1
    await desk.channel.close()


async def test_the_call_that_wechat_made_last_is_answered_whichever_comes_first(
    office: Office,
) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue)
    xml = text_xml("重叠", number=998)
    first = desk.dressed(xml)
    office.clock.pass_by(timedelta(seconds=5))
    second = desk.dressed(xml)

    # Both waited before a gateway that stood still.
    calls = [asyncio.create_task(desk.channel.push(*one, not_gone)) for one in (second, first)]
    await dialogue.was_asked.wait()
    for _ in range(20):
        await asyncio.sleep(0.001)
    dialogue.may_answer.set()
    alive, dead = [(await call).body for call in calls]

    assert dead == "success"
    assert "知道了。" in shown(alive)
    await desk.channel.close()


async def test_a_reply_that_nobody_waits_for_any_more_comes_by_the_outbox(
    desk: WeChatOffice,
) -> None:
    async def gone() -> bool:
        return True

    query, body = desk.dressed(text_xml("你好"))
    given = await desk.channel.push(query, body, gone)

    assert given.body == "success"
    desk.office.clock.pass_by(timedelta(seconds=6))
    await desk.again()
    assert len(desk.wechat.sent) == 1


async def test_a_reply_that_was_written_too_late_comes_by_the_outbox_once(
    desk: WeChatOffice,
) -> None:
    given = await desk.push(text_xml("你好"))

    await desk.see(given, seconds=4.9)

    await desk.again()
    await desk.again()
    assert len(desk.wechat.sent) == 1


async def test_a_process_that_dies_while_it_writes_leaves_the_reply_to_the_outbox(
    desk: WeChatOffice,
) -> None:
    await desk.push(text_xml("你好"))  # and never tells that it was written
    desk.office.clock.pass_by(timedelta(seconds=11))

    await desk.again()

    assert len(desk.wechat.sent) == 1


async def test_what_a_dead_process_had_begun_is_answered_by_the_next_one(office: Office) -> None:
    dialogue = SlowDialogue()
    dead = talking(office, dialogue, budget=0.0)
    await dead.push(text_xml("你好"))
    await dialogue.was_asked.wait()
    await dead.channel.close()

    desk = talking(office, FakeDialogue())
    await desk.again()
    assert desk.wechat.sent == []  # the dead one's lease still holds
    office.clock.pass_by(timedelta(seconds=10))
    await desk.again()
    await desk.again()

    assert len(desk.wechat.sent) == 1
    await desk.channel.close()


async def test_messages_of_one_citizen_are_answered_in_their_order(office: Office) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue, budget=0.0)
    for text_said in ("一二三", "四五六", "七八九"):
        await desk.push(text_xml(text_said))

    dialogue.may_answer.set()
    await desk.channel.settled()

    assert [m.text for m in dialogue.heard] == ["一二三", "四五六", "七八九"]


async def test_what_waits_since_earlier_rides_along_with_the_next_reply(office: Office) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue, budget=0.0)
    await desk.push(text_xml("头一句"))
    dialogue.may_answer.set()
    await desk.channel.settled()

    quick = talking(office, EchoDialogue())
    seen = await quick.say("第二句")

    assert seen.index("知道了。") < seen.index("您说第二句")
    await quick.again()
    assert quick.wechat.sent == []
    await quick.channel.close()


async def test_an_answer_longer_than_a_message_goes_on_in_the_next(office: Office) -> None:
    long = "".join(f"这是第{n}句，说的是医保报销的事。" for n in range(150))
    desk = talking(office, FakeDialogue(answered(long)))

    seen = await desk.say("长")
    office.clock.pass_by(timedelta(seconds=6))
    await desk.again()

    pieces = [seen, *desk.wechat.texts()]
    assert all(len(p) <= 600 and len(p.encode()) <= 2048 for p in pieces)
    assert "".join(p.replace(say.FIRST, "").strip() for p in pieces) == long
    await desk.channel.close()
