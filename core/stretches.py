"""Lets somebody measure the stretches of turns; the core knows only that somebody may."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from enum import StrEnum


class Stretch(StrEnum):
    """Name a kind of work that a turn is made of; never anything about a person."""

    TURN = "turn"  # from the one entrance for every channel until the answer is recorded
    RASA = "rasa"  # asking Rasa what to do
    ACTION = "action"  # what Rasa asks us to do, in a request of its own, perhaps elsewhere
    SEARCH = "search"  # in the knowledge base
    WRITE = "write"  # one transaction, with the wait for its turn
    RELAY = "relay"  # to the person who serves the citizen
    DELIVER = "deliver"  # of the answer, to a page or to WeChat, perhaps later and elsewhere
    PHONE = "phone"  # the telephone's process waits for the answer
    # What came in at a channel's door, until its answer is handed back there; a turn lies within.
    DOOR_WEB = "door web"
    DOOR_WECHAT = "door wechat"
    DOOR_PHONE = "door phone"


_DOORS = {"wechat": Stretch.DOOR_WECHAT, "phone": Stretch.DOOR_PHONE}
DOORS = frozenset({Stretch.DOOR_WEB, *_DOORS.values()})
Measure = Callable[[Stretch], AbstractContextManager[None]]
_NOTHING = nullcontext()


def unmeasured(stretch: Stretch) -> AbstractContextManager[None]:
    """Measure nothing."""
    del stretch
    return _NOTHING


# As TURN, it goes with the work and not with the parts: set once, before a process serves.
MEASURE: ContextVar[Measure] = ContextVar("measure", default=unmeasured)


def stretch(kind: Stretch) -> AbstractContextManager[None]:
    """Open a stretch of the turn under way; outside a turn it is nobody's."""
    return MEASURE.get()(kind)


def door(channel: str) -> AbstractContextManager[None]:
    """Open the stretch of a channel's door; the turn within gives it its name."""
    return stretch(_DOORS.get(channel, Stretch.DOOR_WEB))
