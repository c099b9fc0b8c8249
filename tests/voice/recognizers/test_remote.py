"""Checks the client of a FunASR server against one that plays it over a real WebSocket."""

from __future__ import annotations

import asyncio
import json
import socket
import time

import pytest

from core.errors import EngineUnavailable
from tests.voice.recognizers.funasr import FunAsr, offline, online, running
from voice.recognizers.remote import UNCORRECTED, UNSTATED, Remote, RemoteStream, Waits
from voice.speech import Heard

QUICK = Waits(connect=2.0, answer=2.0, more=0.05)
SLICE = bytes(1600)


async def heard_by(server: FunAsr, *, slices: int = 2, waits: Waits = QUICK) -> Heard:
    """Speak to the server."""

    def speak() -> Heard:
        stream = Remote(server.url, waits=waits).open(8000, ("市南区人民医院",))
        for _ in range(slices):
            stream.feed(SLICE)
        return stream.finish()

    return await asyncio.to_thread(speak)


def words_after(stream: RemoteStream, known: str) -> str:
    """Return the words so far as soon as there are others than the known ones."""
    until = time.monotonic() + 5
    while (words := stream.pause()) == known and time.monotonic() < until:
        pass
    return words


async def test_the_corrected_sentence_is_what_was_heard() -> None:
    server = FunAsr(
        while_speaking=[online("医地"), online("就医")], after=[offline("异地就医。", final=True)]
    )
    async with running(server):
        heard = await heard_by(server)

    assert heard == Heard("异地就医。", UNSTATED, "remote")


async def test_the_server_is_told_the_rate_the_passes_and_the_likely_words() -> None:
    server = FunAsr(after=[offline("好", final=True)])
    async with running(server):
        await heard_by(server)

    words = json.loads(str(server.config["hotwords"]))
    assert (server.config["mode"], server.config["audio_fs"]) == ("2pass", 8000)
    assert {"市南区人民医院", "门诊慢特病"} <= set(words)
    assert server.audio == SLICE * 2


async def test_a_server_that_never_says_final_is_understood_too() -> None:
    server = FunAsr(after=[offline("我要办", final=False), offline("签约", final=False)])
    async with running(server):
        heard = await heard_by(server)

    assert heard.text == "我要办签约"


async def test_the_words_so_far_are_those_corrected_and_those_since() -> None:
    server = FunAsr(while_speaking=[offline("你好，", final=True), online("我要")])

    def speak() -> tuple[str, str]:
        stream = Remote(server.url, waits=QUICK).open(8000, ())
        stream.feed(SLICE)
        first = words_after(stream, "")
        stream.feed(SLICE)
        return first, words_after(stream, first)

    async with running(server):
        assert await asyncio.to_thread(speak) == ("你好，", "你好，我要")


async def test_words_that_were_never_corrected_are_less_sure() -> None:
    server = FunAsr(while_speaking=[online("我要"), online("签约")])
    async with running(server):
        heard = await heard_by(server, waits=Waits(answer=0.3))

    assert heard == Heard("我要签约", UNCORRECTED, "remote")


async def test_a_server_that_says_nothing_about_silence_heard_nothing() -> None:
    server = FunAsr()
    async with running(server):
        heard = await heard_by(server, waits=Waits(answer=0.3))

    assert heard == Heard("", 0.0, "remote")


async def test_an_answer_that_is_none_counts_as_no_engine() -> None:
    server = FunAsr(after=["<html>"])
    async with running(server):
        with pytest.raises(EngineUnavailable):
            await heard_by(server)


async def test_a_server_that_hangs_up_counts_as_no_engine() -> None:
    server = FunAsr(hangs_up=True)
    async with running(server):
        with pytest.raises(EngineUnavailable):
            await heard_by(server)


async def test_a_dropped_utterance_hangs_up() -> None:
    server = FunAsr()

    def speak() -> None:
        Remote(server.url, waits=QUICK).open(8000, ()).feed(SLICE)

    async with running(server), asyncio.timeout(10):
        await asyncio.to_thread(speak)

        await server.goodbyes.wait()


async def test_a_server_that_is_not_there_or_not_answering_counts_as_no_engine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(EngineUnavailable):
            Remote(f"ws://127.0.0.1:{port}/", waits=Waits(connect=0.2)).open(8000, ())

    with pytest.raises(EngineUnavailable):
        Remote(f"ws://127.0.0.1:{port}/", waits=QUICK).open(8000, ())
    with pytest.raises(EngineUnavailable):
        Remote("no address", waits=QUICK).open(8000, ())
