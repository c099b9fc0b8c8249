"""Looks at every part every few seconds, and remembers how each is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from core import health_wording as say
from core.errors import YibaoError
from gateway.observing.looks import Figure, Look, PartHealth, State, first_look

logger = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds for one look


class Probe(Protocol):
    """Look at one part; whatever it raises means that the part is down."""

    async def look(self) -> Look:
        """Return what was found."""
        ...


class Observer:
    """Hold how every part was when it was looked at last."""

    every = 10.0  # seconds

    def __init__(
        self,
        probes: Mapping[str, Probe],
        *,
        now: Callable[[], datetime],
        patience: float = PATIENCE,
    ) -> None:
        """Take what looks, by the part it looks at: a key of health_wording.PARTS."""
        self._probes = probes
        self._now = now
        self._patience = patience
        self._parts: dict[str, PartHealth] = {}
        self.looked_at: datetime | None = None  # None: not yet

    async def step(self) -> None:
        """Look at all parts at the same time."""
        looks = await asyncio.gather(*(self._look(probe) for probe in self._probes.values()))
        at = self._now()
        for part, look in zip(self._probes, looks, strict=True):
            known = self._parts.get(part)
            found = first_look(part, look, at) if known is None else known.after(look, at)
            if known is not None and known.state is not found.state:
                logger.warning("%s: %s, was %s", part, found.state, known.state)
            self._parts[part] = found
        self.looked_at = at

    def parts(self) -> Sequence[PartHealth]:
        """Return how every part is, in the order of the probes."""
        return [self._parts[part] for part in self._probes if part in self._parts]

    def figures(self) -> Sequence[Figure]:
        """Return every figure of the last look."""
        if self.looked_at is None:
            return ()
        looked = Figure("yibao_looked_timestamp_seconds", self.looked_at.timestamp())
        found = [looked]
        for part in self.parts():
            found += part.figures
            found += [
                Figure("yibao_part_state", int(state is part.state), (part.part, state.value))
                for state in State
            ]
        return found

    async def _look(self, probe: Probe) -> Look:
        try:
            async with asyncio.timeout(self._patience):
                return await probe.look()
        except SQLAlchemyError:  # only the database's own probe is about nothing else
            return Look(State.DOWN, say.DATABASE_AWAY)
        except (OSError, YibaoError) as error:  # TimeoutError is an OSError
            logger.info("%s: %s", type(probe).__name__, type(error).__name__)
            return Look(State.DOWN, say.NO_ANSWER)
