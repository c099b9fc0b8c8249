"""Tests video_desk.voice_sound: what is decoded of a voice, and how its gaps are mended."""

from __future__ import annotations

import math
import struct

import pytest

from tests.video_desk.voices import packets, tone
from video_desk.media.caption_tap import VoicePacket
from video_desk.voice_sound import LONGEST_GAP, RATE, VoiceSound


def loudness(pcm: bytes) -> float:
    samples = struct.unpack(f"<{len(pcm) // 2}h", pcm)
    return math.sqrt(sum(sample**2 for sample in samples) / max(1, len(samples)))


def seconds(pcm: bytes) -> float:
    return len(pcm) / 2 / RATE


@pytest.mark.parametrize("first", [0, 2**32 - 4800])
def test_a_voice_comes_out_as_long_and_as_loud_as_it_went_in(first: int) -> None:
    sound, pcm = VoiceSound(), b""

    for packet in packets("citizen", tone(2.0), first):
        pcm += sound.pcm(packet)

    assert seconds(pcm) == pytest.approx(2.0, abs=0.05)
    assert loudness(pcm[RATE:]) == pytest.approx(loudness(tone(1.0)), rel=0.1)


def test_what_was_lost_is_silence_of_the_same_length() -> None:
    sent = list(packets("citizen", tone(1.0)))
    sound = VoiceSound()

    pcm = b"".join(sound.pcm(packet) for packet in [*sent[:10], *sent[30:]])

    assert seconds(pcm) == pytest.approx(1.0, abs=0.05)
    assert loudness(pcm[int(0.25 * RATE) * 2 : int(0.55 * RATE) * 2]) < 100


def test_after_a_long_silence_no_more_than_a_little_of_it_is_filled_in() -> None:
    sent = list(packets("citizen", tone(0.1)))
    late = VoicePacket("citizen", sent[0].timestamp + 60 * 48_000, sent[-1].opus)
    sound = VoiceSound()
    for packet in sent:
        sound.pcm(packet)

    assert seconds(sound.pcm(late)) <= LONGEST_GAP + 0.05


def test_what_comes_twice_or_is_no_opus_is_no_sound() -> None:
    sent = list(packets("citizen", tone(0.2)))
    sound = VoiceSound()
    for packet in sent[:3]:
        sound.pcm(packet)

    assert sound.pcm(sent[0]) == b""
    assert sound.pcm(VoicePacket("citizen", sent[3].timestamp, b"\xff\xff\xff")) == b""
    assert seconds(sound.pcm(sent[4])) == pytest.approx(0.04, abs=0.01)
