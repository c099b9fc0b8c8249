"""Decides whether and when a program that died is started again."""

from __future__ import annotations

from collections.abc import Sequence

FIRST_PAUSE = 1.0  # seconds
LONGEST_PAUSE = 30.0  # seconds
FORGOTTEN_AFTER = 300.0  # seconds after which a death no longer counts


def pause_before_restart(deaths: Sequence[float], now: float) -> float:
    """Return the seconds to wait: twice as long with each death of the last minutes."""
    recent = [death for death in deaths if now - death < FORGOTTEN_AFTER]
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** max(0, len(recent) - 1))


def died_too_often(
    deaths: Sequence[float], now: float, *, deaths_allowed: int | None, within: float = 60.0
) -> bool:
    """Return whether starting again is pointless; with None allowed deaths, it never is."""
    if deaths_allowed is None:
        return False
    return sum(1 for death in deaths if now - death < within) > deaths_allowed
