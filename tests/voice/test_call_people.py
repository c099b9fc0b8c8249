"""Tests in virtual time how a call reaches people: queue, transfer, relay, call-back, leave."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from core import phone_wording as say
from core import wording
from tests.voice.call_fakes import MUSIC, FakeCall
from tests.voice.virtual_time import played
from voice.call_talk import Manners
from voice.front import AgentSaid, Placed, Said, Session, Slot, Staged
from voice.line import Held

HANDED = Said("好的，马上请工作人员来帮您。", wants_human=True)
MORNING = datetime(2026, 12, 1, 1, tzinfo=UTC)


def slots(count: int) -> tuple[Slot, ...]:
    half = timedelta(minutes=30)
    return tuple(
        Slot(MORNING + n * half, MORNING + (n + 1) * half, f"明天上午第{n + 1}个半小时")
        for n in range(count)
    )


async def opened(call: FakeCall) -> None:
    await call.quiet()


async def waiting(call: FakeCall) -> None:
    """Ask for a person, and be put into the queue."""
    call.front.answers["转人工"] = HANDED
    await opened(call)
    await call.presses("0")


def test_the_place_is_told_when_it_changes_and_music_plays_between() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await waiting(call)
            call.front.beside.put_nowait(Placed(3, 6, True))
            await call.quiet()
            await asyncio.sleep(3)
            assert "您前面还有2位。" in call.synthesizer.texts
            assert "大约要等6分钟。" in call.synthesizer.texts
            assert any(MUSIC in pcm for at, pcm in call.line.played if at > call.now - 2)

            call.front.beside.put_nowait(Placed(1, None, True))
            await asyncio.sleep(5)
            assert call.synthesizer.texts[-1] == say.QUEUE_FIRST

            await asyncio.sleep(62)
            assert call.synthesizer.texts.count(say.QUEUE_STILL) == 2

    played(scenario())


def test_an_agent_with_an_extension_gets_the_call() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", extensions={"小王": "sip:1001@pbx"})
            await waiting(call)
            await asyncio.sleep(3)
            call.front.beside.put_nowait(Staged("agent", "小王"))
            await asyncio.sleep(8)

            assert call.line.transfers == [
                ("sip:1001@pbx", {"subject": wording.BOT_NAME, "conversation": "c1"})
            ]
            assert call.over
            assert call.front.endings == ["transferred"]

    played(scenario())


def test_an_agent_without_an_extension_is_read_out_and_told_what_the_caller_says() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["我的卡丢了"] = Said("", relayed=True)
            await waiting(call)
            call.front.beside.put_nowait(Staged("agent", "小王"))
            await call.quiet()
            call.front.beside.put_nowait(AgentSaid("您好，请讲。", "小王"))
            await call.quiet()
            assert call.synthesizer.texts[-1] == "您好，请讲。"

            await call.says("我的卡丢了")
            assert call.front.texts[-1] == "我的卡丢了"

            call.front.beside.put_nowait(Staged("bot", None))
            await call.quiet()
            assert call.synthesizer.texts[-1] == say.AGENT_LEFT[-1]

    played(scenario())


def test_a_transfer_that_fails_keeps_the_caller_and_the_agent_together() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", extensions={"小王": "sip:1001@pbx"})
            call.front.answers["转人工"] = HANDED
            call.line.transfer_works = False
            await opened(call)
            await call.presses("0")
            await asyncio.sleep(3)
            call.front.beside.put_nowait(Staged("agent", "小王"))
            await asyncio.sleep(14)

            assert say.TRANSFER_FAILED_RELAY[0] in call.synthesizer.texts
            assert not call.over

    played(scenario())


def test_a_transfer_of_nobody_leads_back_into_the_queue() -> None:
    async def scenario() -> None:
        manners = Manners(duty_extension="sip:duty@pbx")
        async with FakeCall(manners=manners) as call:
            await opened(call)
            call.front.works = False
            call.line.transfer_works = False
            await call.presses("0")
            await asyncio.sleep(10)
            assert call.line.transfers[0][0] == "sip:duty@pbx"
            assert say.TRANSFER_FAILED[0] in call.synthesizer.texts

            call.front.works = True
            call.front.answers["转人工"] = HANDED
            await asyncio.sleep(12)
            call.front.beside.put_nowait(Placed(1, None, True))
            await asyncio.sleep(6)
            assert say.QUEUE_FIRST in call.synthesizer.texts

    played(scenario())


def test_at_night_a_call_back_is_booked_in_two_turns() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.free = slots(5)
            await waiting(call)
            call.front.beside.put_nowait(Placed(1, None, False))
            await call.quiet()
            assert say.CLOSED[0] in call.synthesizer.texts

            await call.presses("2")
            await call.quiet()
            await call.presses("1")
            await call.quiet()

            assert call.front.bookings == [(slots(5)[1], "13800138000")]
            assert call.synthesizer.texts[-1] == say.ANYTHING_ELSE

    played(scenario())


def test_who_waits_can_be_called_back_at_another_number_and_another_time() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.free = slots(3)
            await waiting(call)
            call.front.beside.put_nowait(Placed(9, None, True))
            await asyncio.sleep(12)

            await call.says("不等了，给我回电话吧")
            await call.quiet()
            await call.says("都不方便")
            await call.quiet()
            await call.says("第一个")
            await call.quiet()
            await call.presses("2")
            await call.quiet()
            await call.presses("05356688123#")
            await call.quiet()
            assert "号码是0535 6688 123，对吗？" in call.synthesizer.texts
            await call.says("对")
            await call.quiet()

            assert call.front.bookings == [(slots(3)[2], "05356688123")]

    played(scenario())


def test_goodbye_asks_first_whether_there_is_anything_else() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            await call.says("好的，再见")
            await call.quiet()
            assert say.ANYTHING_ELSE in call.synthesizer.texts
            assert not call.line.hung_up_by_us

            await call.says("没有了")
            await asyncio.sleep(8)

            assert call.synthesizer.texts[-1] == say.GOODBYE
            assert call.line.hung_up_by_us
            assert call.front.endings == ["hang_up"]

    played(scenario())


def test_somebody_who_puts_us_on_hold_hears_the_question_again() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            call.line.due.append(Held(True))
            await asyncio.sleep(60)
            said = len(call.synthesizer.texts)
            call.line.due.append(Held(False))
            await call.quiet()

            assert call.synthesizer.texts[said:] == [say.AFTER_HOLD, "您想问什么？"]

    played(scenario())


def test_a_transfer_that_fails_later_is_told_like_one_that_was_refused() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", extensions={"小王": "sip:1001@pbx"})
            await waiting(call)
            await asyncio.sleep(3)
            call.line.lost_on_the_way = True
            call.front.beside.put_nowait(Staged("agent", "小王"))
            await asyncio.sleep(20)

            assert say.TRANSFER_FAILED_RELAY[1] in call.synthesizer.texts

    played(scenario())
