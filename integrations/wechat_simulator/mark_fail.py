"""Decides when the platform stops pushing because the door fails (MarkFail); no I/O."""

from __future__ import annotations

from collections import deque

WITHIN, SILENCE = 60.0, 60.0  # seconds
MOST = 200  # failures; the real figure is not published


class MarkFail:
    """Count failures, and say when it is silent."""

    def __init__(self, most: int = MOST) -> None:
        """Take how many failures within a minute are too many."""
        self._most = most
        self._failures: deque[float] = deque()
        self._silent_until = float("-inf")
        self.times = 0  # how often it fell silent

    def failed(self, now: float) -> None:
        """Account for a failure."""
        while self._failures and self._failures[0] <= now - WITHIN:
            self._failures.popleft()
        self._failures.append(now)
        if len(self._failures) >= self._most:
            self._failures.clear()
            self._silent_until = now + SILENCE
            self.times += 1

    def is_silent(self, now: float) -> bool:
        """Tell whether nothing is pushed at this time."""
        return now < self._silent_until
