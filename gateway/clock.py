"""Tells the time in the bureau's own zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo


def clock(zone: str) -> Callable[[], datetime]:
    """Return what tells the time there; `zone` is an IANA name such as Asia/Shanghai."""
    here = ZoneInfo(zone)
    return lambda: datetime.now(here)
