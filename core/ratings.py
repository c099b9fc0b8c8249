"""Holds what a citizen thinks of how one application was handled: its rating (好差评)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from core.errors import NotAllowedNow

CHANGEABLE_FOR = timedelta(minutes=10)
ASKED_FOR = timedelta(days=1)  # how long an unanswered question of ours stays open
FEWEST = 5  # groups with fewer ratings are not split: who said what could be guessed


class Level(IntEnum):
    """Name the five levels of GB/T 39735-2020, best first."""

    VERY_SATISFIED = 5  # 非常满意
    SATISFIED = 4  # 满意
    FAIRLY_SATISFIED = 3  # 基本满意
    DISSATISFIED = 2  # 不满意
    VERY_DISSATISFIED = 1  # 非常不满意

    @property
    def bad(self) -> bool:
        """Tell whether it calls for rectification (差评)."""
        return self <= Level.DISSATISFIED


@dataclass(frozen=True, slots=True)
class Rating:
    """Be the one rating of one application (一事一评)."""

    number: str  # receipt number of the application
    application_id: str
    conversation_id: str  # where it was given
    item_code: str
    channel: str
    level: Level
    rated_at: datetime  # UTC
    aspects: Mapping[str, Level] = field(default_factory=dict)  # of ServiceItem.rated_on
    comment: str = ""  # masked
    changed_at: datetime | None = None

    def changeable(self, now: datetime) -> bool:
        """Tell whether the citizen may still change it."""
        return now - self.rated_at <= CHANGEABLE_FOR

    def changed_to(self, other: Rating, now: datetime) -> Rating:
        """Return this rating with the level of `other`; raise NotAllowedNow if it is too late.

        What was said before stays beside what is said now.
        """
        if not self.changeable(now):
            raise NotAllowedNow(f"rating {self.number} is older than {CHANGEABLE_FOR}")
        return replace(
            self,
            level=other.level,
            aspects={**self.aspects, **other.aspects},
            comment=joined(self.comment, other.comment),
            changed_at=now,
        )


class Asks(StrEnum):
    """Name what we asked last about a rating or a remark; the citizen may leave it unanswered."""

    LEVEL = "level"
    WHICH = "which"  # what was said could be one of several levels
    ASPECTS = "aspects"
    REASON = "reason"  # what went wrong
    DETAILS = "details"  # of a complaint or suggestion that only said it was one
    SUBJECT = "subject"
    REPLY_BY = "reply_by"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Ask:
    """Be a question of ours that the next utterance may answer."""

    about: str  # receipt number, or number of a remark
    conversation_id: str
    asks: Asks
    asked_at: datetime  # UTC
    note: str = ""  # masked: what was said before a level was named

    def open(self, now: datetime) -> bool:
        """Tell whether an answer still counts."""
        return now - self.asked_at <= ASKED_FOR


@dataclass(frozen=True, slots=True)
class Counted:
    """Be how often one level was given for one item through one channel."""

    item_code: str
    channel: str
    level: Level
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Be the ratings of one group, without who gave them."""

    count: int
    levels: Mapping[Level, int] | None  # None: too few to be shown one by one
    very_satisfied: float | None  # share of the ratings given, 0..1; None like `levels`


def tally(counted: Iterable[Counted], *, fewest: int = 1) -> Tally:
    """Add up the ratings that were given; a group of fewer than `fewest` is not split."""
    levels = dict.fromkeys(Level, 0)
    for one in counted:
        levels[one.level] += one.count
    total = sum(levels.values())
    if total < max(1, fewest):
        return Tally(total, None, None)
    return Tally(total, levels, levels[Level.VERY_SATISFIED] / total)


def joined(before: str, after: str) -> str:
    """Return two things said, the later one on a line of its own; the same thing only once."""
    said = [before] if before else []
    return "\n".join([*said, after] if after and after != before else said)
