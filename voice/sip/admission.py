"""Decides whether another call is answered, told to call later, or refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.rate_limits import BucketTable, Rate

# Who calls more often than this gives way when lines get scarce (three in ten minutes).
SELDOM = Rate(3, 0.3)
FOR_OTHERS = 4  # one in so many lines is kept for those who did not


class Verdict(Enum):
    """Say what becomes of a call."""

    ANSWER = "answer"
    ANNOUNCE = "announce"  # it hears that all lines are taken
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Decision:
    """Be the verdict with what a refusal says."""

    verdict: Verdict
    status: int = 200
    retry_after: int = 0  # seconds


class Admission:
    """Keep the line within what it can carry."""

    def __init__(
        self, *, max_calls: int, max_announcements: int, max_setups: float, retry_after: int
    ) -> None:
        self._max_calls = max_calls
        self._max_announcements = max_announcements
        self._setups = max_setups
        self._retry_after = retry_after
        self._callers = BucketTable()
        self._allowance = max_setups  # a bucket that fills by max_setups a second
        self._filled_at: float | None = None
        self._closing = False

    def announce_to(self, most: int) -> None:
        """Let so many callers at once hear from now on that all lines are taken."""
        self._max_announcements = most

    def close(self) -> None:
        """Admit nobody any more: we are shutting down."""
        self._closing = True

    def decide(self, now: float, caller: str, *, talking: int, announcing: int) -> Decision:
        """Decide about one more call; `now` in monotonic seconds, `caller` "" if withheld.

        Nobody is turned away for calling often as long as there are lines: who is cut off calls
        again. But one number cannot take them all; withheld numbers count as one.
        """
        if self._closing or not self._within_rate(now):
            return Decision(Verdict.REFUSE, 503, self._retry_after)
        often = self._callers.take(caller, SELDOM, now) > 0
        if talking < self._max_calls - (self._max_calls // FOR_OTHERS if often else 0):
            return Decision(Verdict.ANSWER)
        if announcing < self._max_announcements:
            return Decision(Verdict.ANNOUNCE, 486, self._retry_after)
        return Decision(Verdict.REFUSE, 486, self._retry_after)

    def _within_rate(self, now: float) -> bool:
        since = 0.0 if self._filled_at is None else max(0.0, now - self._filled_at)
        self._filled_at = now
        self._allowance = min(max(self._setups, 1.0), self._allowance + since * self._setups)
        if self._allowance < 1.0:
            return False
        self._allowance -= 1.0
        return True
