"""Describes what one utterance does to the application in hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.applications import Application
from core.messages import Card

MOST_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Step:
    """Say what becomes of the application and what the citizen is told."""

    application: Application
    said: str
    mine: bool = True  # False: a side question; somebody else answers it, then `asked` follows
    choices: tuple[str, ...] = ()
    spoken: str = ""  # for the ear; empty: `said` is fit to be read aloud
    error_on: str | None = None  # key of the field just rejected
    submit: bool = False  # the citizen said yes to everything
    cites: str = ""  # document and section of the rule that was told
    instead: str | None = None  # code of the item that is meant, if this one is not needed
    cards: tuple[Card, ...] = ()


def said_before(text: str, after: Step) -> Step:
    """Return the step with a text in front of what it says."""
    spoken = text + after.spoken if after.spoken else ""
    return replace(after, said=text + after.said, spoken=spoken)
