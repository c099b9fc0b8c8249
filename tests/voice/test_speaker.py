"""Tests how a text is spoken: clause by clause, from recordings, ahead of what is played."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from core.errors import EngineUnavailable
from tests.voice.fake_render import SECONDS, FakeRender
from voice.clauses import pace_within
from voice.prompts import clauses_of
from voice.speaker import Speaker
from voice.synthesizers.recordings import RATE, Recordings

TEXT = "好的，帮您办“门诊统筹签约”。请说姓名。"
CLAUSES = ["好的，", "帮您办门诊统筹签约。", "请说姓名。"]


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path, "zf_xiaoxiao")


def seconds(audio: bytes, rate: int) -> float:
    return len(audio) / 2 / rate


async def test_a_text_is_spoken_clause_by_clause(recordings: Recordings) -> None:
    render = FakeRender()

    audio = [a async for a in Speaker(recordings, render).speak(TEXT, pace=3.2, rate=8000)]

    assert render.asked == CLAUSES
    assert [round(seconds(a, 8000), 2) for a in audio] == [0.35, 1.25, 0.75]
    assert set(render.paces) == {pace_within(3.2)}


async def test_the_next_clause_is_rendered_while_the_first_is_played(
    recordings: Recordings,
) -> None:
    render = FakeRender()

    async with aclosing(Speaker(recordings, render).speak(TEXT, pace=3.2, rate=8000)) as spoken:
        await anext(spoken)
        await asyncio.sleep(0)  # lets the task that was begun take its first step
        asked = await until_asked(render, 2)

    assert asked == CLAUSES[:2]


LONG = "您在青岛市参保的职工医保退休人员，可以报销。"


@pytest.mark.parametrize(("waits", "first"), [(True, "您在青岛市参保的"), (False, LONG[:17])])
async def test_only_who_waits_in_silence_is_given_a_shorter_beginning(
    recordings: Recordings, waits: bool, first: str
) -> None:
    render = FakeRender()
    queued = (lambda: 0.0) if waits else (lambda: 1.5)

    spoken = Speaker(recordings, render).speak(LONG, pace=3.2, rate=8000, queued=queued)
    [audio async for audio in spoken]

    assert render.asked[0] == first
    assert "".join(render.asked) == LONG


async def test_a_beginning_that_was_prepared_is_never_cut(recordings: Recordings) -> None:
    recordings.keep(LONG[:17], b"\x01\x10" * RATE, pace=pace_within(3.2), prompt=True)
    render = FakeRender()

    [audio async for audio in Speaker(recordings, render).speak(LONG, pace=3.2, rate=8000)]

    assert render.asked == [LONG[17:]]


async def test_the_engine_is_told_when_the_listener_will_miss_a_clause(
    recordings: Recordings,
) -> None:
    render = FakeRender()

    spoken = Speaker(recordings, render).speak(TEXT, pace=3.2, rate=8000, queued=lambda: 1.5)
    lengths = [seconds(audio, 8000) async for audio in spoken]

    assert render.spare == pytest.approx([1.5, 1.5 + lengths[0], 1.5 + lengths[1]])


async def until_asked(render: FakeRender, count: int) -> list[str]:
    async with asyncio.timeout(5):
        while len(render.asked) < count:
            await asyncio.to_thread(lambda: None)
    return list(render.asked)


async def test_who_stops_listening_stops_the_rendering(recordings: Recordings) -> None:
    render = FakeRender(held=asyncio.Event())

    async with aclosing(Speaker(recordings, render).speak(TEXT, pace=3.2, rate=8000)) as spoken:
        await anext(spoken)
        await until_asked(render, 2)

    assert render.cancelled == [CLAUSES[1]]


async def test_what_was_prepared_is_not_rendered_again(recordings: Recordings) -> None:
    recordings.keep(CLAUSES[0], b"\x01\x10" * RATE, pace=pace_within(3.2), prompt=True)
    render = FakeRender()

    audio = [a async for a in Speaker(recordings, render).speak(TEXT, pace=3.2, rate=8000)]

    assert render.asked == CLAUSES[1:]
    assert seconds(audio[0], 8000) == pytest.approx(1.15, abs=0.01)


async def test_only_public_clauses_go_to_the_disk(recordings: Recordings) -> None:
    speaker = Speaker(recordings, FakeRender(), public=clauses_of(["好的，请稍等。"]))

    [a async for a in speaker.speak("好的，王秀英，对吗？", pace=3.2, rate=8000)]

    assert recordings.find("好的，", pace=pace_within(3.2), rate=RATE) is not None
    for private in ("王秀英，", "对吗？"):
        assert recordings.find(private, pace=pace_within(3.2), rate=RATE) is None


async def test_what_was_just_said_is_repeated_from_memory(recordings: Recordings) -> None:
    render = FakeRender()
    speaker = Speaker(recordings, render)

    first = [a async for a in speaker.speak("好的，王秀英。", pace=3.2, rate=8000)]
    again = [a async for a in speaker.speak("好的，王秀英。", pace=3.2, rate=8000)]

    assert again == first
    assert render.asked == ["好的，", "王秀英。"]


async def test_if_the_engine_fails_a_recording_at_another_pace_serves(
    recordings: Recordings,
) -> None:
    recordings.keep("请稍等。", b"\x01\x10" * RATE, pace=pace_within(2.5), prompt=True)
    speaker = Speaker(recordings, FakeRender(fails_on="请稍等"))

    audio = [a async for a in speaker.speak("请稍等。", pace=3.2, rate=8000)]

    assert seconds(audio[0], 8000) > 1


async def test_without_engine_and_recording_the_caller_of_the_speaker_is_told(
    recordings: Recordings,
) -> None:
    speaker = Speaker(recordings, FakeRender(fails_on="统筹"))

    async with aclosing(speaker.speak(TEXT, pace=3.2, rate=8000)) as spoken:
        heard = await anext(spoken)
        with pytest.raises(EngineUnavailable):
            await anext(spoken)

    assert seconds(heard, 8000) > 0


async def test_an_essential_prompt_needs_no_engine(recordings: Recordings) -> None:
    prompts = {"voice_down": "对不起，现在说话有困难。"}
    for clause in clauses_of(prompts.values()):
        recordings.keep(clause, b"\x01\x10" * RATE, pace=pace_within(3.2), prompt=True)
    render = FakeRender(fails_on="对")

    audio = await Speaker(recordings, render, essential=prompts).essential(
        "voice_down", pace=2.72, rate=8000
    )

    assert seconds(audio, 8000) > 2
    assert render.asked == []


async def test_an_essential_prompt_that_nobody_prepared_is_told(recordings: Recordings) -> None:
    speaker = Speaker(recordings, FakeRender(), essential={"go_on": "您请说。"})

    with pytest.raises(EngineUnavailable):
        await speaker.essential("go_on", pace=3.2, rate=8000)


async def test_very_slow_speech_pauses_longer(recordings: Recordings) -> None:
    speaker = Speaker(recordings, FakeRender())

    audio = [a async for a in speaker.speak("请说参保人的姓名。", pace=2.0, rate=8000)]

    assert seconds(audio[0], 8000) >= 8 * SECONDS + 1.0


async def test_a_text_of_which_nothing_can_be_said_is_silent(recordings: Recordings) -> None:
    render = FakeRender()

    assert [a async for a in Speaker(recordings, render).speak("😊", pace=3.2, rate=8000)] == []
    assert render.asked == []


async def test_numbers_are_rendered_in_words(recordings: Recordings) -> None:
    render = FakeRender()

    [a async for a in Speaker(recordings, render).speak("受理号 202611。", pace=3.2, rate=8000)]

    assert render.asked == ["受理号二零二，", "六幺幺。"]
