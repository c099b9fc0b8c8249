"""Says of each packet on a bad wire when it arrives, or that it never does."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True, slots=True)
class Weather:
    """Be how bad a wire is, the same in both directions."""

    loss: float = 0.0  # share of the packets that vanish, each by its own dice
    rate: int | None = None  # bit/s that fit through; None: as many as come
    queue: float = (
        0.3  # seconds that a packet may wait for its turn; who would wait longer is dropped
    )
    delay: float = 0.02  # seconds that each packet takes
    jitter: float = 0.005  # seconds more at most; nobody overtakes
    is_cut: bool = False  # nothing gets through

    @property
    def words(self) -> str:
        """Return it in a few words."""
        said = [f"{self.loss:.0%} loss"] if self.loss else []
        said += [f"{self.rate / 1000:.0f} kbit/s"] if self.rate else []
        return " + ".join(said) or "clean"


@dataclass(slots=True)
class Counts:
    """Count what became of the packets that were put on a wire."""

    carried: int = 0
    lost: int = 0  # by dice, or while it was cut
    overflowed: int = 0  # for want of room in the queue
    octets: int = 0  # that were carried

    @property
    def all(self) -> int:
        """Return how many packets there were."""
        return self.carried + self.lost + self.overflowed


@dataclass(slots=True)
class OneWay:
    """Be one direction of the wire."""

    dice: Random
    weather: Weather = field(default_factory=Weather)
    counts: Counts = field(default_factory=Counts)
    _free_at: float = 0.0  # when the packets before have gone through
    _last_at: float = 0.0  # when the packet before arrives

    def arrives_at(self, octets: int, now: float) -> float | None:
        """Return when a packet that is sent now arrives, in seconds; None: it never does."""
        weather = self.weather
        if weather.is_cut or self.dice.random() < weather.loss:
            self.counts.lost += 1
            return None
        through = now
        if weather.rate:
            begins = max(now, self._free_at)
            if begins - now > weather.queue:
                self.counts.overflowed += 1
                return None
            through = self._free_at = begins + octets * 8 / weather.rate
        arrives = through + weather.delay + self.dice.random() * weather.jitter
        self._last_at = max(self._last_at, arrives)
        self.counts.carried += 1
        self.counts.octets += octets
        return self._last_at
