"""Collects what a call is told to do, and holds where it stands and what was said last."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from core.errors import NotAllowedNow
from voice.call_events import Command, Line, Music, Say, StopSaying
from voice.speech import FASTEST, SLOWER_BY, SLOWEST, USUAL


class State(StrEnum):
    """Name where a call stands."""

    OPENING = "opening"  # greeting, label, consent; nothing was asked for yet
    TALKING = "talking"  # with the dialogue
    QUEUEING = "queueing"  # for a person; the dialogue still answers
    TRANSFERRING = "transferring"
    WITH_AGENT = "with_agent"  # whose lines are read out
    BOOKING = "booking"  # a call-back
    LEAVING = "leaving"  # asked whether there is anything else
    GOODBYE = "goodbye"  # being said
    ENDED = "ended"


PEOPLE = frozenset({State.QUEUEING, State.TRANSFERRING, State.WITH_AGENT, State.BOOKING})
ANSWERS = frozenset({State.OPENING, State.TALKING, State.BOOKING, State.LEAVING})  # are awaited


class Script:
    """Hold the commands of one event; nothing is said while the caller speaks or is away."""

    def __init__(self) -> None:
        """Begin with silence, at the usual pace."""
        self._state = State.OPENING
        self.pace = USUAL  # characters a second
        self.last: tuple[Line, ...] = ()  # what is said again on request
        self.speaking = False
        self.number = 0  # of the last Say
        self._music = False
        self._commands: list[Command] = []
        self._deferred: list[Line] = []
        self._waits_for: set[str] = set()

    @property
    def state(self) -> State:
        """Return where the call stands."""
        return self._state

    def move(self, state: State) -> None:
        """Go on to another state; NotAllowedNow if the call is over."""
        if self._state is State.ENDED:
            raise NotAllowedNow(f"call: {self._state} -> {state}")
        self._state = state

    def taken(self) -> tuple[Command, ...]:
        """Return what was collected, and begin anew."""
        commands, self._commands = tuple(self._commands), []
        return commands

    def do(self, command: Command) -> None:
        """Add a command."""
        self._commands.append(command)

    def say(self, *sentences: str, barge_in: bool = True, last: bool = True) -> None:
        """Say sentences; `last`: they are what "say that again" means from now on."""
        self.lines([Line(sentence, barge_in) for sentence in sentences], last=last)

    def lines(self, lines: Sequence[Line], *, last: bool = True) -> None:
        """Say lines behind what is being said."""
        if not lines:
            return
        if last:
            self.last = tuple(lines)
        if self._waits_for:
            self._deferred += lines
            return
        self.number += 1
        self.speaking = True
        self.do(Say(tuple(lines), self.pace, self.number))

    def again(self) -> None:
        """Say the last thing again."""
        self.interrupt()
        self.lines(self.last)

    def interrupt(self) -> None:
        """Be silent."""
        self._deferred.clear()
        if self.speaking:
            self.speaking = False
            self.do(StopSaying())

    def music(self, on: bool) -> None:
        """Play music between sentences, or stop."""
        if on is not self._music:
            self._music = on
            self.do(Music(on))

    def wait(self, reason: str) -> None:
        """Say nothing until `go_on` is called for that reason."""
        self._waits_for.add(reason)

    def go_on(self, reason: str) -> None:
        """Say what was to be said meanwhile, unless there is another reason to wait."""
        self._waits_for.discard(reason)
        if not self._waits_for and self._deferred:
            deferred, self._deferred = self._deferred, []
            self.lines(deferred, last=False)

    def slower(self) -> bool:
        """Speak more slowly; False if that is the slowest already."""
        before, self.pace = self.pace, max(SLOWEST, self.pace * SLOWER_BY)
        return self.pace < before

    def faster(self) -> bool:
        """Speak faster; False if that is the fastest already."""
        before, self.pace = self.pace, min(FASTEST, self.pace / SLOWER_BY)
        return self.pace > before
