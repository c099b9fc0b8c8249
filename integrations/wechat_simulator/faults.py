"""Decides by seed or by order what goes wrong, and counts what really did; no I/O."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum


class Fault(StrEnum):
    """Name what can go wrong between the platform and the door."""

    # the platform's API
    HANG = "hang"  # it is done, but the answer comes after a long time
    BAD_GATEWAY = "bad_gateway"  # 502, nothing was done
    BUSY = "busy"  # errcode -1, nothing was done
    LOST_REPLY = "lost_reply"  # it is done, but the connection breaks before the answer
    RESET = "reset"  # the connection breaks before anything is done
    TOKEN_LOSS = "token_loss"  # noqa: S105  another holder refreshed by force
    REFUSAL = "refusal"  # any errcode; only by order
    # what is pushed
    DUPLICATE = "duplicate"  # the same once more, after the answer
    OVERLAP = "overlap"  # the same while the first is being worked on
    REORDER = "reorder"  # somebody else's, sent later, arrives first
    LATE = "late"  # the same long afterwards
    CUT = "cut"  # the door answers, but the answer does not arrive


OF_API = (
    *(Fault.HANG, Fault.BAD_GATEWAY, Fault.BUSY),
    *(Fault.LOST_REPLY, Fault.RESET, Fault.TOKEN_LOSS),
)
OF_PUSHES = (Fault.DUPLICATE, Fault.OVERLAP, Fault.REORDER, Fault.LATE, Fault.CUT)


@dataclass(frozen=True, slots=True)
class Planned:
    """Be a fault that the next calls or pushes will meet."""

    fault: Fault
    times: int = 1
    seconds: float = 30.0  # of a hang
    code: int = -1  # of a refusal
    path: str = ""  # beginning of the paths that it is meant for; empty: all


@dataclass(frozen=True, slots=True)
class Chances:
    """Be how often something goes wrong by itself."""

    seed: int
    api: float = 0.0  # share of the calls
    pushes: float = 0.0  # share of the letters
    seconds: float = 30.0  # of hangs


# Whoever sends cannot know whether a broken connection had an effect, and may not send again; so
# nothing is drawn by seed that would make "every message is answered" impossible to fulfil.
UNDECIDABLE = ((Fault.RESET,), "/message/custom/send")


class Faults:
    """Hold what is planned, and what happened."""

    def __init__(self, chances: Chances | None = None) -> None:
        """Take the chances; without, only what is planned goes wrong."""
        self.chances = chances
        self.planned: list[Planned] = []
        self.drawn: Counter[str] = Counter()
        self.used: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()  # by path
        self.refusals: Counter[str] = Counter()  # by errcode
        self.mistakes: list[str] = []  # requests that the real platform does not know
        self._calls_drawn = 0

    def plan(self, planned: Planned) -> None:
        """Let the next calls or pushes meet a fault."""
        self.planned.append(planned)

    def for_call(self, path: str) -> Planned | None:
        """Return what this call meets, if anything; the n-th call meets the same each time."""
        self._calls_drawn += 1
        found = self._due(lambda one: one.fault not in OF_PUSHES and path.startswith(one.path))
        if found is None and self.chances:
            drawn = self._draw("call", self._calls_drawn, self.chances.api)
            fault = drawn.choice(_for(path)) if drawn else None
            found = Planned(fault, 1, self.chances.seconds) if fault else None
        if found:
            self.drawn[found.fault] += 1
        return found

    def for_push(self, number: int) -> Fault | None:
        """Return what this letter meets, if anything."""
        found = self._due(lambda one: one.fault in OF_PUSHES)
        fault = found.fault if found else None
        if fault is None and self.chances:
            drawn = self._draw("push", number, self.chances.pushes)
            fault = drawn.choice(OF_PUSHES) if drawn else None
        if fault:
            self.drawn[fault] += 1
        return fault

    def happened(self, fault: Fault) -> None:
        """Account for a fault that was really used: it met something that it could spoil."""
        self.used[fault] += 1

    def told(self) -> dict[str, object]:
        """Return the report."""
        chances = self.chances
        return {
            "seed": chances.seed if chances else None,
            "planned": [{"fault": one.fault.value, "times": one.times} for one in self.planned],
            "drawn": dict(self.drawn),
            "used": dict(self.used),
            "used_total": self.used.total(),
            "calls": dict(self.calls),
            "refusals": dict(self.refusals),
            "mistakes": self.mistakes,
        }

    def clear(self) -> None:
        """Let nothing go wrong any more; what happened stays in the report."""
        self.planned.clear()
        self.chances = None

    def _draw(self, family: str, number: int, share: float) -> random.Random | None:
        """Return dice for what goes wrong, or None if nothing does."""
        seed = self.chances.seed if self.chances else 0
        dice = random.Random(f"{seed}/{family}/{number}")  # noqa: S311  faults, not secrets
        return dice if dice.random() < share else None

    def _due(self, fits: Callable[[Planned], bool]) -> Planned | None:
        for place, one in enumerate(self.planned):
            if fits(one):
                left = replace(one, times=one.times - 1)
                self.planned[place : place + 1] = [left] if left.times > 0 else []
                return one
        return None


def _for(path: str) -> list[Fault]:
    """Return what may be drawn for calls of a path."""
    never, end = UNDECIDABLE
    return [fault for fault in OF_API if not (path.endswith(end) and fault in never)]
