"""Packs PCM without loss, to half its size."""

from __future__ import annotations

import io

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.error import FFmpegError

_FORMAT, _LAYOUT = "s16", "mono"


def packed(pcm: bytes, rate: int) -> bytes:
    """Return mono PCM at `rate` hertz as a FLAC file; it must hold at least one sample."""
    file = io.BytesIO()
    with av.open(file, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=rate, layout=_LAYOUT)
        samples = np.frombuffer(pcm, "<i2")
        frame = AudioFrame.from_ndarray(samples[np.newaxis, :], format=_FORMAT, layout=_LAYOUT)
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return file.getvalue()


def unpacked(file: bytes) -> bytes:
    """Return the PCM of a FLAC file; raise ValueError if it is damaged."""
    try:
        with av.open(io.BytesIO(file), "r") as container:
            return b"".join(
                frame.to_ndarray().astype("<i2").tobytes() for frame in container.decode(audio=0)
            )
    except (FFmpegError, IndexError) as error:
        raise ValueError("not a whole FLAC file") from error
