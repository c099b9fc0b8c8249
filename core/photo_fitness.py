"""Tells whether a photograph will do as the paper that it shows."""

from __future__ import annotations

from core import photo_wording
from core.photos import PhotoReading

INCOMPLETE = frozenset({photo_wording.CUT_OFF, photo_wording.NO_TEXT})


def will_do(reading: PhotoReading) -> bool:
    """Tell whether to keep it, though not everything on it was read.

    Where something was read, what is missing can be asked for; where the reader itself failed,
    people will read it. Which paper it is, the taker judges by `reading.kind`.
    """
    problems = frozenset(reading.problems)
    if problems & INCOMPLETE:
        return False
    return bool(reading.values) or not problems or photo_wording.UNREAD in problems
