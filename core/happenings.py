"""Names what happens in the product that operators count; nothing of it is about a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turned:
    """A message was answered."""

    channel: str
    outcome: str  # a Status; "form" where an application was filled
    seconds: float  # from its arrival to its answer


@dataclass(frozen=True, slots=True)
class Repeated:
    """A message that was answered already came again, and got the same answer."""

    channel: str


@dataclass(frozen=True, slots=True)
class Filed:
    """An application, or a part of one, was accepted."""

    item_code: str
    channel: str


@dataclass(frozen=True, slots=True)
class Doubled:
    """An application was not accepted, because its matter is under way."""

    item_code: str
    channel: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A citizen was put into the queue for a person."""

    channel: str  # text, video, phone
    team: str | None  # id; None: anybody


@dataclass(frozen=True, slots=True)
class Erased:
    """Something was erased because it was kept long enough."""

    what: str  # chat, draft, request, photo, stray_picture, recording
    count: int


Happening = Turned | Repeated | Filed | Doubled | Queued | Erased
Tell = Callable[[Happening], None]


def nobody(happening: Happening) -> None:
    """Count nothing."""
    del happening
