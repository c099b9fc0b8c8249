"""Knows which of WeChat's calls about one push is still waited at: the one that it made last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Attempt:
    """Be one call; WeChat hangs up on it before it makes the next."""

    called_at: int  # by WeChat's clock, seconds since 1970
    started: float  # seconds by time.monotonic(), when it came


class Attempts:
    """Compare the calls that are being answered; rows have numbers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._newest: dict[int, Attempt] = {}

    @contextmanager
    def answering(self, row: int, attempt: Attempt) -> Iterator[None]:
        """Know the attempt for the time of the block.

        Calls that waited before a process that stood still come in any order.
        """
        self._newest[row] = max(attempt, self._newest.get(row, attempt))
        try:
            yield
        finally:
            if self.is_newest(row, attempt):
                del self._newest[row]

    def is_newest(self, row: int, attempt: Attempt) -> bool:
        """Tell whether no later call about the row is being answered here."""
        return self._newest.get(row) == attempt
