"""Follows one utterance through the service, for engines that stream and those that don't."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from voice.engines.crew import Crew, Task
from voice.engines.heard_frame import fields_of
from voice.engines.steadiness import still_quiet
from voice.engines.waiting_line import GUESS_YIELDS
from voice.engines.wire import Frame
from voice.speech import Heard

LONGEST = 60.0  # seconds of one utterance; what is said beyond them is not heard
SHORTEST = 0.1  # seconds: less is a click
AT_LEAST = 4.0  # seconds of audio whose work even the shortest utterance makes


class Utterance(Protocol):
    """Be one utterance of a caller."""

    def feed(self, pcm: bytes) -> None:
        """Take audio."""
        ...

    def pause(self) -> None:
        """Recognise what is there, in case that was all."""
        ...

    def finish(self) -> None:
        """Say what was heard as soon as it is known."""
        ...

    def drop(self) -> None:
        """Forget it."""
        ...


class Streamed:
    """Pass an utterance on to a streaming engine, slice by slice.

    Raises EngineUnavailable when no worker takes it.
    """

    def __init__(
        self,
        crew: Crew,
        number: int,
        rate: int,
        hints: Sequence[str],
        tell: Callable[[Frame], None],
    ) -> None:
        self._number = number
        self._bytes_left = int(LONGEST * rate) * 2
        self._send = crew.attach(number, tell)
        self._send(Frame("open", number, {"rate": rate, "hints": list(hints)}))

    def feed(self, pcm: bytes) -> None:
        """Pass audio on."""
        if self._bytes_left > 0:
            self._bytes_left -= len(pcm)
            self._send(Frame("feed", self._number, payload=pcm))

    def pause(self) -> None:
        """Pass the pause on."""
        self._send(Frame("pause", self._number))

    def finish(self) -> None:
        """Pass the end on; the worker answers."""
        self._send(Frame("finish", self._number))

    def drop(self) -> None:
        """Let the worker forget it."""
        self._send(Frame("drop", self._number))


@dataclass(eq=False, slots=True)
class Guess:
    """Be the recognition that was begun at a pause."""

    task: Task
    length: int  # bytes of the audio it knows
    answer: Frame | None = None  # None: not there yet


class Gathered:
    """Gather an utterance and have it recognised as a whole, at a pause already."""

    def __init__(
        self,
        crew: Crew,
        number: int,
        rate: int,
        hints: Sequence[str],
        tell: Callable[[Frame], None],
        next_number: Callable[[], int],
    ) -> None:
        self._crew = crew
        self._number = number
        self._rate = rate
        self._hints = list(hints)
        self._tell = tell
        self._next_number = next_number
        self._audio = bytearray()
        self._guess: Guess | None = None
        self._finished = False

    def feed(self, pcm: bytes) -> None:
        """Keep audio."""
        if len(self._audio) < int(LONGEST * self._rate) * 2:
            self._audio += pcm

    def pause(self) -> None:
        """Begin to recognise what is there; if no worker can, it is done at the end."""
        if self._seconds < SHORTEST or (self._guess and self._guess.length == len(self._audio)):
            return
        self._forget_guess()
        self._begin(spare=GUESS_YIELDS)

    def finish(self) -> None:
        """Answer with what the pause brought, or recognise all of it now."""
        self._finished = True
        if self._seconds < SHORTEST:
            self._tell(Frame("heard", self._number, fields_of(Heard("", 0.0))))
            return
        guess = self._guess
        if guess is not None and self._was_all(guess):
            if guess.answer is None:
                self._crew.hurry(guess.task)
            else:
                self._tell(guess.answer)
            return
        self._forget_guess()
        if not self._begin(spare=0.0):
            self._tell(self._failure("busy"))

    def drop(self) -> None:
        """Forget it, and take its work out of the line."""
        self._forget_guess()

    @property
    def _seconds(self) -> float:
        return len(self._audio) / 2 / self._rate

    def _was_all(self, guess: Guess) -> bool:
        """Tell whether nothing was said after the pause."""
        audio = bytes(self._audio)
        return still_quiet(audio[: guess.length], audio[guess.length :], self._rate)

    def _begin(self, *, spare: float) -> bool:
        """Have all that is there recognised; return whether a worker will."""
        number = self._next_number()
        audio = bytes(self._audio)
        task = Task(
            number,
            units=AT_LEAST + self._seconds,
            frames=(
                Frame("open", number, {"rate": self._rate, "hints": self._hints}),
                Frame("feed", number, payload=audio),
                Frame("finish", number),
            ),
            answered=_nobody,
            spare=spare,
        )
        guess = Guess(task, len(audio))
        task.answered = lambda frame: self._answered(guess, frame)
        if not self._crew.submit(task):
            return False
        # A worker that was free has it already, but its answer can't be here before we return.
        self._guess = guess
        return True

    def _answered(self, guess: Guess, frame: Frame) -> None:
        """Tell the words at a pause, and the result once the utterance is over."""
        if guess is not self._guess:
            return
        answer = Frame(frame.kind, self._number, frame.fields, frame.payload)
        if self._finished:
            self._tell(answer)
        elif frame.kind == "failed":
            self._guess = None  # it is recognised again at the end
        else:
            guess.answer = answer
            if frame.text("text") and frame.amount("confidence") > 0:
                self._tell(Frame("words", self._number, {"text": frame.text("text")}))

    def _forget_guess(self) -> None:
        if self._guess is not None:
            self._crew.cancel(self._guess.task)
            self._guess = None

    def _failure(self, reason: str) -> Frame:
        return Frame("failed", self._number, {"engine": self._crew.spec.name, "reason": reason})


def _nobody(_: Frame) -> None:
    """Take an answer before there is anybody to give it to."""
