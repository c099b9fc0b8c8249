"""Sends a message again until it is answered (RFC 3261, timers A, E, G and the 2xx)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

T1, T2 = 0.5, 4.0
GIVE_UP = 64 * T1


def waits(*, most: float = T2, again: bool = True) -> Iterator[float]:
    """Yield the pauses between sendings until GIVE_UP has passed in all.

    `again` False (TCP, TLS): one pause of that length, nothing is sent twice.
    """
    left, pause = GIVE_UP, T1 if again else GIVE_UP
    while left > 0:
        yield min(pause, left)
        left -= pause
        pause = min(2 * pause, most)


class Repeater:
    """Send now and after each pause until it is stopped; then give up once."""

    def __init__(
        self, send: Callable[[], None], pauses: Iterator[float], give_up: Callable[[], None]
    ) -> None:
        self._send = send
        self._pauses = pauses
        self._give_up = give_up
        self._timer: asyncio.TimerHandle | None = None
        self._stopped = False
        send()
        self._wait()

    def stop(self) -> None:
        """Send it no more; stopping twice is allowed."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()

    def _wait(self) -> None:
        pause = next(self._pauses, None)
        if pause is None:
            self._give_up()
            return
        self._timer = asyncio.get_running_loop().call_later(pause, self._again, pause)

    def _again(self, pause: float) -> None:
        if self._stopped:
            return
        if pause < GIVE_UP:
            self._send()
        self._wait()
