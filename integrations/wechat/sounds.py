"""Turns recordings of WeChat into samples that a recogniser hears, and speech into recordings."""

from __future__ import annotations

import io

import av
from av.error import FFmpegError

RATE = 16_000  # hertz, what recognisers hear best
LARGEST = 2 * 1024 * 1024  # bytes: WeChat's own limit of a voice message
LONGEST = 75  # seconds: WeChat records 60
SPOKEN_RATE = 24_000  # hertz of what is spoken to citizens


class NotSound(ValueError):
    """Say that a file holds no sound that can be decoded."""


class TooLong(ValueError):
    """Say that a recording is longer than any that WeChat makes."""


def samples(recording: bytes, rate: int = RATE) -> bytes:
    """Return a recording (AMR, speex, MP3) as signed 16-bit mono samples; it may block.

    Raise NotSound or TooLong.
    """
    if len(recording) > LARGEST:
        raise TooLong
    most, found = LONGEST * rate * 2, bytearray()
    try:
        with av.open(io.BytesIO(recording), mode="r") as container:
            if not container.streams.audio:
                raise NotSound
            resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    found += bytes(piece.planes[0])[: piece.samples * 2]
                if len(found) > most:
                    raise TooLong
            for piece in resampler.resample(None):
                found += bytes(piece.planes[0])[: piece.samples * 2]
    except (FFmpegError, ValueError, EOFError) as error:
        if isinstance(error, TooLong):
            raise
        raise NotSound from None
    return bytes(found)


def mp3(pcm: bytes, rate: int) -> bytes:
    """Return signed 16-bit mono samples as MP3, which WeChat plays as a voice message."""
    if len(pcm) > LONGEST * rate * 2:
        pcm = pcm[: LONGEST * rate * 2]
    target = io.BytesIO()
    with av.open(target, mode="w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=rate, layout="mono")
        stream.bit_rate = 32_000
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
        frame.sample_rate = rate
        frame.planes[0].update(pcm[: frame.samples * 2])
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=rate, frame_size=1152)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            for packet in stream.encode(piece):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return target.getvalue()
