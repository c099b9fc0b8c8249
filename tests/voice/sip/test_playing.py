"""Tests the queue of what is played and the beat that plays it."""

from __future__ import annotations

import asyncio
import math
from array import array

import pytest

from voice.line import FRAME_BYTES
from voice.sip.comfort import comfort_noise
from voice.sip.heartbeat import Heartbeat
from voice.sip.pace import Deadlines, made_up
from voice.sip.play_queue import PlayQueue
from voice.sip.rtp_ports import RtpPorts


def test_audio_comes_out_as_it_went_in_cut_to_frames() -> None:
    queue = PlayQueue()
    pcm = bytes(range(256)) * 5

    for at in range(0, len(pcm), 100):  # a synthesiser's pieces have any length
        queue.add(pcm[at : at + 100])
    frames = []
    while (frame := queue.next()) is not None:
        frames.append(frame)

    assert b"".join(frames) == pcm
    assert all(len(frame) == FRAME_BYTES for frame in frames)


def test_the_last_piece_is_filled_with_silence() -> None:
    queue = PlayQueue()
    queue.add(b"\1" * 330)

    frames = [queue.next(), queue.next(), queue.next()]

    assert frames == [b"\1" * 320, b"\1" * 10 + bytes(310), None]


def test_stopping_tells_how_much_was_not_played() -> None:
    queue = PlayQueue()
    queue.add(bytes(16000))
    queue.next()

    dropped = queue.drop()

    assert dropped == pytest.approx(0.98)
    assert queue.seconds == 0.0
    assert queue.next() is None


def test_a_beat_on_time_has_missed_nothing() -> None:
    beat = Deadlines(0.0, 0.02)

    reached = [beat.reached(now) for now in (0.019, 0.0201, 0.0399, 0.0405)]

    assert reached == [None, 0, None, 0]


def test_small_delays_do_not_add_up() -> None:
    beat = Deadlines(0.0, 0.02)

    for number in range(1, 101):
        assert beat.reached(number * 0.02 + 0.009) == 0

    assert beat.next == pytest.approx(101 * 0.02)


def test_a_loop_that_was_blocked_skips_and_does_not_catch_up() -> None:
    beat = Deadlines(0.0, 0.02)
    beat.reached(0.0205)

    missed = beat.reached(0.271)

    assert missed == 11  # those of 40 to 240 ms; that of 260 is sent now
    assert beat.reached(0.272) is None
    assert beat.reached(0.2805) == 0


def test_a_moment_s_delay_is_made_up_for_and_a_longer_one_is_skipped() -> None:
    assert [made_up(missed) for missed in (0, 1, 2, 3, 12)] == [
        (1, 0),
        (2, 0),
        (3, 0),
        (1, 3),
        (1, 12),
    ]


def test_comfort_noise_is_as_quiet_as_it_is_set() -> None:
    samples = array("h", b"".join(comfort_noise(-66)))

    loudness = 20 * math.log10((sum(s * s for s in samples) / len(samples)) ** 0.5 / 32767)

    assert loudness == pytest.approx(-66, abs=1)
    assert len(samples) == 8000


def test_no_comfort_noise_is_plain_silence() -> None:
    assert comfort_noise(0) == (bytes(FRAME_BYTES),)


def test_ports_come_in_even_pairs_and_the_last_given_back_is_used_last() -> None:
    ports = RtpPorts(20001, 20006)

    first, second, none_left = ports.take(), ports.take(), ports.take()
    ports.give_back(20004)
    ports.give_back(20002)

    assert (first, second, none_left) == (20002, 20004, None)
    assert ports.take() == 20004


def test_a_range_without_a_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="rtp_ports"):
        RtpPorts(20001, 20002)


async def test_a_call_whose_sound_breaks_does_not_silence_the_others() -> None:
    heartbeat, beats, enough = Heartbeat(), [0], asyncio.Event()

    def broken(_missed: int) -> None:
        raise ValueError("no such sound")

    def sound(_missed: int) -> None:
        beats[0] += 1
        if beats[0] == 3:
            enough.set()

    for beat in (broken, broken, broken, broken, sound):
        heartbeat.join(beat)
    heartbeat.start()
    async with asyncio.timeout(2):
        await enough.wait()
    heartbeat.stop()

    assert beats == [3]
