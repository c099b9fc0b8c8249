"""Decides whether something comes too often: token buckets (pure)."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """Say how often something may come: so many at once, and so many a minute from then on."""

    at_once: int
    a_minute: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """Be what is left of a rate at one moment."""

    left: float
    at: float  # seconds, of a monotonic clock

    def taken(self, rate: Rate, at: float) -> tuple[Bucket, int]:
        """Take one; return what is left, and 0 or the seconds after which to come again."""
        per_second = rate.a_minute / 60
        left = min(rate.at_once, self.left + (at - self.at) * per_second)
        if left >= 1:
            return Bucket(left - 1, at), 0
        return Bucket(left, at), max(1, math.ceil((1 - left) / per_second))
