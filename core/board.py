"""Holds what a manager's board shows, and judges it; pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayVolume:
    """Be what came on one day through one channel."""

    day: date
    channel: str
    conversations: int  # opened that day, and spoken in
    turns: int


@dataclass(frozen=True, slots=True)
class Contacts:
    """Be how the conversations of one channel ended; those in which nobody spoke do not count."""

    channel: str
    conversations: int
    handed_over: int  # a person was asked for
    resolved: int  # at the first contact: by the bot, or by the first person

    @property
    def contained(self) -> float | None:
        """Return the share in which no person was asked for, 0..1; None: there were none."""
        return _share(self.conversations - self.handed_over, self.conversations)

    @property
    def resolved_share(self) -> float | None:
        """Return the share that was resolved at the first contact, 0..1; None: there were none."""
        return _share(self.resolved, self.conversations)


@dataclass(frozen=True, slots=True)
class Waits:
    """Be how long citizens of one channel waited for a person, in seconds."""

    channel: str
    served: tuple[float, ...]  # until somebody came
    abandoned: tuple[float, ...]  # until they left

    @property
    def abandonment(self) -> float | None:
        """Return the share that left before somebody came, 0..1; None: nobody waited."""
        return _share(len(self.abandoned), len(self.served) + len(self.abandoned))


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Be the ratings (好差评) given."""

    levels: tuple[int, int, int, int, int]  # how many of 5 (best), 4, 3, 2, 1
    submitted: int  # applications that could have been rated

    @property
    def very_satisfied(self) -> float | None:
        """Return the share of level 5, 0..1; None: nobody rated."""
        return _share(self.levels[0], sum(self.levels))


@dataclass(frozen=True, slots=True)
class Decided:
    """Be an application that was decided, and how long it took."""

    item_code: str
    submitted: date
    due: date | None
    decided: date


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """Be how long an item took, in working days, against what is promised."""

    item_code: str
    decided: int
    median: float
    longest: int
    on_time: float | None  # share, 0..1; None: nothing was promised
    overdue: int  # still undecided after the day that was promised


@dataclass(frozen=True, slots=True)
class Hearing:
    """Be how sure the recogniser was of what citizens of a channel said."""

    channel: str
    heard: int
    mean: float  # 0..1
    unsure: int  # below UNSURE


UNSURE = 0.6  # a turn on which the citizen was, mostly, asked to confirm


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least this share of them does not exceed; None: none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def service_times(
    decided: Iterable[Decided], overdue: Mapping[str, int], between: Callable[[date, date], int]
) -> list[ServiceTime]:
    """Return how long each item took, the one decided most often first.

    `between` counts working days after the first day up to the second.
    """
    by_item: dict[str, list[Decided]] = {}
    for one in decided:
        by_item.setdefault(one.item_code, []).append(one)
    times = [
        _service_time(code, by_item.get(code, []), overdue.get(code, 0), between)
        for code in {*by_item, *overdue}
    ]
    return sorted(times, key=lambda time: (-time.decided, -time.overdue, time.item_code))


def _service_time(
    code: str, decided: Sequence[Decided], overdue: int, between: Callable[[date, date], int]
) -> ServiceTime:
    days = [between(one.submitted, one.decided) for one in decided]
    promised = [one.decided <= one.due for one in decided if one.due is not None]
    middle = percentile(days, 0.5)
    return ServiceTime(
        item_code=code,
        decided=len(days),
        median=0.0 if middle is None else middle,
        longest=max(days, default=0),
        on_time=_share(sum(promised), len(promised)),
        overdue=overdue,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
