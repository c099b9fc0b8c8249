"""Beats every 20 ms for all calls, spread over four moments so that they do not bunch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from voice.line import FRAME_SECONDS
from voice.sip.pace import Deadlines

logger = logging.getLogger(__name__)
PHASES = 4
Beat = Callable[[int], None]  # takes how many beats were missed before this one


class Heartbeat:
    """Be one clock for all calls: a hundred timers cost more than a hundred packets."""

    def __init__(self) -> None:
        self._groups: list[dict[int, Beat]] = [{} for _ in range(PHASES)]
        self._deadlines: list[Deadlines] = []
        self._timers: list[asyncio.TimerHandle | None] = [None] * PHASES
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ids = 0

    def start(self) -> None:
        """Begin to beat, in the running loop."""
        self._loop = asyncio.get_running_loop()
        now = self._loop.time()
        for phase in range(PHASES):
            start = now + phase * FRAME_SECONDS / PHASES
            self._deadlines.append(Deadlines(start, FRAME_SECONDS))
            self._wait(phase)

    def stop(self) -> None:
        """Beat no more."""
        self._loop = None
        for timer in self._timers:
            if timer is not None:
                timer.cancel()

    def join(self, beat: Beat) -> int:
        """Call `beat` from now on; return the ticket with which to leave."""
        self._ids += 1
        phase = min(range(PHASES), key=lambda each: len(self._groups[each]))
        self._groups[phase][self._ids] = beat
        return self._ids

    def leave(self, ticket: int) -> None:
        """Call it no more; leaving twice is allowed."""
        for group in self._groups:
            group.pop(ticket, None)

    def _wait(self, phase: int) -> None:
        if self._loop is not None:
            at = self._deadlines[phase].next
            self._timers[phase] = self._loop.call_at(at, self._beat, phase)

    def _beat(self, phase: int) -> None:
        if self._loop is None:
            return
        missed = self._deadlines[phase].reached(self._loop.time())
        # The next one is due whatever a call makes of this one.
        self._wait(phase)
        if missed is not None:
            for ticket, beat in list(self._groups[phase].items()):
                try:
                    beat(missed)
                except Exception:  # the edge of one phone call: the others' sound goes on
                    logger.exception("a call's sound broke")
                    self.leave(ticket)
