"""Serves one telephone call: joins the line, ear, mouth, gateway and the flow of the call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass

from core.errors import YibaoError
from voice import call_events as on
from voice.call_ear import Detector, Ear, Hearer, Understand
from voice.call_flow import CallFlow
from voice.call_mouth import FIRST_LATE, Mouth
from voice.call_talk import Manners
from voice.front import Front, Session
from voice.line import Audio, AudioLine, Held, HungUp, Key, LineEvent, TransferFailed
from voice.speech import SpeechRecognizer, SpeechSynthesizer
from voice.turn_taking import Patience

logger = logging.getLogger(__name__)

TICK = 0.1  # seconds between two looks at what is due


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold how many seconds the outside has; a caller waits 3 seconds for a sentence at most."""

    recognise: float = 6.0  # from the end of an utterance to its words; bridged as an answer is
    speak: float = 25.0  # of silence until a clause comes; the caller is asked to wait meanwhile
    begin: float = 3.0  # opening a conversation
    answer: float = 10.0  # a sentence bridges it, see Manners.filler_after
    transfer: float = 40.0
    tell: float = 3.0  # what nobody waits for


MANNERS, PATIENCE, LIMITS = Manners(), Patience(), Limits()


@dataclass(frozen=True, slots=True)
class CallParts:
    """Hold what all calls share."""

    recognizer: SpeechRecognizer
    synthesizer: SpeechSynthesizer
    detector: Callable[[], Detector]  # at 8000 Hz, a new one for each call
    understand: Understand
    front: Front
    music: bytes  # 8000 Hz PCM
    recording: Callable[[AudioLine, bool], None]  # told what the caller decided
    manners: Manners = MANNERS
    patience: Patience = PATIENCE
    limits: Limits = LIMITS


async def serve_call(line: AudioLine, parts: CallParts) -> None:
    """Serve a call from its first sentence to its end; returns when the line is closed."""
    call = _Call(line, parts)
    try:
        await call.serve()
    except Exception:  # the edge of one phone call
        logger.exception("call %s failed", line.call_id)
        await line.hang_up()
    finally:
        await call.close()


