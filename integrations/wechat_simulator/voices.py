"""Turns what a browser recorded into the AMR that a phone would send, and back to be heard."""

from __future__ import annotations

import io

import av
from av.error import FFmpegError

RATE = 8000  # Hz, of AMR-NB
FRAME = 160  # samples, 20 ms
BIT_RATE = 12_200
LONGEST = 60  # seconds; WeChat's own limit


class Unhearable(Exception):
    """Be a recording that nobody can decode."""


def to_amr(recording: bytes) -> bytes:
    """Return the recording (WebM, WAV, MP4, …) as AMR-NB, at most a minute of it."""
    written = io.BytesIO()
    with av.open(written, "w", format="amr") as file:
        stream = file.add_stream("libopencore_amrnb", rate=RATE)
        stream.layout, stream.bit_rate = "mono", BIT_RATE
        queue = av.AudioFifo()
        for frame in _frames(recording):
            queue.write(frame)
        for _ in range(LONGEST * RATE // FRAME):
            piece = queue.read(FRAME)
            if piece is None:
                break
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    if written.tell() <= len(b"#!AMR\n"):
        raise Unhearable("nothing in it")
    return written.getvalue()


def to_wav(recording: bytes) -> bytes:
    """Return AMR or MP3 as a WAV that every browser plays."""
    written = io.BytesIO()
    with av.open(written, "w", format="wav") as file:
        stream = file.add_stream("pcm_s16le", rate=RATE)
        stream.layout = "mono"
        for frame in _frames(recording):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return written.getvalue()


def seconds_of(amr: bytes) -> int:
    """Return how long an AMR lasts, rounded up, as the bubble in the chat says it."""
    return max(1, -(-sum(frame.samples for frame in _frames(amr)) // RATE))


def _frames(recording: bytes) -> list[av.AudioFrame]:
    try:
        with av.open(io.BytesIO(recording), "r") as file:
            if not file.streams.audio:
                raise Unhearable("no sound in it")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            frames: list[av.AudioFrame] = []
            for frame in file.decode(audio=0):
                frame.pts = None
                frames += resampler.resample(frame)
            frames += resampler.resample(None)
    except FFmpegError as error:
        raise Unhearable(str(error)) from error
    for frame in frames:
        frame.pts = None
    return frames
