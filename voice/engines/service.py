"""Serves callers of the speech engines over a Unix socket."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import socket
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import EngineUnavailable, NotAllowedNow
from voice.engines.crew import SPEAKING, Crew, Limits, Task
from voice.engines.specs import EngineSpec
from voice.engines.states import ServiceState, packed
from voice.engines.utterances import Gathered, Streamed, Utterance
from voice.engines.wire import BrokenFrame, Frame, encoded, received

logger = logging.getLogger(__name__)

PATH_LIMIT = 107  # bytes that the kernel takes for a socket's path
UNREAD_LIMIT = 32 * 1024 * 1024  # bytes that a caller may leave unread before we hang up
RATES = (8000, 48000)  # hertz, from and to
CLAUSE_LIMIT = 400  # characters
MOST_SPARE = 60.0  # seconds that a clause may yield to others


@dataclass(eq=False, slots=True)
class Caller:
    """Be one connection with what it has asked for, by the caller's own numbers."""

    writer: asyncio.StreamWriter
    utterances: dict[int, Utterance] = field(default_factory=dict)
    renderings: dict[int, Task] = field(default_factory=dict)

    def tell(self, frame: Frame) -> None:
        """Send a frame; hang up on a caller who doesn't read."""
        if self.writer.is_closing():
            return
        self.writer.write(encoded(frame))
        if self.writer.transport.get_write_buffer_size() > UNREAD_LIMIT:
            self.writer.close()


class Service:
    """Be the speech service: one recogniser and one synthesiser behind one socket."""

    def __init__(
        self,
        path: Path,
        recognizer: EngineSpec,
        synthesizer: EngineSpec,
        hearing: Limits = Limits(),  # noqa: B008  frozen
        speaking: Limits = SPEAKING,
        utterances: int = 64,
    ) -> None:
        self._path = path
        self._hearing = Crew(recognizer, hearing)
        self._speaking = Crew(synthesizer, speaking)
        self._most = utterances  # open at a time
        self._callers: set[Caller] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._numbers = itertools.count(1)

    async def start(self) -> None:
        """Listen, for this user only, and start the workers.

        Raises NotAllowedNow if another service listens there or the path is too long.
        """
        _make_way(self._path)
        before = os.umask(0o177)  # nobody may connect between the making and the closing
        try:
            self._server = await asyncio.start_unix_server(self._serve, path=str(self._path))
        finally:
            os.umask(before)
        await self._hearing.start()
        await self._speaking.start()

    async def stop(self) -> None:
        """Hang up on everybody and end all workers."""
        if self._server is not None:
            self._server.close()
        for caller in list(self._callers):
            caller.writer.close()
        await asyncio.gather(self._hearing.stop(), self._speaking.stop())
        for serving in list(self._serving):
            serving.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        self._path.unlink(missing_ok=True)

    def state(self) -> ServiceState:
        """Say how everything is."""
        pages = Path("/proc/self/statm")
        resident = int(pages.read_text().split()[1]) if pages.exists() else 0
        return ServiceState(
            recognizer=self._hearing.state(),
            synthesizer=self._speaking.state(),
            utterances=self._open_utterances(),
            callers=len(self._callers),
            megabytes=round(resident * os.sysconf("SC_PAGE_SIZE") / 1e6, 1),
        )

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one caller until they hang up."""
        caller = Caller(writer)
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
        self._callers.add(caller)
        try:
            while (frame := await received(reader)) is not None:
                self._take(caller, frame)
        except (BrokenFrame, ConnectionError) as error:
            logger.warning("a caller of the speech service was cut off: %s", type(error).__name__)
        finally:
            self._callers.discard(caller)
            for utterance in caller.utterances.values():
                utterance.drop()
            for rendering in caller.renderings.values():
                self._speaking.cancel(rendering)
            writer.close()
            if task is not None:
                self._serving.discard(task)

    def _take(self, caller: Caller, frame: Frame) -> None:
        """Do what a caller asks for."""
        number = frame.number
        if frame.kind == "state":
            caller.tell(Frame("state", number, payload=packed(self.state())))
        elif frame.kind == "render":
            self._render(caller, frame)
        elif frame.kind == "cancel":
            rendering = caller.renderings.pop(number, None)
            if rendering is not None:
                self._speaking.cancel(rendering)
        elif frame.kind == "hear":
            self._hear(caller, frame)
        elif (utterance := caller.utterances.get(number)) is not None:
            self._follow(caller, utterance, frame)

    def _hear(self, caller: Caller, frame: Frame) -> None:
        number, rate, hints = frame.number, int(frame.amount("rate")), frame.texts("hints")
        if number in caller.utterances:
            raise BrokenFrame("hear")
        spec = self._hearing.spec
        ours = next(self._numbers)

        def tell(answer: Frame) -> None:
            if answer.kind != "words":
                caller.utterances.pop(number, None)
            caller.tell(Frame(answer.kind, number, answer.fields, answer.payload))

        try:
            full = self._open_utterances() >= self._most
            if full or self._hearing.hopeless or not RATES[0] <= rate <= RATES[1]:
                raise EngineUnavailable(spec.name)
            caller.utterances[number] = (
                Streamed(self._hearing, ours, rate, hints, tell)
                if spec.streaming
                else Gathered(self._hearing, ours, rate, hints, tell, lambda: next(self._numbers))
            )
        except EngineUnavailable as error:
            caller.tell(_refusal(number, error.engine))
            return
        caller.tell(Frame("opened", number))

    def _follow(self, caller: Caller, utterance: Utterance, frame: Frame) -> None:
        """Carry an open utterance on."""
        if frame.kind == "feed":
            utterance.feed(frame.payload)
        elif frame.kind == "pause":
            utterance.pause()
        elif frame.kind == "finish":
            utterance.finish()
        elif frame.kind == "drop":
            del caller.utterances[frame.number]
            utterance.drop()

    def _render(self, caller: Caller, frame: Frame) -> None:
        number, clause = frame.number, frame.text("clause")
        rate = int(frame.amount("rate"))

        def tell(answer: Frame) -> None:
            caller.renderings.pop(number, None)
            caller.tell(Frame(answer.kind, number, answer.fields, answer.payload))

        if not RATES[0] <= rate <= RATES[1] or len(clause) > CLAUSE_LIMIT:
            tell(_refusal(number, self._speaking.spec.name))  # others share the connection
            return
        ours = next(self._numbers)
        request = Frame("render", ours, frame.fields)
        spare = min(MOST_SPARE, max(0.0, frame.amount("spare")))
        task = Task(ours, float(len(clause)), (request,), tell, spare)
        caller.renderings[number] = task
        if not self._speaking.submit(task):
            tell(_refusal(number, self._speaking.spec.name))

    def _open_utterances(self) -> int:
        return sum(len(caller.utterances) for caller in self._callers)


def _refusal(number: int, engine: str) -> Frame:
    return Frame("failed", number, {"engine": engine, "reason": "busy"})


def _make_way(path: Path) -> None:
    """Remove what a killed service left at the path, but never a living one's socket."""
    if len(os.fsencode(path)) > PATH_LIMIT:
        raise NotAllowedNow(f"{path} is too long for a socket: {PATH_LIMIT} bytes are allowed")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        return
    if not path.is_socket():
        raise NotAllowedNow(f"{path} is there and is no socket")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
            return
        except TimeoutError:
            pass  # it listens, but has much to do
    raise NotAllowedNow(f"another speech service listens at {path}")
