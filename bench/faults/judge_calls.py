"""Judges by invariant I6 what callers met with while something broke; no I/O."""

from __future__ import annotations

from collections.abc import Iterable

from bench.faults.evidence import Call, CallTurn

SENTENCE_WITHIN = 3.0  # seconds from a caller's last sound until they hear a sentence
PACKET_WITHIN = 1.0  # seconds without any packet: whoever listens takes the line for dead


def silences(calls: Iterable[Call]) -> list[float]:
    """Return for how many seconds callers heard nothing after they had spoken.

    What was never answered by a sound is not in it, nor what a call that fell could not answer.
    """
    return [
        max(0.0, turn.heard - turn.over)
        for call in calls
        for turn in call.turns
        if turn.heard is not None
    ]


def amiss(calls: Iterable[Call]) -> Iterable[str]:
    """Name every silence, every strange sound, and every call that should not have ended.

    A call whose own process was killed cannot go on: who calls again must hear us, and nothing
    that was said may be gone.
    """
    for call in calls:
        if call.fell is not None and not call.its_own:
            yield f"{call.name}: fell after {call.fell - call.began:.1f} s"
        if call.its_own and call.again is None:
            yield f"{call.name}: who called again was not answered"
        if call.left_alone:
            yield f"{call.name}: a person was promised, and nobody knows"
        if call.forgotten:
            yield f"{call.name}: {call.forgotten} lines are gone"
        if call.gap > PACKET_WITHIN and not call.its_own:
            yield f"{call.name}: no sound at all for {call.gap:.1f} s"
        for number, turn in enumerate(call.turns, 1):
            if not (call.its_own and call.fell is not None and number == len(call.turns)):
                yield from (f"{call.name}, sentence {number}: {what}" for what in _amiss(turn))


def _amiss(turn: CallTurn) -> Iterable[str]:
    if turn.heard is None:
        yield "silence"
        return
    silence = turn.heard - turn.over
    if silence > SENTENCE_WITHIN:
        yield f"silence for {silence:.1f} s"
    if not turn.phrases and not turn.answered:
        yield "a sound that is neither a listed sentence nor an answer"
