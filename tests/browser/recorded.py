"""Looks into the recording of a call: whose picture and whose voice it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

LOUD_ENOUGH = 0.005  # of full scale, at the loudest; the made-up microphone beeps
SEEN_ENOUGH = 30  # decoded pictures: two seconds


@dataclass(slots=True)
class Leg:
    """Be what a recording holds of one seat."""

    pictures: int = 0
    mean: tuple[float, ...] = ()  # red, green, blue of the last picture
    seconds: float = 0.0  # of sound
    peak: float = 0.0  # 0..1
    torn: int = 0  # pictures and sounds that cannot be decoded

    @property
    def is_whole(self) -> bool:
        """Tell whether picture and voice are there."""
        green = len(self.mean) == 3 and self.mean[1] > 110 and max(self.mean[0], self.mean[2]) < 70
        return green and self.pictures >= SEEN_ENOUGH and self.peak > LOUD_ENOUGH


def assert_holds_both(recording: Path, *, torn: int = 0) -> None:
    """Fail unless a recording holds picture and voice of the citizen and of the agent.

    `torn`: how many pictures of each may have been cut through, by a kill in their middle.
    """
    legs = legs_of(recording)
    for seat in ("citizen", "agent"):
        assert legs[seat].is_whole, (recording.name, seat, legs[seat])
        assert legs[seat].torn <= torn, (recording.name, seat, legs[seat])


def legs_of(recording: Path) -> dict[str, Leg]:
    """Decode a recording whole and return what it holds, by seat."""
    legs: dict[str, Leg] = {}
    with av.open(str(recording)) as container:
        seats = {s.index: s.metadata.get("title", "").split(" ")[0] for s in container.streams}
        for packet in container.demux():
            if not packet.size:
                continue
            leg = legs.setdefault(seats[packet.stream.index], Leg())
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:  # players show the next one
                leg.torn += 1
                continue
            for frame in frames:
                if isinstance(frame, av.VideoFrame):
                    leg.pictures += 1
                    leg.mean = tuple(frame.to_ndarray(format="rgb24").mean(axis=(0, 1)))
                elif isinstance(frame, av.AudioFrame):
                    samples = frame.to_ndarray().astype(np.float64)
                    scale = 1.0 if frame.format.name.startswith("flt") else 32768.0
                    leg.peak = max(leg.peak, float(np.abs(samples).max()) / scale)
                    leg.seconds += frame.samples / frame.sample_rate
    return legs
