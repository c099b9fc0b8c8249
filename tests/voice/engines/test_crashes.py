"""Checks that dead and hanging engines are replaced, and that their callers hear of it at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import EngineUnavailable
from launch.places import CHECKOUT
from tests.voice.engines.conftest import Start
from tests.voice.engines.running import READY_WITHIN, ear_spec, ended, hear, release
from voice.engines.client import SpeechClient, Timeouts
from voice.engines.crew import Limits

AT_ONCE = 3.0  # seconds: the caller is to hear a sentence within them


async def test_a_killed_worker_fails_its_utterance_at_once_and_is_replaced(
    start: Start, pipe: Path
) -> None:
    running = await start(limits=Limits(patience=600, job=600))
    lost = asyncio.create_task(hear(running.client, f"wait {pipe}"))
    await running.until(lambda state: state.recognizer.workers[0].busy)
    [pid] = running.ear_pids()

    os.kill(pid, signal.SIGKILL)

    with pytest.raises(EngineUnavailable, match="crashed"):
        async with asyncio.timeout(AT_ONCE):
            await lost
    assert (await hear(running.client, "hello")).text == "hello (8000)"
    assert pid not in running.ear_pids()
    assert (await running.client.state()).recognizer.lost == 1


async def test_other_workers_serve_while_a_new_one_loads(start: Start) -> None:
    running = await start(ear=ear_spec(workers=2))
    await running.until(lambda state: all(each.ready for each in state.recognizer.workers))
    first = running.ear_pids()[0]

    os.kill(first, signal.SIGKILL)
    await running.until(lambda state: state.recognizer.deaths == 1)
    heard = await hear(running.client, "hello")

    assert heard.text == "hello (8000)"
    await running.until(
        lambda state: [each.ready for each in state.recognizer.workers] == [True, True]
    )
    assert first not in running.ear_pids()


async def test_every_utterance_of_a_killed_streaming_worker_fails_at_once(start: Start) -> None:
    running = await start(ear=ear_spec(streaming=True))
    hearings = [await running.client.hear(8000) for _ in range(3)]
    for hearing in hearings:
        await hearing.feed(b"hello")

    os.kill(running.ear_pids()[0], signal.SIGKILL)

    for hearing in hearings:
        with pytest.raises(EngineUnavailable):
            async with asyncio.timeout(AT_ONCE):
                await hearing.finish()


async def test_an_engine_that_fails_at_one_utterance_goes_on_with_the_next(start: Start) -> None:
    running = await start()
    [pid] = running.ear_pids()

    with pytest.raises(EngineUnavailable, match=r"fake ear \(failed\)"):
        await hear(running.client, "fail")
    with pytest.raises(EngineUnavailable, match="own engine"):
        await hear(running.client, "refuse")

    assert (await hear(running.client, "hello")).text == "hello (8000)"
    assert running.ear_pids() == [pid]


async def test_a_synthesiser_that_dies_is_replaced_too(start: Start) -> None:
    running = await start()

    with pytest.raises(EngineUnavailable, match="crashed"):
        await running.client.render("die", pace=3, rate=8000)
    await running.client.wait_until_ready(READY_WITHIN)

    assert await running.client.render("hello", pace=3, rate=8000) == b"hello 3.0 8000"


async def test_a_clause_whose_worker_died_is_rendered_by_the_next_one(
    start: Start, place: Path
) -> None:
    running = await start()
    clause = f"die once {place / 'died'}"

    audio = await running.client.render(clause, pace=3, rate=8000)

    assert audio == f"{clause} 3.0 8000".encode()
    state = (await running.client.state()).synthesizer
    assert (state.deaths, state.lost) == (1, 0)


@pytest.mark.parametrize(
    "orders", [("starve",), ("fail Failed to allocate memory",), ("fail", "fail")], ids=str
)
async def test_an_engine_without_memory_or_that_breaks_twice_is_replaced(
    start: Start, orders: tuple[str, ...]
) -> None:
    running = await start()
    [pid] = running.ear_pids()

    for order in orders:
        with pytest.raises(EngineUnavailable):
            await hear(running.client, order)
    await running.until(lambda state: state.recognizer.deaths == 1)

    assert (await hear(running.client, "hello")).text == "hello (8000)"
    assert running.ear_pids() != [pid]


@pytest.mark.parametrize("streaming", [False, True])
async def test_a_hanging_worker_is_killed_and_replaced(
    start: Start, pipe: Path, streaming: bool
) -> None:
    running = await start(ear=ear_spec(streaming=streaming), limits=Limits(job=0.3))
    [pid] = running.ear_pids()

    with pytest.raises(EngineUnavailable, match="crashed"):
        await hear(running.client, f"wait {pipe}")
    await running.client.wait_until_ready(READY_WITHIN)

    assert await asyncio.to_thread(ended, pid)
    assert (await hear(running.client, "hello")).text == "hello (8000)"


@pytest.mark.parametrize("streaming", [False, True])
async def test_an_engine_that_cannot_load_refuses_callers_and_leaves_the_other_at_work(
    start: Start, streaming: bool
) -> None:
    running = await start(ear=ear_spec(factory="broken", streaming=streaming), ready=False)
    await running.until(lambda state: state.synthesizer.ready and state.recognizer.deaths >= 2)

    with pytest.raises(EngineUnavailable):
        await running.client.hear(8000)

    assert not await running.client.ready()
    assert await running.client.render("hello", pace=3, rate=8000) == b"hello 3.0 8000"


async def test_a_client_finds_the_service_again_after_a_restart(start: Start) -> None:
    running = await start()
    hearing = await running.client.hear(8000)
    await running.service.stop()
    with pytest.raises(EngineUnavailable):
        await hearing.finish()
    assert not await running.client.ready()

    await start()

    assert (await hear(running.client, "hello")).text == "hello (8000)"


async def test_a_service_that_never_answers_is_given_up(place: Path) -> None:
    path = place / "dumb.sock"
    server = await asyncio.start_unix_server(lambda reader, writer: None, path=str(path))
    client = SpeechClient(path, Timeouts(hear=0.1, render=0.1))

    with pytest.raises(EngineUnavailable):
        await client.hear(8000)
    with pytest.raises(EngineUnavailable):
        await client.render("hello", pace=3, rate=8000)

    await client.close()
    server.close()


async def test_no_worker_survives_a_service_that_stops(start: Start, pipe: Path) -> None:
    running = await start()
    busy = asyncio.create_task(hear(running.client, f"wait {pipe}"))
    await running.until(lambda state: state.recognizer.workers[0].busy)
    state = running.service.state()

    await running.service.stop()

    with pytest.raises(EngineUnavailable):
        await busy
    for worker in (*state.recognizer.workers, *state.synthesizer.workers):
        assert ended(worker.pid)
    assert not running.path.exists()


async def test_no_worker_survives_a_service_that_is_killed(place: Path, pipe: Path) -> None:
    path = place / "own.sock"
    command = (sys.executable, "-m", "tests.voice.engines.fake_service", str(path))
    client = SpeechClient(path)
    service = await asyncio.create_subprocess_exec(*command, cwd=CHECKOUT)
    try:
        await client.wait_until_ready(READY_WITHIN)
        busy = asyncio.create_task(hear(client, f"wait {pipe}"))
        state = await client.state()
    finally:
        service.kill()
        await service.wait()

    with pytest.raises(EngineUnavailable):
        await busy
    for worker in (*state.recognizer.workers, *state.synthesizer.workers):
        assert await asyncio.to_thread(ended, worker.pid)
    await client.close()


async def test_a_socket_that_a_killed_service_left_is_taken_over(start: Start, place: Path) -> None:
    left = await asyncio.start_unix_server(
        lambda reader, writer: None, path=str(place / "speech.sock")
    )
    left.close()
    assert (place / "speech.sock").exists()

    running = await start()

    assert (await hear(running.client, "hello")).text == "hello (8000)"


def test_the_pipe_of_the_tests_lets_go_who_waits(pipe: Path) -> None:
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as waiting:
        release(pipe)
        written, _ = waiting.communicate()

    assert written == b"on"
