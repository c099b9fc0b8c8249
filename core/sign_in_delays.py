"""Decides how long wrong sign-ins lock an account or an address (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(days=1)  # without another failure


@dataclass(frozen=True, slots=True)
class LockRule:
    """Say after how many failures in a row something is locked, and for how long at first."""

    failures: int
    first: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=4)


# GB/T 22239-2019 8.1.4.1 b): limit failed sign-ins; five, and 15 minutes.
ACCOUNT = LockRule(5)
# Behind one address may sit a whole office: more failures than any honest morning brings.
ADDRESS = LockRule(20)


@dataclass(frozen=True, slots=True)
class Failures:
    """Count what went wrong with one account or from one address."""

    in_a_row: int = 0  # since the last lock
    locks: int = 0  # so far: each is twice as long as the one before
    locked_until: datetime | None = None
    last_at: datetime | None = None

    def locked_at(self, at: datetime) -> bool:
        """Tell whether nobody gets in at that moment."""
        return self.locked_until is not None and self.locked_until > at

    def with_another(self, at: datetime, rule: LockRule) -> Failures:
        """Return the count after one more failure."""
        old = self.last_at is not None and at - self.last_at >= FORGOTTEN_AFTER
        known = Failures() if old else self
        counted = replace(known, in_a_row=known.in_a_row + 1, last_at=at)
        if counted.in_a_row < rule.failures:
            return counted
        lasts = min(rule.longest, rule.first * 2**known.locks)
        return Failures(0, known.locks + 1, at + lasts, at)
