"""Decides when a caller begins to speak, pauses and has finished; knows no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

QUIET = 2.6  # seconds from a caller's last sound until they are asked to wait; issue G allows 3


def left_in_silence(after: float, silence: float) -> float:
    """Return for how many seconds more a caller may be left in silence once they have finished.

    That is `after` seconds, fewer if they were quiet for long already: `silence` seconds.
    """
    return max(0.0, min(after, QUIET - silence))


class TurnEvent(StrEnum):
    """Name what was noticed."""

    SPEECH_BEGAN = "speech_began"
    PAUSED = "paused"  # what was said so far may be recognised already
    RESUMED = "resumed"  # the speaker goes on after a pause
    UTTERANCE_OVER = "utterance_over"
    NOTHING_HEARD = "nothing_heard"
    TOO_LONG = "too_long"  # the utterance is cut off here; it counts as over


@dataclass(frozen=True, slots=True)
class Patience:
    """Hold how long things must last, in seconds, and what counts as speech, 0..1.

    Old people search for words and read numbers off cards: 1.2 and 2.0 seconds are the least.
    """

    began: float = 0.096  # speech that counts as a beginning
    began_over_prompt: float = 0.128  # the same while we speak: a breath must not cut us off
    pause: float = 0.2
    over: float = 1.2
    over_digits: float = 2.0  # while a number is asked
    nothing_heard: float = 8.0  # after the end of the prompt
    longest: float = 60.0  # of one utterance
    speech: float = 0.5  # probability from which a window begins speech
    still_speech: float = 0.35  # probability from which a window goes on with it
    forgets: float = 2.0  # how much faster than it grew a beginning is forgotten in silence


class TurnTaking:
    """Account for window after window of one caller."""

    def __init__(self, patience: Patience) -> None:
        """Take how patient to be."""
        self._patience = patience
        self._playing = False
        self._digits = False
        self._counting = False
        self._in_utterance = False
        self._paused = False
        self._speech = self._silence = self._lasted = 0.0  # seconds, of this utterance
        self._nothing = 0.0  # seconds of silence since the prompt
        self._ended_by = 0.0  # seconds of silence

    @property
    def ended_by(self) -> float:
        """Return how many seconds ago the caller was last heard when the last utterance ended."""
        return self._ended_by

    @property
    def speaking(self) -> bool:
        """Tell whether an utterance is under way."""
        return self._in_utterance

    @property
    def spoken(self) -> float:
        """Return how many seconds of the utterance were speech."""
        return self._speech

    def expect(self, *, playing: bool, digits: bool, counting: bool) -> None:
        """Say whether we speak, whether a number is asked, whether an answer is waited for."""
        if playing or not counting or not self._counting:
            self._nothing = 0.0
        self._playing = playing
        self._digits = digits
        self._counting = counting

    def noticed(self) -> None:
        """Take a sign of life that is no speech, such as a key."""
        self._nothing = 0.0

    def heard(self, probability: float, seconds: float) -> tuple[TurnEvent, ...]:
        """Account for one window of audio; return what was noticed, in order."""
        if self._in_utterance:
            return self._within(probability >= self._patience.still_speech, seconds)
        return self._before(probability >= self._patience.speech, seconds)

    def finish(self) -> tuple[TurnEvent, ...]:
        """End the utterance now: the caller said so with a key."""
        if not self._in_utterance:
            return ()
        self._reset()
        return (TurnEvent.UTTERANCE_OVER,)

    def drop(self) -> None:
        """Forget what is under way, e.g. because the line is on hold."""
        self._reset()
        self._nothing = 0.0

    def _before(self, is_speech: bool, seconds: float) -> tuple[TurnEvent, ...]:
        if is_speech:
            self._speech += seconds
            needed = self._patience.began_over_prompt if self._playing else self._patience.began
            if self._speech >= needed - seconds / 100:  # sums of floats fall short by a hair
                self._in_utterance = True
                self._lasted = self._speech
                self._nothing = 0.0
                return (TurnEvent.SPEECH_BEGAN,)
            return ()
        self._speech = max(0.0, self._speech - self._patience.forgets * seconds)
        if not self._counting or self._playing:
            return ()
        self._nothing += seconds
        if self._nothing < self._patience.nothing_heard:
            return ()
        self._nothing = 0.0
        return (TurnEvent.NOTHING_HEARD,)

    def _within(self, is_speech: bool, seconds: float) -> tuple[TurnEvent, ...]:
        self._lasted += seconds
        if is_speech:
            self._speech += seconds
            self._silence = 0.0
            events: tuple[TurnEvent, ...] = (TurnEvent.RESUMED,) if self._paused else ()
            self._paused = False
        else:
            self._silence += seconds
            events = ()
            if not self._paused and self._silence >= self._patience.pause:
                self._paused = True
                events = (TurnEvent.PAUSED,)
            if self._silence >= self._enough():
                self._reset()
                return (*events, TurnEvent.UTTERANCE_OVER)
        if self._lasted >= self._patience.longest:
            self._reset()
            return (*events, TurnEvent.TOO_LONG)
        return events

    def _enough(self) -> float:
        return self._patience.over_digits if self._digits else self._patience.over

    def _reset(self) -> None:
        self._ended_by = self._silence
        self._in_utterance = False
        self._paused = False
        self._speech = 0.0
        self._silence = 0.0
        self._lasted = 0.0
