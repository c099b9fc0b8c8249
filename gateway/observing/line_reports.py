"""Keeps what the phone process said last of its line."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

SILENT_FOR = 30.0  # seconds after which the phone process is taken to be away


@dataclass(frozen=True, slots=True)
class LineReport:
    """Be how a telephone line is, with what it counted since it was started."""

    calls: int  # now
    most_calls: int  # at the same time
    answered: int
    announced: int  # callers who heard that all lines are taken
    refused: int
    registered: bool | None  # at the PBX or trunk; None: nobody is told of us


class LineReports:
    """Remember the newest report."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Take a clock, in seconds."""
        self._monotonic = monotonic
        self._newest: LineReport | None = None
        self._at = 0.0

    def take(self, report: LineReport) -> None:
        """Remember what the phone process says now."""
        self._newest, self._at = report, self._monotonic()

    @property
    def ever(self) -> bool:
        """Tell whether a line ever reported since this gateway was started."""
        return self._newest is not None

    def newest(self) -> LineReport | None:
        """Return the newest report; None if it is too old to be believed, or there is none."""
        return self._newest if self._monotonic() - self._at <= SILENT_FOR else None
