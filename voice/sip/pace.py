"""Decides when the next packet is due, by absolute deadlines."""

from __future__ import annotations

CATCH_UP = 2  # packets: what any telephone's jitter buffer takes


def made_up(missed: int) -> tuple[int, int]:
    """Return how many packets are sent now and how many were left out before them.

    A moment's delay is made up for, so that nothing is heard of it; a longer one would be a burst
    that the other side throws away, so its time is skipped.
    """
    return (missed + 1, 0) if missed <= CATCH_UP else (1, missed)


class Deadlines:
    """Be a beat that never catches up by itself: it tells what was missed."""

    def __init__(self, start: float, every: float) -> None:
        self._every = every
        self.next = start + every

    def reached(self, now: float) -> int | None:
        """Return how many beats were missed besides this one; None if it is not due yet."""
        if now < self.next:
            return None
        missed = int((now - self.next) / self._every)
        self.next += (missed + 1) * self._every
        return missed
