"""Knows for how many days each class of personal data is kept (pure)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

LEAST, MOST = 1, 3650  # days; the tables refuse what is beyond


@dataclass(frozen=True, slots=True)
class Kept:
    """Say for how many days each class is kept (个人信息保护法, articles 19 and 47)."""

    chats: int  # what was said, and what other rows hold of it
    drafts: int  # applications never handed in, from the last change on
    photos: int  # photographs that belong to no accepted application
    recordings: int  # of telephone calls

    @property
    def days(self) -> dict[str, int]:
        """Return the days by class."""
        return asdict(self)
