"""Tests the talk of a whole call in virtual time: a caller, a line, and what lies behind."""

from __future__ import annotations

import asyncio

from core import phone_wording as say
from tests.voice.call_fakes import FakeCall
from tests.voice.virtual_time import played
from voice.front import Said


async def opened(call: FakeCall) -> None:
    await call.quiet()


def test_the_zero_is_told_within_ten_seconds_and_the_label_with_it() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)

            zero = next(at for at, text, _ in call.synthesizer.said if "按0" in text)
            assert zero + len(say.OPENING[1]) / 3.2 <= 10
            assert "不是真人" in call.synthesizer.told()
            assert call.synthesizer.texts[-1] == "您想问什么？"

    played(scenario())


def test_a_question_is_answered_and_the_words_are_put_right_on_the_way() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["门诊统筹怎么办"] = Said("先签约，再看病。")
            await opened(call)

            await call.says("门诊统仇怎么办")

            assert call.front.texts == ["门诊统筹怎么办"]
            assert call.synthesizer.texts[-1] == "先签约，再看病。"
            assert call.recognizer.paused_first == 1

    played(scenario())


def test_a_cached_reply_follows_the_end_of_the_turn_within_half_a_second() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            call.speaks("医保怎么报销", 1.0)
            started = call.now

            await asyncio.sleep(4)

            reply = next(at for at, text, _ in call.synthesizer.said if "您说的是" in text)
            assert reply - started - 1.0 - call.parts.patience.over <= 0.45

    played(scenario())


def test_a_slow_answer_is_bridged_with_a_sentence() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            call.front.takes = 2.5

            await call.says("医保怎么报销")
            await asyncio.sleep(0.5)
            assert call.synthesizer.texts[-1] == say.ONE_MOMENT

            await asyncio.sleep(2)
            assert call.synthesizer.texts[-1] == "您说的是医保怎么报销。"

    played(scenario())


def test_speech_cuts_a_prompt_off_within_a_quarter_of_a_second() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["政策"] = Said("这一条说得很长，要念上好一会儿。" * 3 + "最后一句。")
            await opened(call)
            await call.says("政策")
            began = call.now
            call.speaks("我要办签约", 1.0)

            await asyncio.sleep(4)

            assert call.line.stops[-1] - began <= 0.25
            assert call.front.texts[-1] == "我要办签约"
            assert "最后一句。" not in call.synthesizer.texts

    played(scenario())


def test_a_murmur_stops_us_only_until_it_is_known_to_be_one() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["政策"] = Said("第一句有这么长。第二句有这么长。第三句有这么长。")
            await opened(call)
            await call.says("政策")
            call.speaks("嗯", 0.25)

            await call.quiet()
            await call.quiet()

            assert call.front.texts == ["政策"]
            assert call.synthesizer.texts[-1] == "第三句有这么长。"

    played(scenario())


def test_what_the_law_wants_heard_is_said_to_its_end_and_then_the_caller_is_answered() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            law = Said("按规定要得到监护人同意，请您听完这一句。", legal=True)
            call.front.answers["办参保"] = law
            await opened(call)
            await call.says("办参保")
            stops = len(call.line.stops)
            call.speaks("王建国", 0.6)

            await call.quiet()
            await call.quiet()

            assert len(call.line.stops) == stops
            assert call.front.texts == ["办参保", "王建国"]

    played(scenario())


def test_slower_is_slower_at_once_again_and_remembered() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            await call.says("说慢点")
            await call.quiet()
            await call.presses("9")
            await call.quiet()

            assert [round(pace, 3) for pace in call.front.paces] == [2.72, 2.312]
            _, text, pace = call.synthesizer.said[-1]
            assert (text, round(pace, 3)) == ("您想问什么？", 2.312)
            assert call.front.texts == []

    played(scenario())


def test_a_long_answer_is_read_in_parts_and_the_caller_may_stop_it() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            items = "；".join(f"第{n}种材料要带上原件和复印件" for n in range(1, 10))
            call.front.answers["材料"] = Said(f"要准备：{items}。")
            await opened(call)
            await call.says("材料")
            await call.quiet()
            assert call.synthesizer.texts[-2] == say.GO_ON_LISTENING
            assert not any("第4种" in text for text in call.synthesizer.texts)

            await call.says("继续")
            await call.quiet()
            assert any("第4种" in text for text in call.synthesizer.texts)

            await call.presses("2")
            await call.quiet()
            assert call.synthesizer.texts[-1] == say.STOPPED_READING
            assert call.front.texts == ["材料"]

    played(scenario())


def test_what_is_said_over_a_bridge_replaces_the_question_before_it() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            call.front.takes = 3.0
            call.speaks("政策", 0.8)
            await asyncio.sleep(3.4)
            await call.says("不是，我要签约", 0.8)
            await asyncio.sleep(6)

            assert call.front.texts == ["政策", "不是，我要签约"]
            assert "您说的是政策。" not in call.synthesizer.texts
            assert "您说的是不是，我要签约。" in call.synthesizer.texts

    played(scenario())
