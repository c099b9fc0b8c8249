"""Checks what callers get from the speech service, through real sockets and real workers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.errors import EngineUnavailable, NotAllowedNow
from tests.voice.engines.conftest import Start
from tests.voice.engines.fake_engines import said
from tests.voice.engines.running import ear_spec, hear, release
from voice.engines.crew import Limits
from voice.engines.wire import LENGTHS
from voice.speech import Heard, Reading


async def test_an_utterance_is_heard_with_its_hints_and_its_readings(start: Start) -> None:
    running = await start()

    heard = await hear(running.client, "hello", hints=("one", "two"))

    assert heard == Heard("hello (8000 one two)", 0.9, "fake", (Reading("hello", -1.5),))


async def test_a_clause_is_rendered_at_its_pace_and_rate(start: Start) -> None:
    running = await start()

    audio = await running.client.render("good day", pace=2.5, rate=16000)

    assert audio == b"good day 2.5 16000"


async def test_silence_is_not_given_to_an_engine(start: Start) -> None:
    running = await start()
    hearing = await running.client.hear(8000)
    await hearing.feed(bytes(320))

    heard = await hearing.finish()

    assert heard.confidence == 0
    assert (await running.client.state()).recognizer.done == 0


async def test_what_a_pause_brought_is_told_and_used_at_the_end(start: Start) -> None:
    running = await start()
    words: list[str] = []
    hearing = await running.client.hear(8000, on_words=words.append)
    await hearing.feed(said("hello"))
    await hearing.pause()
    await running.until(lambda state: state.recognizer.done == 1)

    await hearing.feed(bytes(8000))
    heard = await hearing.finish()

    assert heard.text == "hello (8000)"
    assert words == ["hello (8000)"]
    assert (await running.client.state()).recognizer.done == 1


async def test_who_ends_before_the_pause_is_recognised_gets_that_recognition(
    start: Start, pipe: Path
) -> None:
    running = await start()
    hearing = await running.client.hear(8000)
    await hearing.feed(said(f"wait {pipe}"))
    await hearing.pause()
    ending = asyncio.create_task(hearing.finish())
    await running.until(lambda state: state.recognizer.workers[0].busy)

    await asyncio.to_thread(release, pipe)

    assert (await ending).text.startswith("wait")
    assert (await running.client.state()).recognizer.done == 1


async def test_what_is_said_after_a_pause_is_heard_too(start: Start) -> None:
    running = await start()
    hearing = await running.client.hear(8000)
    await hearing.feed(said("hello"))
    await hearing.pause()

    await hearing.feed(b"again" * 1000)
    heard = await hearing.finish()

    assert heard.text.startswith("helloagain")


async def test_a_streaming_engine_tells_words_while_they_are_said(start: Start) -> None:
    running = await start(ear=ear_spec(streaming=True))
    words: list[str] = []
    hearing = await running.client.hear(8000, on_words=words.append)

    for slice_of_speech in (b"good", b" day"):
        await hearing.feed(slice_of_speech)
    heard = await hearing.finish()

    assert heard.text == "good day (8000)"
    assert words == ["good", "good day"]


@pytest.mark.parametrize("streaming", [False, True])
async def test_two_callers_who_speak_at_once_get_their_own_words(
    start: Start, streaming: bool
) -> None:
    running = await start(ear=ear_spec(streaming=streaming))
    other = running.other_client()
    first, second = await running.client.hear(8000), await other.hear(16000)

    for one, two in ((b"first", b"second"), (b" caller", b" one"), (bytes(4000), bytes(4000))):
        await first.feed(one)
        await second.feed(two)
    heard = await asyncio.gather(first.finish(), second.finish())
    await other.close()

    assert [each.text for each in heard] == ["first caller (8000)", "second one (16000)"]


async def test_who_would_wait_too_long_is_refused_at_once(start: Start, pipe: Path) -> None:
    running = await start(limits=Limits(waiting=1, patience=600, job=600))
    busy = asyncio.create_task(hear(running.client, f"wait {pipe}"))
    await running.until(lambda state: state.recognizer.workers[0].busy)
    waiting = asyncio.create_task(hear(running.client, "second"))
    await running.until(lambda state: state.recognizer.waiting == 1)

    with pytest.raises(EngineUnavailable, match="busy"):
        await hear(running.client, "third")
    await asyncio.to_thread(release, pipe)

    assert (await waiting).text == "second (8000)"
    assert (await busy).confidence == 0.9
    assert (await running.client.state()).recognizer.refused == 1


async def test_who_waited_long_enough_is_told_so(start: Start, pipe: Path) -> None:
    running = await start(limits=Limits(patience=0.2, job=600))
    busy = asyncio.create_task(hear(running.client, f"wait {pipe}"))
    await running.until(lambda state: state.recognizer.workers[0].busy)

    with pytest.raises(EngineUnavailable, match="busy"):
        await hear(running.client, "second")

    await asyncio.to_thread(release, pipe)
    await busy


async def test_more_utterances_than_allowed_are_refused(start: Start) -> None:
    running = await start(utterances=1)
    first = await running.client.hear(8000)

    with pytest.raises(EngineUnavailable):
        await running.client.hear(8000)
    await first.drop()

    assert (await hear(running.client, "next")).text == "next (8000)"


async def test_a_dropped_utterance_is_taken_out_of_the_line(start: Start, pipe: Path) -> None:
    running = await start(limits=Limits(patience=600, job=600))
    busy = asyncio.create_task(hear(running.client, f"wait {pipe}"))
    await running.until(lambda state: state.recognizer.workers[0].busy)
    dropped = await running.client.hear(8000)
    await dropped.feed(said("never mind"))
    await dropped.pause()
    await running.until(lambda state: state.recognizer.waiting == 1)

    await dropped.drop()
    await running.until(lambda state: state.recognizer.waiting == 0)
    await asyncio.to_thread(release, pipe)
    await busy

    state = await running.client.state()
    assert (state.recognizer.done, state.utterances) == (1, 0)


async def test_who_hangs_up_leaves_nothing_behind(start: Start) -> None:
    running = await start(ear=ear_spec(streaming=True))
    other = running.other_client()
    await (await other.hear(8000)).feed(b"hello")
    await running.until(lambda state: state.recognizer.workers[0].streams == 1)

    await other.close()

    await running.until(lambda state: state.recognizer.workers[0].streams == 0)
    assert (await running.client.state()).utterances == 0


async def test_a_cancelled_rendering_is_taken_out_of_the_line(start: Start, pipe: Path) -> None:
    running = await start(limits=Limits(patience=600, job=600))
    busy = asyncio.create_task(running.client.render(f"wait {pipe}", pace=3, rate=8000))
    await running.until(lambda state: state.synthesizer.workers[0].busy)
    unwanted = asyncio.create_task(running.client.render("unwanted", pace=3, rate=8000))
    await running.until(lambda state: state.synthesizer.waiting == 1)

    unwanted.cancel()
    await running.until(lambda state: state.synthesizer.waiting == 0)
    await asyncio.to_thread(release, pipe)

    assert await busy == f"wait {pipe} 3.0 8000".encode()


async def test_many_who_listen_at_once_lose_nothing_and_who_is_silent_comes_first(
    start: Start, pipe: Path
) -> None:
    running = await start()
    order: list[str] = []

    async def rendered(clause: str, spare: float) -> None:
        await running.client.render(clause, pace=3, rate=8000, spare=spare)
        order.append(clause)

    busy = asyncio.create_task(rendered(f"wait {pipe}", 0.0))
    await running.until(lambda state: state.synthesizer.workers[0].busy)
    # At 0.12 s a character these expect twice a minute of work, for one worker.
    later = [asyncio.create_task(rendered(f"rest {n} " * 9, 5.0)) for n in range(8)]
    await running.until(lambda state: state.synthesizer.waiting == 8)
    first = [asyncio.create_task(rendered(f"begin {n}", 0.0)) for n in range(8)]
    await running.until(lambda state: state.synthesizer.waiting == 16)
    await asyncio.to_thread(release, pipe)
    await asyncio.gather(busy, *later, *first)

    assert [clause.split()[0] for clause in order] == ["wait", *["begin"] * 8, *["rest"] * 8]
    assert (await running.client.state()).synthesizer.refused == 0


async def test_what_cannot_be_rendered_leaves_the_other_things_of_the_caller_alone(
    start: Start,
) -> None:
    running = await start()
    hearing = await running.client.hear(8000)

    with pytest.raises(EngineUnavailable):
        await running.client.render("长" * 1000, pace=3, rate=8000)
    with pytest.raises(EngineUnavailable):
        await running.client.hear(400)
    await hearing.feed(said("hello"))

    assert (await hearing.finish()).text == "hello (8000)"


async def test_only_this_user_may_connect(start: Start) -> None:
    running = await start(ready=False)

    assert running.path.stat().st_mode & 0o777 == 0o600


async def test_a_living_service_keeps_its_socket(start: Start) -> None:
    running = await start()

    with pytest.raises(NotAllowedNow, match="another"):
        await start()

    assert (await hear(running.client, "hello")).text == "hello (8000)"


async def test_who_sends_rubbish_is_cut_off_alone(start: Start) -> None:
    running = await start()
    reader, writer = await asyncio.open_unix_connection(str(running.path))

    writer.write(LENGTHS.pack(2**31, 0))
    rest = await reader.read()
    writer.close()

    assert rest == b""
    assert (await hear(running.client, "hello")).text == "hello (8000)"
