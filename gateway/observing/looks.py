"""Says what a look at one part of the product finds, and how all of it is together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Name how a part is; degraded is not down."""

    OK = "ok"
    DEGRADED = "degraded"  # it works, worse or not for everybody
    DOWN = "down"
    UNUSED = "unused"  # this installation has none


@dataclass(frozen=True, slots=True)
class Figure:
    """Be one value of a metric of FAMILIES."""

    name: str
    value: float
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Be what one look found."""

    state: State
    problem: str = ""  # a Chinese sentence for staff, nothing personal; empty: none
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class PartHealth:
    """Be how a part is, and since when."""

    part: str
    state: State
    since: datetime
    problem: str = ""  # the last one, which may be over
    problem_at: datetime | None = None
    figures: tuple[Figure, ...] = field(default=(), repr=False)

    def after(self, look: Look, at: datetime) -> PartHealth:
        """Return how the part is after another look."""
        return PartHealth(
            part=self.part,
            state=look.state,
            since=self.since if look.state is self.state else at,
            problem=look.problem or self.problem,
            problem_at=at if look.problem else self.problem_at,
            figures=look.figures,
        )


def first_look(part: str, look: Look, at: datetime) -> PartHealth:
    """Return how a part is that was never looked at before."""
    return PartHealth(part, look.state, at).after(look, at)


# Without the database nothing is accepted, without both of the others nothing is answered.
VITAL = ({"database"}, {"rasa", "knowledge"})


def overall(parts: Iterable[PartHealth]) -> State:
    """Return how the whole product is for citizens."""
    states: Mapping[str, State] = {one.part: one.state for one in parts}
    down = {part for part, state in states.items() if state is State.DOWN}
    if any(vital <= down for vital in VITAL):
        return State.DOWN
    if down or State.DEGRADED in states.values():
        return State.DEGRADED
    return State.OK
