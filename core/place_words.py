"""Tells a citizen their place in the queue, for the eye and for the ear; pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from core import queue_wording as say
from core.contracts import QueuePlace
from core.spoken_figures import spoken_number


def queue_event(place: QueuePlace) -> dict[str, object]:
    """Return the stream event that tells a citizen their place."""
    event: dict[str, object] = {
        "type": "queue",
        "position": place.position,
        "minutes": place.minutes,
        "open_now": place.open_now,
    }
    if place.team is not None:
        event["team"] = place.team
    if place.elders_before:
        event["elders_before"] = place.elders_before
    if place.elder_lane:
        event["elder_lane"] = True
    return event


def place_text(place: QueuePlace) -> str:
    """Say the place in writing."""
    return _said(place, str, str)


def place_spoken(place: QueuePlace) -> str:
    """Say the place for the ear: no digits."""
    return _said(place, lambda number: spoken_number(Decimal(number)), _counted)


def _said(place: QueuePlace, rank: Callable[[int], str], count: Callable[[int], str]) -> str:
    if not place.open_now:
        return say.NOBODY_NOW
    ahead = place.position - 1
    parts = [
        say.PLACE.format(place=rank(place.position), ahead=count(ahead)) if ahead else say.NEXT
    ]
    if place.elders_before:
        parts.append(say.ELDERS_BEFORE.format(count=count(place.elders_before)))
    if place.elder_lane and ahead:
        parts.append(say.YOUR_LANE)
    if place.minutes is not None:
        parts.append(say.MINUTES.format(minutes=count(place.minutes)))
    return "".join(parts)


def _counted(number: int) -> str:
    """Return a number before 位 or 分钟: 两 alone, 二 within longer ones."""
    return "两" if number == 2 else spoken_number(Decimal(number))
