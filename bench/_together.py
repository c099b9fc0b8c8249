"""Measures what happens when callers speak at the same moment, and what a call costs."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench._figures import percentile, show_table
from bench._memory import family, resident
from bench._timed_speech import between
from bench._voice_desk import LISTENS, Call, Desk
from voice.turn_taking import Patience

CALLERS, ROUNDS = 4, 4  # who speak at the same moment, and how often
TICKS = 100  # of a process's clock in /proc, a second
PROGRAMS = {"speech engines": "voice.engines", "gateway": "gateway", "Rasa": "rasa/serve.py"}


@dataclass(frozen=True, slots=True)
class Usage:
    """Be what a program used: seconds of processor so far, and GiB."""

    processor: float
    memory: float


async def speak_together(desk: Desk, questions: Sequence[bytes], patience: Patience) -> None:
    """Let callers speak at the same moment, which real ones seldom do."""
    before_calls = _here()
    calls = [desk.call(patience=patience) for _ in range(CALLERS)]
    await asyncio.gather(*(call.begin() for call in calls))
    for call in calls:
        call.line.late.clear()
        call.watch.gaps.clear()
    processes = _processes()
    before, here, since = {name: _usage(pids) for name, pids in processes.items()}, _here(), _now()
    for number in range(ROUNDS):
        asked = questions[CALLERS * number : CALLERS * (number + 1)]
        await asyncio.gather(
            *(call.ask(question) for call, question in zip(calls, asked, strict=False))
        )
        await asyncio.sleep(LISTENS)
    seconds = _now() - since
    after, there = {name: _usage(pids) for name, pids in processes.items()}, _here()
    await asyncio.gather(*(call.end() for call in calls))
    _report_together(calls)
    rows = [("phone process (and this bench)", _share(here, there, seconds), there.memory)]
    rows += [
        (name, _share(before[name], after[name], seconds), after[name].memory) for name in after
    ]
    head = ("program", "% of one core", "a call", "memory MiB")
    cells = [
        (name, f"{share:.0f}", f"{share / CALLERS:.0f}", f"{1024 * gib:.0f}")
        for name, share, gib in rows
    ]
    show_table(f"{CALLERS} callers who speak at the same time, {seconds:.0f} s", head, cells)
    grown = 1024 * (there.memory - before_calls.memory) / CALLERS
    print(f"\nthe phone process grew by {grown:.1f} MiB a call")


def _report_together(calls: Sequence[Call]) -> None:
    turns = [turn for call in calls for turn in call.turns]
    answered = [turn for turn in turns if turn.audio is not None]
    times = [turn.from_endpoint() for turn in answered]
    words = [between(turn.over, turn.words) for turn in answered]
    from_speech = [turn.from_speech() for turn in answered]
    late = [1000 * each for call in calls for each in call.line.late]
    gaps = [each for call in calls for each in call.watch.gaps]
    rows: list[tuple[str, object]] = [
        ("questions / without a reply", f"{len(turns)} / {len(turns) - len(answered)}"),
        ("utterances that no recogniser took", sum(call.watch.deaf for call in calls)),
        ("answers bridged with a sentence", sum(turn.bridged for turn in turns)),
        ("endpoint to words, p50 / p95 ms", f"{shown(words, 50)} / {shown(words, 95)}"),
        ("endpoint to reply, p50 / p95 ms", f"{shown(times, 50)} / {shown(times, 95)}"),
        ("end of speech to reply, p50 / p95 ms", _two(from_speech)),
        ("silences within a sentence of ours", f"{len(gaps)}, {sum(gaps):.2f} s"),
        ("20 ms frames handled late, p50 / p99 ms", f"{shown(late, 50)} / {shown(late, 99)}"),
    ]
    show_table(f"{CALLERS} callers who speak at the same moment", ("what", ""), rows)


def _two(values: Sequence[float]) -> str:
    return f"{shown(values, 50)} / {shown(values, 95)}"


def _processes() -> dict[str, list[int]]:
    """Return the processes of the product's programs."""
    found: dict[str, list[int]] = {name: [] for name in PROGRAMS}
    for pid in family(os.getpid()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        for name, part in PROGRAMS.items():
            if any(part in word for word in command[1:4]):
                found[name] = list({*found[name], pid, *family(pid)})
                break
    return found


def _usage(pids: Sequence[int]) -> Usage:
    return Usage(sum(_processor(pid) for pid in pids), sum(resident(pid) for pid in pids))


def _here() -> Usage:
    return _usage([os.getpid()])


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _share(before: Usage, after: Usage, seconds: float) -> float:
    return 100 * (after.processor - before.processor) / seconds


def _now() -> float:
    return time.monotonic()


def shown(values: Sequence[float], percent: float) -> str:
    """Return a percentile in whole figures."""
    return f"{percentile(values, percent):.0f}"
