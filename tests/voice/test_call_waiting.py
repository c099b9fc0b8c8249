"""Tests in virtual time what a caller who waits says of their waiting, and what they are told."""

from __future__ import annotations

import asyncio

from core import phone_wording as say
from tests.voice.call_fakes import FakeCall
from tests.voice.test_call_people import slots, waiting
from tests.voice.virtual_time import played
from voice.front import Announced, Placed, Said, Session


def test_who_leaves_the_queue_is_offered_a_call_and_may_refuse_it() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.free = slots(3)
            await waiting(call)
            call.front.beside.put_nowait(Placed(9, None, True))
            await asyncio.sleep(12)

            await call.says("不排队了")
            await call.quiet()
            assert call.front.left == 1
            assert say.CALL_BACK_INSTEAD[0] in call.synthesizer.texts
            assert call.synthesizer.texts[-1] == say.SLOTS_MORE.format(number=3)
            await call.says("不用了")
            await call.quiet()

            assert call.synthesizer.texts[-2:] == [say.NO_CALL_BACK, say.GREETING]
            assert call.front.bookings == []
            assert say.AGENT_LEFT[0] not in call.synthesizer.texts

    played(scenario())


def test_who_left_the_queue_and_wants_a_person_after_all_is_put_into_it_again() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.free = slots(3)
            await waiting(call)
            await asyncio.sleep(5)
            await call.says("先不等了")
            await call.quiet()

            await call.presses("0")
            await call.quiet()

            assert call.front.texts == ["转人工", "转人工"]

    played(scenario())


def test_the_place_is_told_again_to_who_asks_how_long_it_takes() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await waiting(call)
            call.front.beside.put_nowait(Placed(3, 6, True))
            await asyncio.sleep(12)
            before = len(call.synthesizer.texts)

            await call.says("还要等多久")
            await call.quiet()

            told = ["您前面还有2位。", "大约要等6分钟。", say.QUEUE_CALL_BACK]
            assert call.synthesizer.texts[before:] == told
            assert call.front.texts == ["转人工"]

    played(scenario())


def test_another_team_is_asked_for_in_the_words_of_the_caller() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            chosen = "好的，请烟台班组的工作人员来接待您。"
            call.front.answers["找烟台的"] = Said(chosen)
            await waiting(call)
            await asyncio.sleep(8)

            await call.says("找烟台的")
            await call.quiet()

            assert call.synthesizer.texts[-1] == chosen

    played(scenario())


def test_an_emergency_notice_is_said_at_the_start_and_a_new_one_while_waiting_once() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", "您想问什么？", notice="系统今晚十点维护。")
            await waiting(call)
            for text in ("系统今晚十点维护。", "维护提前到九点。", "维护提前到九点。"):
                call.front.beside.put_nowait(Announced(text))
            await asyncio.sleep(12)

            texts = call.synthesizer.texts
            assert texts.count(say.NOTICE.format(notice="系统今晚十点维护。")) == 1
            assert say.NEW_NOTICE.format(notice="系统今晚十点维护。") not in texts
            assert texts.count(say.NEW_NOTICE.format(notice="维护提前到九点。")) == 1

    played(scenario())


def test_nobody_is_told_that_it_is_late_while_somebody_serves() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", staffed=False)
            call.front.free = slots(3)
            await waiting(call)
            call.front.beside.put_nowait(Placed(1, None, True))
            await asyncio.sleep(8)
            await call.presses("1")
            await call.quiet()

            await call.presses("0")
            await call.quiet()

            assert say.CLOSED[0] not in call.synthesizer.texts

    played(scenario())
