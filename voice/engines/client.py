"""Hears and renders through the speech service; reconnects when that was restarted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import EngineUnavailable
from voice.engines.connection import SERVICE, Connection, failure_of
from voice.engines.hearing import ServedHearing
from voice.engines.states import ServiceState, unpacked
from voice.engines.wire import BrokenFrame, Frame
from voice.speech import Hearing

GLANCE = 0.05  # seconds between two looks whether engines are loaded


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Be how long to wait for the service, in seconds."""

    connect: float = 1.0
    hear: float = 1.0  # until an utterance is taken on
    finish: float = 8.0  # from the end of an utterance to its words
    render: float = 40.0  # for one clause: its place in the line, and a worker that hangs


class SpeechClient:
    """Fulfil SpeechRecognizer, and render clauses; everything may raise EngineUnavailable."""

    def __init__(self, socket_path: Path, timeouts: Timeouts = Timeouts()) -> None:
        self._path = socket_path
        self._timeouts = timeouts
        self._connection: Connection | None = None
        self._connecting = asyncio.Lock()

    async def hear(
        self, rate: int, *, hints: Sequence[str] = (), on_words: Callable[[str], None] | None = None
    ) -> Hearing:
        """Begin an utterance of audio at `rate` hertz; see SpeechRecognizer."""
        hearing = ServedHearing(
            await self._connected(), on_words=on_words, seconds=self._timeouts.finish
        )
        await hearing.begin(rate, hints, self._timeouts.hear)
        return hearing

    async def render(self, clause: str, *, pace: float, rate: int, spare: float = 0.0) -> bytes:
        """Return a clause in speakable words as PCM at `rate` hertz, `pace` characters a second.

        Of those who ask, who will miss it first is served first: `spare` seconds from now.
        """
        fields: dict[str, object] = {"clause": clause, "pace": pace, "rate": rate, "spare": spare}
        return (await self._asked("render", "audio", fields, self._timeouts.render)).payload

    async def state(self) -> ServiceState:
        """Say how the service is: its engines, workers, queues and memory."""
        answer = await self._asked("state", "state", {}, self._timeouts.hear)
        try:
            return unpacked(answer.payload)
        except BrokenFrame as error:
            raise EngineUnavailable(SERVICE) from error

    async def ready(self) -> bool:
        """Tell whether it can hear and speak now."""
        try:
            return (await self.state()).ready
        except EngineUnavailable:
            return False

    async def wait_until_ready(self, seconds: float) -> None:
        """Wait while engines load; raise EngineUnavailable if that takes longer."""
        try:
            async with asyncio.timeout(seconds):
                while not await self.ready():  # noqa: ASYNC110  it is another process
                    await asyncio.sleep(GLANCE)
        except TimeoutError as error:
            raise EngineUnavailable(SERVICE) from error

    async def close(self) -> None:
        """Hang up; a later call connects again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _asked(
        self, kind: str, expected: str, fields: dict[str, object], seconds: float
    ) -> Frame:
        """Ask one thing and return its answer; who is cancelled leaves the line."""
        connection = await self._connected()
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()

        def take(frame: Frame) -> None:
            if not answer.done():
                answer.set_result(frame)

        number = connection.listen(take)
        try:
            await connection.send(Frame(kind, number, fields), seconds)
            async with asyncio.timeout(seconds):
                frame = await answer
        except TimeoutError as error:
            raise EngineUnavailable(SERVICE) from error
        finally:
            connection.forget(number)
            unanswered = answer.cancelled() or not answer.done()
            if unanswered and not connection.lost and kind == "render":
                await connection.send(Frame("cancel", number), seconds)
        if frame.kind != expected:
            raise EngineUnavailable(failure_of(frame))
        return frame

    async def _connected(self) -> Connection:
        async with self._connecting:
            if self._connection is None or self._connection.lost:
                self._connection = await Connection.open(self._path, self._timeouts.connect)
            return self._connection
