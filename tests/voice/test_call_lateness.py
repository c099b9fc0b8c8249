"""Tests in virtual time what a caller hears whose answer is rendered too slowly."""

from __future__ import annotations

import asyncio

import pytest

from core import phone_wording as say
from core.messages import State
from core.service_items import FieldKind
from tests.voice.call_fakes import FakeCall
from tests.voice.test_call_failures import HANDED, opened
from tests.voice.virtual_time import played
from voice.front import Said

NUMBER = "13800138000"


def test_who_waits_for_the_rest_of_an_answer_is_asked_to_and_hears_all_of_it() -> None:
    answer = ("这是全国的规定。", "要带身份证。", "当天就能办好。")

    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["怎么办"] = Said("".join(answer))
            await opened(call)
            call.synthesizer.takes_for = lambda text: 20.0 if text == answer[1] else 0.05
            asked = call.now
            await call.says("怎么办")
            await asyncio.sleep(30)

            said = [text for at, text, _ in call.synthesizer.said if at > asked]
            assert said == [answer[0], say.GOES_ON, say.GOES_ON, *answer[1:]]
            assert call.front.texts == ["怎么办"]  # and no person was called

    played(scenario())


def test_who_waits_for_the_first_word_of_an_answer_is_asked_to_wait() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["怎么办"] = Said("这是全国的规定。")
            await opened(call)
            call.synthesizer.takes_for = lambda text: 5.0 if "全国" in text else 0.05
            await call.says("怎么办")
            await asyncio.sleep(8)

            assert call.synthesizer.texts[-2:] == [say.ONE_MOMENT, "这是全国的规定。"]

    played(scenario())


def test_a_sentence_that_never_comes_brings_a_person() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["转人工"] = HANDED
            await opened(call)
            call.synthesizer.takes_for = lambda text: 3600.0 if "政策" in text else 0.05
            await call.says("政策")
            await asyncio.sleep(call.parts.limits.speak + 10)

            assert say.VOICE_DOWN[0] in call.synthesizer.texts
            assert call.front.texts == ["政策", "转人工"]

    played(scenario())


def test_who_waits_long_for_their_words_to_be_recognised_is_asked_to_and_then_answered() -> None:
    for seconds in (2.0, 5.0):

        async def scenario(seconds: float = seconds) -> None:
            async with FakeCall() as call:
                await opened(call)
                call.recognizer.takes, call.recognizer.knows_at_pause = seconds, False
                call.speaks("怎么参保", 1.0)
                over = call.now + 1.0

                await asyncio.sleep(1.0 + call.parts.patience.over + seconds + 3.0)

                at, text, _ = next(one for one in call.synthesizer.said if one[0] > over)
                assert text == say.ONE_MOMENT
                assert at - over - call.parts.patience.over <= 1.5
                assert call.synthesizer.texts[-1] == "您说的是怎么参保。"
                assert call.synthesizer.texts.count(say.ONE_MOMENT) == 1

        played(scenario())


def test_words_that_never_come_are_owned_to_after_a_sentence_that_asks_to_wait() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            call.recognizer.takes, call.recognizer.knows_at_pause = 3600.0, False
            await call.says("怎么参保")
            await asyncio.sleep(call.parts.limits.recognise + 3.0)

            assert call.synthesizer.texts[-3:] == [say.ONE_MOMENT, *say.DEAF]
            assert call.front.texts == []

    played(scenario())


def test_words_answer_and_sound_that_are_all_a_little_slow_leave_no_silence_of_three_seconds() -> (
    None
):
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["怎么办"] = Said("这是全国的规定。")
            await opened(call)
            call.recognizer.takes, call.recognizer.knows_at_pause = 0.6, False
            call.front.takes = 0.5
            call.synthesizer.takes_for = lambda text: 2.0 if "全国" in text else 0.05
            call.speaks("怎么办", 1.0)
            over = call.now + 1.0
            await asyncio.sleep(8)

            at, text, _ = next(one for one in call.synthesizer.said if one[0] > over)
            assert text == say.ONE_MOMENT
            assert at - over < 3.0
            assert call.synthesizer.texts[-1] == "这是全国的规定。"

    played(scenario())


@pytest.mark.parametrize("late", ["words", "answer", "sound"])
def test_who_says_a_number_is_not_left_in_silence_for_three_seconds_either(late: str) -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["办"] = Said(
                "请说手机号。", state=State.FILLING, awaiting="mobile", kind=FieldKind.MOBILE
            )
            call.front.answers[NUMBER] = Said("好的，记下了。", state=State.FILLING)
            await opened(call)
            await call.says("办")
            await call.quiet()
            call.recognizer.takes, call.recognizer.knows_at_pause = 0.1, False
            if late == "words":
                call.recognizer.takes = 4.0
            elif late == "answer":
                call.front.takes = 4.0
            else:
                call.synthesizer.takes_for = lambda text: 4.0 if "记下" in text else 0.05
            call.speaks(NUMBER, 1.0)
            over = call.now + 1.0
            await asyncio.sleep(12)

            at, text, _ = next(one for one in call.synthesizer.said if one[0] > over)
            assert text == say.ONE_MOMENT
            assert call.parts.patience.over_digits <= at - over <= 2.8
            assert "好的，记下了。" in call.synthesizer.texts

    played(scenario())


def test_an_interruption_ends_the_waiting_for_a_sentence() -> None:
    async def scenario() -> int:
        before = len(asyncio.all_tasks())
        async with FakeCall() as call:
            await opened(call)
            call.synthesizer.takes_for = lambda text: 6.0 if "政策" in text else 0.05
            await call.says("政策")
            await asyncio.sleep(3)  # in the middle of what asks to wait
            await call.presses("9")
            await call.quiet()

            assert not call.over
        return len(asyncio.all_tasks()) - before

    assert played(scenario()) == 0
