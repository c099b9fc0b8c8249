"""Speaks for tests: sound as Opus packets, as a browser sends them."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame

from video_desk.media.caption_tap import VoicePacket
from video_desk.voice_sound import CLOCK, RATE

FRAME = RATE // 50  # samples in 20 ms


def tone(seconds: float) -> bytes:
    """Return a tone of 440 Hz, 16-bit mono at RATE."""
    samples = (8000 * math.sin(2 * math.pi * 440 * n / RATE) for n in range(round(seconds * RATE)))
    return b"".join(struct.pack("<h", round(sample)) for sample in samples)


def packets(seat: str, pcm: bytes, first: int = 0) -> Iterator[VoicePacket]:
    """Yield 16-bit mono sound at RATE as packets of 20 ms; `first` is the first timestamp."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "mono", "s16"
    encoder.options = {"application": "voip", "frame_duration": "20"}
    sent = 0
    for start in range(0, len(pcm) // 2 - FRAME + 1, FRAME):
        frame = AudioFrame("s16", "mono", FRAME)
        frame.planes[0].update(pcm[start * 2 : (start + FRAME) * 2])
        frame.sample_rate, frame.pts = RATE, start
        for packet in encoder.encode(frame):
            yield VoicePacket(seat, (first + sent * CLOCK // 50) % (1 << 32), bytes(packet))
            sent += 1
