"""Knows when nobody wants to be told anything that can wait until morning."""

from __future__ import annotations

from datetime import datetime, time

QUIET_FROM, QUIET_UNTIL = time(21), time(8)  # in the bureau's own time


def is_quiet(now: datetime) -> bool:
    """Tell whether a moment, in the bureau's own time, is at night."""
    return not QUIET_UNTIL <= now.time() < QUIET_FROM
