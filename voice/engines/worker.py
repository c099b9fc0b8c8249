"""Is a worker process: hosts one engine and does what the supervisor sends over a pipe."""

from __future__ import annotations

import ctypes
import importlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO, cast

from core.errors import EngineUnavailable
from voice.engines.heard_frame import fields_of
from voice.engines.wire import Frame, encoded, read_from
from voice.speech import RecognizerEngine, RecognizerStream, SynthesizerEngine

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
# What libraries call it that raise errors of their own (ONNX Runtime, CTranslate2, Kaldi).
NO_MEMORY = ("bad_alloc", "allocate memory", "out of memory", "failed to allocate")
BREAKS = 2  # times in a row that an engine may break; taking audio alone proves nothing
NICER = 5  # engines give way to what sends audio every 20 ms


def main() -> int:
    """Serve until the supervisor closes the pipe; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor, which ends us
    _die_with_supervisor()
    os.nice(NICER)
    incoming = os.fdopen(os.dup(0), "rb")
    # Libraries print what they like: it goes to the log, and the frames to a file of our own.
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    begin = read_from(incoming)
    if begin is None or begin.kind != "begin":
        return 2
    host = Host(begin, outgoing)
    host.say(Frame("ready"))
    while (frame := read_from(incoming)) is not None:
        host.take(frame)
    os._exit(0)  # threads may be deep in an engine, and nobody waits for them any more


@dataclass(slots=True)
class Utterance:
    """Be one utterance in this worker."""

    lane: int
    stream: RecognizerStream | None = None  # None: not opened yet
    words: str = ""  # told last
    dropped: bool = False


class Host:
    """Hold one engine, and let each lane do its utterances' work in the order it came."""

    def __init__(self, begin: Frame, outgoing: BinaryIO) -> None:
        self._name = begin.text("name")
        self._outgoing = outgoing
        self._saying = threading.Lock()
        engine = _made(begin)
        self._recognizer = cast(RecognizerEngine, engine) if begin.fields.get("hears") else None
        self._synthesizer = None if self._recognizer else cast(SynthesizerEngine, engine)
        lanes = max(1, int(begin.amount("lanes")))
        self._lanes = [ThreadPoolExecutor(max_workers=1) for _ in range(lanes)]
        self._utterances: dict[int, Utterance] = {}
        self._broke = 0  # times in a row

    def say(self, frame: Frame) -> None:
        """Send a frame to the supervisor."""
        with self._saying:
            self._outgoing.write(encoded(frame))
            self._outgoing.flush()

    def take(self, frame: Frame) -> None:
        """Put the work that a frame asks for on its lane."""
        if frame.kind == "render":
            self._lanes[0].submit(self._guarded, frame, lambda: self._render(frame))
            return
        if frame.kind == "open":
            self._utterances[frame.number] = Utterance(self._emptiest_lane())
        utterance = self._utterances.get(frame.number)
        if utterance is None:
            return
        if frame.kind in ("finish", "drop"):
            del self._utterances[frame.number]
        if frame.kind == "drop":
            utterance.dropped = True  # what is still to be done for it is passed over
            return
        lane = self._lanes[utterance.lane]
        lane.submit(self._guarded, frame, lambda: self._attend(frame, utterance))

    def _attend(self, frame: Frame, utterance: Utterance) -> None:
        if utterance.dropped:
            return
        if frame.kind == "open":
            if self._recognizer is None:
                raise EngineUnavailable(self._name)
            utterance.stream = self._recognizer.open(
                int(frame.amount("rate")), frame.texts("hints")
            )
            return
        if utterance.stream is None:  # it could not be opened, which was said already
            return
        if frame.kind == "finish":
            heard = utterance.stream.finish()
            self._broke = 0
            self.say(Frame("heard", frame.number, fields_of(heard)))
            return
        pausing = frame.kind == "pause"
        words = utterance.stream.pause() if pausing else utterance.stream.feed(frame.payload)
        if words and words != utterance.words:
            utterance.words = words
            self.say(Frame("words", frame.number, {"text": words}))

    def _render(self, frame: Frame) -> None:
        if self._synthesizer is None:
            raise EngineUnavailable(self._name)
        audio = self._synthesizer.render(
            frame.text("clause"), pace=frame.amount("pace"), rate=int(frame.amount("rate"))
        )
        self._broke = 0
        self.say(Frame("audio", frame.number, payload=audio))

    def _guarded(self, frame: Frame, work: Callable[[], None]) -> None:
        """Do one piece of work: the edge of a background task, so that none ends a lane.

        An engine that has run out of memory, or that breaks again and again, would fail everybody
        from now on: its process ends, and a new one takes its place.
        """
        try:
            work()
        except EngineUnavailable as error:
            self._failed(frame, error.engine)
        except Exception as error:  # noqa: BLE001  an engine's own; its text may hold what was said
            logger.error("%s failed at %s: %s", self._name, frame.kind, type(error).__name__)
            self._broke += 1
            if _is_out_of_memory(error) or self._broke >= BREAKS:
                os._exit(1)  # whoever waits hears of it by that
            self._failed(frame, self._name)

    def _failed(self, frame: Frame, engine: str) -> None:
        self._utterances.pop(frame.number, None)
        self.say(Frame("failed", frame.number, {"engine": engine, "reason": "failed"}))

    def _emptiest_lane(self) -> int:
        taken = [utterance.lane for utterance in list(self._utterances.values())]
        return min(range(len(self._lanes)), key=taken.count)


def _is_out_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or any(words in str(error).lower() for words in NO_MEMORY)


def _made(begin: Frame) -> object:
    """Load the engine that "module:function" makes."""
    module, function = begin.text("factory").split(":")
    options = begin.fields.get("options")
    chosen = options if isinstance(options, dict) else {}
    make = cast(
        Callable[[dict[str, str]], object], getattr(importlib.import_module(module), function)
    )
    return make({str(name): str(value) for name, value in chosen.items()})


def _die_with_supervisor() -> None:
    """Ask the kernel to kill us with our parent; elsewhere the end of the pipe ends us."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
