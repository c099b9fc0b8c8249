"""Words all that citizens can be answered with from the release in service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from core.answer_json import answer_to_json
from core.contracts import Passage
from core.policy_answer import every_answer


class Served(Protocol):
    """Be the release in service."""

    @property
    def number(self) -> int:
        """Return its number, 0 before the first."""
        ...

    def in_service(self) -> Sequence[Passage]:
        """Return its passages."""
        ...

    def regions(self) -> Sequence[str]:
        """Return the regions that they speak for."""
        ...


class PublishedAnswers:
    """Tell those who speak what they will have to say, and whether that has changed."""

    def __init__(self, served: Served, now: Callable[[], datetime]) -> None:
        """Take the release; `now` tells the local time: an expired rule is told differently."""
        self._served = served
        self._now = now

    @property
    def version(self) -> str:
        """Return what changes with each release and each day."""
        return f"{self._served.number}-{self._now().date()}"

    def answers(self) -> list[dict[str, object]]:
        """Return every answer in the names of the public contract; it takes a moment."""
        today = self._now().date()
        return [answer_to_json(a) for a in every_answer(self._served.in_service(), today)]