class _Call:
    """Be one call."""

    def __init__(self, line: AudioLine, parts: CallParts) -> None:
        self._line = line
        self._parts = parts
        self._front = parts.front
        self._flow = CallFlow(parts.manners, caller=line.caller)
        self._mouth = Mouth(
            line,
            parts.synthesizer,
            parts.music,
            tell=self._happened,
            first_audio=self._audible,
            waits_until=lambda: self._over_at and self._over_at + self._ear.patience(FIRST_LATE),
            within=parts.limits.speak,
        )
        self._ear = Ear(
            Hearer(
                parts.recognizer,
                parts.detector,
                parts.understand,
                parts.patience,
                parts.limits.recognise,
            ),
            tell=self._happened,
            began=lambda: on.Began(self._mouth.unheard()),
        )
        self._session: Session | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._telling: set[asyncio.Task[None]] = set()  # of these: what nobody waits for
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._on_hold = False
        self._started = self._now()
        self._over_at: float | None = None  # when the caller's last utterance ended
        self._why = ""

    async def serve(self) -> None:
        """Serve until the line is closed."""
        self._mouth.start()
        self._do(self._flow.begin(self._now()))
        self._spawn(self._tick())
        reader = self._spawn(self._read())
        await asyncio.wait({reader, self._failed}, return_when=asyncio.FIRST_COMPLETED)
        if self._failed.done():
            self._failed.result()

    async def close(self) -> None:
        """End everything, and tell the gateway."""
        if self._telling:
            # Who presses 1 and hangs up is recorded already: the consent must not be lost.
            await asyncio.wait(self._telling, timeout=self._parts.limits.tell)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._ear.close()
        await self._mouth.close()
        if not self._failed.done():
            self._failed.cancel()
        seconds = round(self._now() - self._started)
        logger.info("call %s ended: %s, %d s", self._line.call_id, self._why, seconds)
        if self._session is not None:
            with suppress(YibaoError, TimeoutError):
                async with asyncio.timeout(self._parts.limits.tell):
                    await self._front.ended(self._session, self._why or "lost", seconds)

    async def _read(self) -> None:
        async for event in self._line.events():
            self._take(event)
            if isinstance(event, HungUp):
                return
        self._happened(on.Gone("lost"))

    def _take(self, event: LineEvent) -> None:
        match event:
            case Audio(pcm):
                if not self._on_hold:
                    self._hear(pcm)
            case Key(digit):
                self._ear.sign_of_life()
                listening = self._flow.listening
                # While somebody speaks, # only says that they have finished.
                if digit != "#" or listening.keying or not self._ear.finish(listening):
                    self._happened(on.Pressed(digit))
            case Held(held):
                self._on_hold = held
                self._ear.forget()
                self._happened(on.OnHold(held))
            case TransferFailed():
                self._happened(on.NotTransferred())
            case HungUp(_, why):
                self._happened(on.Gone(why))

    def _hear(self, pcm: bytes) -> None:
        spoke = self._ear.speaking
        self._ear.hear(pcm, self._flow.listening, playing=self._mouth.speaking)
        if self._ear.speaking is not spoke:
            self._mouth.hush(not spoke)
            self._over_at = self._now() if spoke else None

    def _happened(self, event: on.CallEvent) -> None:
        self._do(self._flow.take(event, self._now()))

    def _do(self, commands: tuple[on.Command, ...]) -> None:
        for command in commands:
            self._do_one(command)

    def _do_one(self, command: on.Command) -> None:
        match command:
            case on.Say():
                self._mouth.say(command)
            case on.StopSaying():
                self._mouth.stop()
            case on.Music(plays):
                self._mouth.music(plays)
            case on.Begin():
                self._spawn(self._begin())
            case on.Send():
                self._spawn(self._send(command))
            case on.RememberPace(pace) if self._session is not None:
                self._tell(self._front.pace(self._session, pace))
            case on.RememberConsent(recording) if self._session is not None:
                self._parts.recording(self._line, recording)
                self._tell(self._front.consent(self._session, recording))
            case on.FetchSlots():
                self._spawn(self._fetch_slots())
            case on.Book():
                self._spawn(self._book(command))
            case on.LeaveQueue() if self._session is not None:
                self._tell(self._front.leave_queue(self._session))
            case on.Transfer():
                self._spawn(self._transfer(command))
            case on.HangUp():
                self._spawn(self._line.hang_up())
            case on.End(why):
                self._why = why

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self._happened(on.Passed())

    async def _begin(self) -> None:
        try:
            async with asyncio.timeout(self._parts.limits.begin):
                self._session = await self._front.begin(self._line.caller, self._line.called)
        except (YibaoError, TimeoutError):
            self._happened(on.NotOpened())
            return
        self._spawn(self._follow(self._session))
        self._happened(on.Opened(self._session))

    async def _follow(self, session: Session) -> None:
        async for event in self._front.events(session):
            self._happened(on.FromFront(event))

    async def _send(self, send: on.Send) -> None:
        if self._session is None:
            return
        try:
            async with asyncio.timeout(self._parts.limits.answer):
                said = await self._front.say(self._session, send.text, send.message_id, send.sure)
        except (YibaoError, TimeoutError) as error:
            logger.warning("call %s: no answer, %s", self._line.call_id, type(error).__name__)
            self._happened(on.NotReplied(send.message_id))
            return
        self._happened(on.Replied(send.message_id, said))

    async def _fetch_slots(self) -> None:
        slots = []
        if self._session is not None:
            with suppress(YibaoError, TimeoutError):
                async with asyncio.timeout(self._parts.limits.tell):
                    slots = list(await self._front.slots(self._session))
        self._happened(on.SlotsCame(slots))

    async def _book(self, command: on.Book) -> None:
        if self._session is None:
            return
        try:
            async with asyncio.timeout(self._parts.limits.tell):
                slot, number = command.slot, command.number
                spoken = await self._front.book_call_back(self._session, slot, number)
        except (YibaoError, TimeoutError):
            self._happened(on.NotBooked())
            return
        self._happened(on.Booked(spoken))

    async def _transfer(self, command: on.Transfer) -> None:
        accepted = False
        with suppress(YibaoError, TimeoutError):
            async with asyncio.timeout(self._parts.limits.transfer):
                accepted = await self._line.transfer(command.to, command.context)
        if not accepted:
            self._happened(on.NotTransferred())

    async def _told(self, telling: Coroutine[object, object, None]) -> None:
        """Tell the gateway something for which nobody waits."""
        try:
            async with asyncio.timeout(self._parts.limits.tell):
                await telling
        except (YibaoError, TimeoutError) as error:
            logger.warning("call %s: not told, %s", self._line.call_id, type(error).__name__)

    def _tell(self, telling: Coroutine[object, object, None]) -> None:
        task = self._spawn(self._told(telling))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    def _audible(self) -> None:
        if self._over_at is not None:
            milliseconds = round((self._now() - self._over_at) * 1000)
            logger.info("call %s answered in %d ms", self._line.call_id, milliseconds)
            self._over_at = None

    def _spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Own a task until it ends; if it breaks, the call does."""
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or self._failed.done():
            return
        if (error := task.exception()) is not None:
            self._failed.set_exception(error)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
