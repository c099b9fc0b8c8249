"""Is an utterance whose audio goes to the speech service while it is spoken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from core.errors import EngineUnavailable
from voice.engines.connection import SERVICE, Connection, failure_of
from voice.engines.heard_frame import heard_in
from voice.engines.wire import Frame
from voice.speech import Heard

HINTS = 100  # more would not fit into a recogniser's prompt, either


class ServedHearing:
    """Fulfil Hearing over a connection."""

    def __init__(
        self, connection: Connection, *, on_words: Callable[[str], None] | None, seconds: float
    ) -> None:
        loop = asyncio.get_running_loop()
        self._connection = connection
        self._on_words = on_words
        self._seconds = seconds  # to wait for the result
        self._opened: asyncio.Future[None] = loop.create_future()
        self._answer: asyncio.Future[Frame] = loop.create_future()
        self._over = False
        self._number = connection.listen(self._take)

    async def begin(self, rate: int, hints: Sequence[str], seconds: float) -> None:
        """Ask for an engine, or raise EngineUnavailable."""
        try:
            fields = {"rate": rate, "hints": list(hints)[:HINTS]}
            await self._connection.send(Frame("hear", self._number, fields), seconds)
            async with asyncio.timeout(seconds):
                await self._opened
            self._check()
        except (TimeoutError, asyncio.CancelledError, EngineUnavailable) as error:
            await self.drop()
            if isinstance(error, TimeoutError):
                raise EngineUnavailable(SERVICE) from error
            raise

    async def feed(self, pcm: bytes) -> None:
        """Take the next slice of audio."""
        await self._send(Frame("feed", self._number, payload=pcm))

    async def pause(self) -> None:
        """Say that the speaker paused."""
        await self._send(Frame("pause", self._number))

    async def finish(self) -> Heard:
        """Return what was said."""
        try:
            await self._send(Frame("finish", self._number))
            async with asyncio.timeout(self._seconds):
                # Shielded, so that cancelling the caller leaves a future that drop() can read.
                frame = await asyncio.shield(self._answer)
        except TimeoutError as error:
            await self.drop()
            raise EngineUnavailable(SERVICE) from error
        except asyncio.CancelledError:
            await self.drop()
            raise
        self._end()
        self._check()
        return heard_in(frame)

    async def drop(self) -> None:
        """Give the utterance up; does nothing when it is over."""
        if self._over:
            return
        self._end()
        if not self._connection.lost and not self._answer.done():
            await self._connection.send(Frame("drop", self._number), self._seconds)

    async def _send(self, frame: Frame) -> None:
        self._check()
        if self._over:
            raise EngineUnavailable(SERVICE)
        await self._connection.send(frame, self._seconds)

    def _check(self) -> None:
        """Raise EngineUnavailable if the service said that it can't."""
        if self._answer.done() and self._answer.result().kind != "heard":
            frame = self._answer.result()
            self._end()
            raise EngineUnavailable(failure_of(frame))

    def _end(self) -> None:
        self._over = True
        self._connection.forget(self._number)

    def _take(self, frame: Frame) -> None:
        """Take what the service says about this utterance."""
        if frame.kind == "words":
            if self._on_words is not None and not self._over:
                self._on_words(frame.text("text"))
            return
        if frame.kind != "opened" and not self._answer.done():
            self._answer.set_result(frame)
        if not self._opened.done():
            self._opened.set_result(None)
