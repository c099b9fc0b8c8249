"""Decides whether an engine that fails is still asked (circuit breaker)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Circuit(StrEnum):
    """Name whether calls go through."""

    CLOSED = "closed"  # all go through
    OPEN = "open"  # none does: the engine gets time to recover, citizens need not wait for it
    HALF_OPEN = "half_open"  # one goes through, to find out


@dataclass(frozen=True, slots=True)
class Limits:
    """Say when the circuit opens and for how long."""

    failures: int = 5  # within the window, that open it
    window: float = 30.0  # seconds
    rest: float = 10.0  # seconds until one call may try again


@dataclass(frozen=True, slots=True)
class Breaker:
    """Remember how an engine's last calls ended; all times are monotonic seconds."""

    limits: Limits = Limits()
    failed_at: tuple[float, ...] = ()  # within the window
    opened_at: float | None = None  # None: closed
    trying: bool = False  # whether the one call of the half-open circuit is under way

    def state(self, now: float) -> Circuit:
        """Return whether calls go through."""
        if self.opened_at is None:
            return Circuit.CLOSED
        rested = now - self.opened_at >= self.limits.rest
        return Circuit.HALF_OPEN if rested else Circuit.OPEN

    def admitted(self, now: float) -> Breaker | None:
        """Return the breaker with one more call under way, or None: it must not be made."""
        match self.state(now):
            case Circuit.CLOSED:
                return self
            case Circuit.HALF_OPEN if not self.trying:
                return replace(self, trying=True)
            case _:
                return None

    def succeeded(self) -> Breaker:
        """Return the breaker after a call that was answered."""
        return Breaker(self.limits)

    def failed(self, now: float) -> Breaker:
        """Return the breaker after a call that was not answered."""
        recent = (*(at for at in self.failed_at if now - at < self.limits.window), now)
        opens = self.opened_at is not None or len(recent) >= self.limits.failures
        return replace(self, failed_at=recent, opened_at=now if opens else None, trying=False)
