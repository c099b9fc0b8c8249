"""Tests in virtual time what a caller hears when nobody speaks, or something breaks."""

from __future__ import annotations

import asyncio

from core import phone_wording as say
from tests.voice.call_fakes import MUSIC, FakeCall
from tests.voice.virtual_time import played
from voice.front import Placed, Said, Session
from voice.line import HungUp, Key

HANDED = Said("好的，马上请工作人员来帮您。", wants_human=True)


async def opened(call: FakeCall) -> None:
    await call.quiet()


def test_a_key_silences_even_what_the_law_wants_heard() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["转人工"] = HANDED
            await asyncio.sleep(2)  # in the middle of the label
            pressed = call.now
            await call.presses("0")

            assert call.line.stops[0] - pressed <= 0.15
            assert say.PERSON_COMING in call.synthesizer.texts
            assert call.front.texts == ["转人工"]

    played(scenario())


def test_three_silences_bring_a_person_and_never_end_the_call() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["转人工"] = HANDED
            await opened(call)

            await asyncio.sleep(60)

            assert call.front.texts == ["转人工"]
            assert say.NOBODY_SPEAKS[0] in call.synthesizer.texts
            first, second = say.NOTHING_HEARD
            assert set(first + second) <= set(call.synthesizer.texts)
            await asyncio.sleep(600)
            assert not call.over
            assert not call.line.hung_up_by_us

    played(scenario())


def test_after_three_unclear_utterances_a_person_comes_and_each_help_was_another() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["转人工"] = HANDED
            await opened(call)

            for _ in range(3):
                await call.says("嘶嘶", confidence=0.1)
                await call.quiet()

            assert call.front.texts == ["转人工"]
            assert {say.NOT_CLEAR[0][0], say.NOT_CLEAR[1][0]} <= set(call.synthesizer.texts)
            assert say.NOT_CLEAR_PERSON[1] in call.synthesizer.texts

    played(scenario())


def test_a_recogniser_that_fails_leaves_the_keys_and_brings_a_person_the_second_time() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["转人工"] = HANDED
            await opened(call)
            call.recognizer.works = False
            call.speaks("我要签约", 1.0)
            started = call.now
            await asyncio.sleep(5)
            sentence = next(at for at, text, _ in call.synthesizer.said if text == say.DEAF[0])
            assert sentence - started - 1.0 - call.parts.patience.over <= 3.0
            await call.quiet()

            await call.says("我要签约")
            await call.quiet()

            assert say.DEAF_PERSON[1] in call.synthesizer.texts
            assert call.front.texts == ["转人工"]

    played(scenario())


def test_a_recogniser_that_comes_back_is_used_again() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            call.recognizer.works = False
            await call.says("我要签约")
            await call.quiet()
            call.recognizer.works = True

            await call.says("我要签约")

            assert call.front.texts == ["我要签约"]

    played(scenario())


def test_a_synthesiser_that_dies_in_mid_call_is_owned_to_and_a_person_comes() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["转人工"] = HANDED
            await opened(call)
            call.synthesizer.cannot_say = lambda text: "政策" in text
            await call.says("政策")
            await call.quiet()

            assert say.VOICE_DOWN[0] in call.synthesizer.texts
            assert call.front.texts == ["政策", "转人工"]
            assert not call.over

    played(scenario())


def test_with_no_voice_at_all_the_caller_still_reaches_the_queue() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.synthesizer.cannot_say = lambda text: True
            call.front.answers["转人工"] = HANDED
            await asyncio.sleep(20)

            assert call.front.texts == ["转人工"]
            assert not call.over
            assert any(MUSIC in pcm for _, pcm in call.line.played)

    played(scenario())


def test_a_gateway_that_is_away_is_asked_again_until_it_opens_the_conversation() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.opens = False
            await asyncio.sleep(12)
            assert say.FRONT_DOWN[0] in call.synthesizer.texts
            call.front.opens = True

            await asyncio.sleep(20)

            assert call.synthesizer.texts[-1] == "您想问什么？"

    played(scenario())


def test_a_person_is_asked_for_with_the_same_message_until_somebody_answers() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            call.front.works = False
            await call.presses("0")
            await asyncio.sleep(12)
            assert len(call.front.received) >= 3
            assert len(set(call.front.received)) == 1
            call.front.works = True
            call.front.answers["转人工"] = HANDED
            await asyncio.sleep(8)
            call.front.beside.put_nowait(Placed(2, None, True))
            await asyncio.sleep(8)

            assert "您前面还有1位。" in call.synthesizer.texts

    played(scenario())


def test_recording_is_only_what_the_caller_agreed_to() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", recording_allowed=True)
            await opened(call)
            await call.presses("2")
            await call.quiet()
            assert call.recordings == [False]
            assert call.front.consents == [False]

            await call.says("怎么参保")
            assert call.front.texts == ["怎么参保"]

        async with FakeCall() as other:
            other.front.session = Session("c1", "t", recording_allowed=True)
            await opened(other)
            await other.says("怎么参保")  # who does not answer has not agreed
            assert other.recordings == []

    played(scenario())


def test_a_caller_who_hangs_up_leaves_no_task_behind() -> None:
    async def scenario() -> int:
        before = len(asyncio.all_tasks())
        async with FakeCall() as call:
            await opened(call)
            call.front.takes = 5.0
            await call.says("政策")
            call.line.due.append(HungUp(True, "bye"))
            await asyncio.sleep(1)

            assert call.front.endings == ["bye"]
        return len(asyncio.all_tasks()) - before

    assert played(scenario()) == 0


def agreed_and_gone(call: FakeCall) -> None:
    call.line.due.append(Key("1", 0.0))
    call.line.due.append(HungUp(True, "bye"))


def test_who_agrees_to_be_recorded_and_hangs_up_at_once_leaves_the_consent() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", recording_allowed=True)
            call.front.notes_in = 0.5
            await opened(call)

            agreed_and_gone(call)
            await asyncio.sleep(1)

            assert call.over
            assert call.recordings == [True]
            assert call.front.consents == [True]
            assert call.front.endings == ["bye"]

    played(scenario())


def test_a_gateway_that_takes_for_ever_does_not_keep_the_call_of_who_hung_up() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.session = Session("c1", "t", recording_allowed=True)
            call.front.notes_in = 3600.0
            await opened(call)

            agreed_and_gone(call)
            await asyncio.sleep(call.parts.limits.tell + 1)

            assert call.over
            assert call.front.consents == []

    played(scenario())
