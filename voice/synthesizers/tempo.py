"""Slows speech down without changing its pitch."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.filter import Graph

Samples = npt.NDArray[np.float32]

LONGEST = 1.9  # times as long; atempo goes to 2, and more is unclear


def stretched(samples: Samples, rate: int, times: float) -> Samples:
    """Return mono samples at `rate` hertz, `times` as long (1 to LONGEST), by FFmpeg's atempo."""
    if times <= 1.0 or samples.size == 0:
        return samples
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=rate, format="flt", layout="mono", time_base=Fraction(1, rate)
    )
    tempo = graph.add("atempo", f"{1 / min(times, LONGEST):.4f}")
    sink = graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    frame = AudioFrame.from_ndarray(samples[np.newaxis, :], format="flt", layout="mono")
    frame.sample_rate = rate
    frame.pts = 0
    graph.push(frame)
    graph.push(None)
    return np.concatenate([np.zeros(0, np.float32), *_pulled(graph)])


def _pulled(graph: Graph) -> Iterator[Samples]:
    while True:
        try:
            frame = graph.pull()
        except (BlockingIOError, EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield frame.to_ndarray().reshape(-1).astype(np.float32)
