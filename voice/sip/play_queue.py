"""Holds the audio that is still to be played on one call."""

from __future__ import annotations

from collections import deque

from voice.line import FRAME_BYTES, RATE

BYTES_A_SECOND = 2 * RATE


class PlayQueue:
    """Cut what is queued into frames of 20 ms."""

    def __init__(self) -> None:
        self._frames: deque[bytes] = deque()
        self._rest = b""  # less than a frame, until more comes or the queue runs dry

    def add(self, pcm: bytes) -> None:
        """Queue audio behind what is there."""
        whole = self._rest + pcm
        cut = len(whole) - len(whole) % FRAME_BYTES
        self._frames.extend(whole[at : at + FRAME_BYTES] for at in range(0, cut, FRAME_BYTES))
        self._rest = whole[cut:]

    def next(self) -> bytes | None:
        """Take out the next frame, filled with silence at the end; None if there is nothing."""
        if self._frames:
            return self._frames.popleft()
        if self._rest:
            frame, self._rest = self._rest.ljust(FRAME_BYTES, b"\0"), b""
            return frame
        return None

    def drop(self) -> float:
        """Throw away what is queued; return how many seconds it was."""
        seconds = self.seconds
        self._frames.clear()
        self._rest = b""
        return seconds

    @property
    def seconds(self) -> float:
        """Return how much is queued."""
        return (len(self._frames) * FRAME_BYTES + len(self._rest)) / BYTES_A_SECOND
