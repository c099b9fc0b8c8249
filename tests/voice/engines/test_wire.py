"""Checks that frames arrive as they were sent, and that nothing else is taken for one."""

from __future__ import annotations

import asyncio
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.engines.heard_frame import heard_in
from voice.engines.states import EngineState, ServiceState, WorkerState, packed, unpacked
from voice.engines.wire import LENGTHS, BrokenFrame, Frame, encoded, read_from, received

ENGINE = EngineState(
    name="whisper",
    why="there is no Vosk model",
    ready=True,
    waiting=1,
    done=2,
    refused=3,
    lost=4,
    deaths=5,
    seconds_a_unit=0.1,
    workers=(WorkerState(pid=7, ready=True, busy=False, streams=0, megabytes=284.1),),
)


async def received_from(wired: bytes) -> Frame | None:
    """Return the first frame of what came over a connection that then ended."""
    reader = asyncio.StreamReader()
    reader.feed_data(wired)
    reader.feed_eof()
    return await received(reader)


@given(
    kind=st.text(max_size=20),
    number=st.integers(0, 2**40),
    text=st.text(max_size=200),
    payload=st.binary(max_size=2000),
)
async def test_a_frame_arrives_as_it_was_sent(
    kind: str, number: int, text: str, payload: bytes
) -> None:
    frame = Frame(kind, number, {"text": text}, payload)

    assert await received_from(encoded(frame)) == frame
    assert read_from(io.BytesIO(encoded(frame))) == frame


async def test_the_end_of_a_connection_is_no_error() -> None:
    assert await received_from(b"") is None
    assert read_from(io.BytesIO(b"")) is None


@pytest.mark.parametrize(
    "wired",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        LENGTHS.pack(2, 0) + b"{}",
        LENGTHS.pack(4, 0) + b"null",
        LENGTHS.pack(3, 0) + b"abc",
        LENGTHS.pack(2, 2**31) + b"{}",
        encoded(Frame("feed", 1, payload=b"cut off"))[:-1],
    ],
)
async def test_what_is_no_frame_is_refused(wired: bytes) -> None:
    with pytest.raises(BrokenFrame):
        await received_from(wired)


def test_a_field_of_another_kind_is_refused() -> None:
    frame = Frame("hear", 1, {"rate": "fast", "hints": "one", "text": 3})

    for read in (
        lambda: frame.amount("rate"),
        lambda: frame.texts("hints"),
        lambda: frame.text("text"),
    ):
        with pytest.raises(BrokenFrame):
            read()


def test_what_is_too_long_is_not_sent() -> None:
    with pytest.raises(BrokenFrame):
        encoded(Frame("render", 1, {"clause": "长" * 100_000}))


def test_the_state_arrives_as_it_was_sent() -> None:
    state = ServiceState(ENGINE, ENGINE, utterances=1, callers=2, megabytes=24.3)

    assert unpacked(packed(state)) == state


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"recognizer": 1}', b"\xff"])
def test_what_is_no_state_is_refused(payload: bytes) -> None:
    with pytest.raises(BrokenFrame):
        unpacked(payload)


def test_what_was_heard_comes_without_readings_from_who_knows_none() -> None:
    heard = heard_in(Frame("heard", 1, {"text": "您好", "confidence": 0.5, "by": "vosk"}))

    assert heard.readings == ()


def test_a_reading_without_its_likelihood_is_no_frame() -> None:
    fields = {
        "text": "您好",
        "confidence": 0.5,
        "readings": ["您好", "你好"],
        "likelihoods": [-1.0],
    }

    with pytest.raises(BrokenFrame):
        heard_in(Frame("heard", 1, fields))


def test_a_likelihood_that_is_no_number_is_no_frame() -> None:
    fields = {"text": "您好", "confidence": 0.5, "readings": ["您好"], "likelihoods": ["-1.0"]}

    with pytest.raises(BrokenFrame):
        heard_in(Frame("heard", 1, fields))
