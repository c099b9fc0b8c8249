"""Bounds what one page may send and ask for; knows no clock, seconds are passed in."""

from __future__ import annotations

from dataclasses import dataclass

BYTES_A_SAMPLE = 2


def seconds_of(pcm: bytes, rate: int) -> float:
    """Return how long a piece of audio lasts."""
    return len(pcm) / BYTES_A_SAMPLE / rate


@dataclass(slots=True)
class Intake:
    """Tell whether a page sends more sound than time has passed."""

    now: float  # seconds of the clock
    burst: float = 5.0  # seconds of sound that may come early, after a break of the network
    _early: float = 0.0

    def takes(self, seconds: float, now: float) -> bool:
        """Account for a piece of sound; return False if it cannot have been spoken yet."""
        self._early = max(0.0, self._early - (now - self.now)) + seconds
        self.now = now
        return self._early <= self.burst


@dataclass(slots=True)
class Allowance:
    """Bound the characters that are said to one page: nobody gets a synthesiser for free."""

    now: float  # seconds of the clock
    most: float = 3_000.0  # characters at once
    a_second: float = 8.0  # characters that come back; faster than anybody listens
    _used: float = 0.0

    def takes(self, characters: int, now: float) -> bool:
        """Account for a text; return False, and nothing is taken, if it is too much now."""
        self._used = max(0.0, self._used - (now - self.now) * self.a_second)
        self.now = now
        if self._used + characters > self.most:
            return False
        self._used += characters
        return True


@dataclass(slots=True)
class Ahead:
    """Send sound only a little before it is played, so that a stop has nothing to overtake."""

    most: float = 6.0  # seconds
    _began: float | None = None
    _sent: float = 0.0

    def wait(self, seconds: float, now: float) -> float:
        """Account for a piece about to be sent; return the seconds to wait before it."""
        if self._began is None:
            self._began = now
        ahead = self._sent - (now - self._began)
        self._sent += seconds
        return max(0.0, ahead - self.most)

    def over(self, now: float) -> float:
        """Return in how many seconds everything sent so far will have been played."""
        return 0.0 if self._began is None else max(0.0, self._sent - (now - self._began))
