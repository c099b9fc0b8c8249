"""Runs the telephone: python -m gateway phone joins line, engines, dialogue and recordings."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import httpx

from gateway.answer_preparation import AnswerPreparation
from gateway.background import Chore
from gateway.busy_announcement import BusyAnnouncement
from gateway.catalogue_files import read_catalogue
from gateway.clock import clock
from gateway.line_reporter import LineReporter
from gateway.old_recordings import OldRecordings
from gateway.phone_settings import line_settings
from gateway.prompt_preparation import prompt_preparation
from gateway.recorded_line import RecordedLine
from gateway.recordings import Recording, mend_recordings, recording_path
from gateway.settings import Settings
from gateway.speech import Speech, speech
from gateway.understanding import understanding
from voice.call import CallParts, serve_call
from voice.call_talk import Manners
from voice.engines.client import SpeechClient
from voice.front import Session
from voice.http_front import FieldOf, HttpFront, field_in
from voice.line import RATE, AudioLine
from voice.music import hold_music
from voice.sip.phone_line import PhoneLine
from voice.synthesizers.recordings import Recordings
from voice.vad import SpeechModel

logger = logging.getLogger(__name__)

GATEWAY_TIMEOUT = 8.0  # seconds; a call gives an answer 10
ANSWERS_TOO = {"first", "all"}  # extents of the prompts with which answers are prepared
VAD = ("silero-vad", "silero_vad.onnx")


class CallFront(HttpFront):
    """Be the gateway for one call, and know which conversation that is."""

    conversation_id = ""

    async def begin(self, caller: str, called: str) -> Session:
        """Open a conversation for the caller."""
        session = await super().begin(caller, called)
        self.conversation_id = session.conversation_id
        return session


@dataclass(frozen=True, slots=True)
class Calls:
    """Answer one call after the other, each with parts of its own where they must be."""

    settings: Settings
    parts: CallParts
    client: httpx.AsyncClient
    field_of: FieldOf
    now: Callable[[], datetime]
    writer: ThreadPoolExecutor  # one thread: what is written stays in order
    under_way: set[AudioLine] = field(default_factory=set)

    async def answer(self, line: AudioLine) -> None:
        """Serve one call to its end."""
        recorded, front = RecordedLine(line), self.front()

        def decided(_: AudioLine, agreed: bool) -> None:
            if agreed:
                recorded.record(self._recording(front.conversation_id))
            else:
                recorded.finish()

        self.under_way.add(line)
        try:
            await serve_call(recorded, replace(self.parts, front=front, recording=decided))
        finally:
            self.under_way.remove(line)

    def front(self) -> CallFront:
        """Return a way to the gateway for one call."""
        return CallFront(
            self.client,
            base_url=f"http://127.0.0.1:{self.settings.port}",
            secret=self.settings.phone_secret.get_secret_value(),
            field_of=self.field_of,
        )

    def nobody(self) -> bool:
        """Tell whether nobody calls."""
        return not self.under_way

    def answers(self, engines: SpeechClient) -> AnswerPreparation:
        """Return what has the published answers rendered between the calls."""
        return AnswerPreparation(
            self.front().published,
            Recordings(self.settings.spoken_clauses, self.settings.voice_name),
            engines.render,
            ready=engines.ready,
            nobody_calls=self.nobody,
        )

    def _recording(self, conversation_id: str) -> Recording:
        day = self.now().date()
        path = recording_path(self.settings.call_recordings, day, conversation_id)
        return Recording(path, self.writer.submit)


async def serve_phone(settings: Settings) -> None:
    """Take calls until asked to stop; OSError if a port is taken, ValueError for a bad setting."""
    wanted = line_settings(settings)
    now = clock(settings.timezone)
    asked = speech(settings)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    mended = await asyncio.to_thread(mend_recordings, settings.call_recordings)
    if mended:
        logger.info("%d recordings were cut off and are whole again", mended)
    with ThreadPoolExecutor(1, "recordings") as writer:
        async with httpx.AsyncClient(timeout=GATEWAY_TIMEOUT, trust_env=False) as client:
            calls = await _calls(settings, asked, client, writer, now)
            line = PhoneLine(wanted, calls.answer)
            busy = BusyAnnouncement(asked.synthesizer.essential, line.announce_busy)
            await line.start()
            logger.info("calls are taken at %s, ports %s", settings.sip_host, line.ports)
            beside = chores(settings, now, client, nobody_calls=calls.nobody)
            reporter = LineReporter(client, settings, line)
            all_chores = [
                *beside,
                Chore("busy", busy.step, busy.every),
                Chore("line report", reporter.step, reporter.every),
            ]
            if settings.prompts in ANSWERS_TOO:
                answers = calls.answers(asked.recognizer)
                all_chores.append(Chore("answers", answers.step, answers.every))
            tasks = [asyncio.create_task(chore.run()) for chore in all_chores]
            try:
                await stopping.wait()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await line.stop()
                await asked.recognizer.close()


def chores(
    settings: Settings,
    now: Callable[[], datetime],
    client: httpx.AsyncClient,
    *,
    nobody_calls: Callable[[], bool],
) -> list[Chore]:
    """Return what is done beside the calls: old recordings are deleted, prompts rendered."""
    old = OldRecordings(client, settings, now)
    found = [Chore("recordings", old.step, old.every)]
    if settings.prompts != "off":
        preparation = prompt_preparation(settings, nobody_calls)
        found.append(Chore("prompts", preparation.step, preparation.every))
    return found


async def _calls(
    settings: Settings,
    asked: Speech,
    client: httpx.AsyncClient,
    writer: ThreadPoolExecutor,
    now: Callable[[], datetime],
) -> Calls:
    """Load what all calls share; it takes some seconds, away from the event loop."""
    catalogue = await asyncio.to_thread(read_catalogue, settings.items)
    model = await asyncio.to_thread(SpeechModel, settings.models.joinpath(*VAD))
    field_of = field_in(catalogue)
    understand = await asyncio.to_thread(understanding, settings, catalogue)
    parts = CallParts(
        recognizer=asked.recognizer,
        synthesizer=asked.synthesizer,
        detector=partial(model.detector, RATE),
        understand=understand,
        front=CallFront(client, base_url="", secret="", field_of=field_of),  # each call has its own
        music=await asyncio.to_thread(hold_music),
        recording=lambda _line, _agreed: None,
        manners=Manners(duty_extension=settings.phone_duty_extension),
    )
    return Calls(settings, parts, client, field_of, now, writer)
