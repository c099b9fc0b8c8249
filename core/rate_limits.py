"""Decides whether something comes too often: token buckets (pure)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address


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


MOST_KEYS = 50_000  # beyond it the oldest are forgotten: memory must not grow with attackers


class BucketTable:
    """Keep one bucket for each key."""

    def __init__(self) -> None:
        """Begin with all of them full."""
        self._buckets: dict[str, Bucket] = {}

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._buckets)

    def take(self, key: str, rate: Rate, at: float) -> int:
        """Take one at a time in seconds; return 0, or the seconds after which to come again."""
        bucket = self._buckets.pop(key, Bucket(rate.at_once, at))
        self._buckets[key], wait = bucket.taken(rate, at)
        while len(self._buckets) > MOST_KEYS:
            del self._buckets[next(iter(self._buckets))]
        return wait


ONE_LINE = 64  # bits of an IPv6 address that tell subscribers apart; the others each has (RFC 6177)


def line_of(address: str) -> str:
    """Return what an address shares with every other that one subscriber may come by."""
    try:
        found = ip_address(address)
    except ValueError:  # no address: a Unix socket
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(IPv6Network((found, ONE_LINE), strict=False))
    return str(found)
