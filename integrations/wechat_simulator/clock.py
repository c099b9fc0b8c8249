"""Tells the platform's time, which tests and testers may put forward."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Be a clock of Unix seconds that can be put forward: 48 hours pass in a moment."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        """Take the time that it starts from."""
        self._real = real
        self._ahead = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self._real() + self._ahead

    def put_forward(self, seconds: float) -> None:
        """Let so many seconds pass."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._ahead += seconds
