"""Decides how long to wait before a worker that died is started again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """Remember how often workers died soon after their start."""

    healthy_after: float = 20.0  # seconds of life after which a death counts as the first
    first: float = 0.5  # seconds of the first wait that is not zero
    longest: float = 30.0  # seconds
    _early_deaths: int = 0

    @property
    def looping(self) -> bool:
        """Tell whether one died young after another."""
        return self._early_deaths > 1

    def died(self, lived: float) -> float:
        """Return the seconds to wait now that a worker died, having lived that long.

        The first one is replaced at once: somebody is on the line.
        """
        self._early_deaths = 1 if lived >= self.healthy_after else self._early_deaths + 1
        if self._early_deaths == 1:
            return 0.0
        return float(min(self.longest, self.first * 2 ** min(self._early_deaths - 2, 16)))
