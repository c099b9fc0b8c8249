"""Measures how soon a caller is answered, interrupted and served: `python -m bench.voice`."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench._figures import percentile, show_load, show_table
from bench._memory import family, resident
from bench._naive_speech import NaiveEar
from bench._timed_speech import Turn
from bench._voice_callers import VOICES, Caller, Studio
from bench._voice_desk import ANSWER_WITHIN, LISTENS, Call, Desk, ask_all
from core.messages import Status
from gateway.settings import Settings
from knowledge_base.test_questions import read_test_questions
from launch.training_data import Example
from tests.running import running_product
from voice.turn_taking import Patience

TURNS = int(os.environ.get("TURNS", "22"))  # of each kind
NAIVE_TURNS = 12  # it takes three times as long
PRESSES = 20
TOGETHER, ROUNDS = 4, 6  # callers who speak at the same moment, and how often
PATIENT, QUICK = Patience(), Patience(over=0.6)
TICKS = 100  # of a process's clock in /proc, a second
PROGRAMS = {"speech engines": "voice.engines", "gateway": "gateway", "Rasa": "rasa"}
STYLES = ("plain", "colloquial", "elderly")
SAYABLE = re.compile(r"[\u4e00-\u9fff，。？！、]{6,18}")


@dataclass(frozen=True, slots=True)
class Usage:
    """Be what a program used: seconds of processor so far, and GiB."""

    processor: float
    memory: float


def main() -> None:
    """Start the product and the engines, measure, end everything."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the folder is removed
    show_load("at the start")
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as product:
        product.speech.start()
        os.environ |= product.settings
        asyncio.run(_measure(Settings(), Path(folder) / "clauses"))
    show_load("at the end")


async def _measure(settings: Settings, clauses: Path) -> None:
    async with Desk.opened(settings, clauses) as desk:
        spoken = await _questions(desk, settings.models, 2 * TURNS + TOGETHER * ROUNDS)
        first, second, rest = spoken[:TURNS], spoken[TURNS : 2 * TURNS], spoken[2 * TURNS :]
        await ask_all(desk, first[:1], patience=PATIENT)  # the opening is rendered now
        show_load("before the first turn")
        fresh = await ask_all(desk, first, patience=PATIENT)
        cached = await ask_all(desk, first, patience=PATIENT)
        quick = await ask_all(desk, second, patience=QUICK)
        quick_cached = await ask_all(desk, second, patience=QUICK)
        ear = await asyncio.to_thread(NaiveEar, settings.models)
        naive = await ask_all(desk, first[:NAIVE_TURNS], patience=PATIENT, naive=ear)
        del ear
        _answers(fresh, cached, quick, quick_cached, naive)
        pressed = await _pressing(desk, first)
        _stops([*fresh, *cached, *quick, *quick_cached], pressed)
        show_load("before the callers at the same time")
        await _together(desk, rest)


async def _questions(desk: Desk, models: Path, wanted: int) -> list[bytes]:
    """Return questions that the product answers, as they are said at 8 kHz."""
    studio = Studio(models, models.parent / "voice-bench")
    asked: dict[str, None] = {}
    for each in read_test_questions():
        if each.region is None and each.style in STYLES and SAYABLE.fullmatch(each.ask):
            asked[each.ask] = None
    callers: list[Caller] = []
    # Spread over the packs, always the same ones.
    for text in sorted(asked, key=_place):
        if len(callers) == wanted:
            break
        if await desk.in_writing(text):
            voice = VOICES[len(callers) % len(VOICES)]
            callers.append(Caller(Example(text, "policy_question", "plain"), voice, 4.4, "report"))
    await asyncio.to_thread(studio.prepare, callers)
    return [studio.audio(caller, "clean 8 kHz", ())[0] for caller in callers]


def _place(text: str) -> str:
    """Return what puts questions into an order that is the same on every machine."""
    return hashlib.sha256(text.encode()).hexdigest()


def _answers(
    fresh: Sequence[Call],
    cached: Sequence[Call],
    quick: Sequence[Call],
    quick_cached: Sequence[Call],
    naive: Sequence[Call],
) -> None:
    rows = [
        ("fresh answer, 1.2 s", _of(fresh, rendered=True), "p50 <= 1100, p95 <= 2000"),
        ("answer that begins with known words, 1.2 s", _of(fresh, rendered=False), ""),
        ("cached answer, 1.2 s", _of(cached, rendered=False), "p50 <= 450"),
        ("fresh answer, 0.6 s", _of(quick, rendered=True), ""),
        ("cached answer, 0.6 s", _of(quick_cached, rendered=False), ""),
        ("naive (30 s window, whole sentences), 1.2 s", _of(naive), ""),
    ]
    head = ("reply, endpoint", "turns", "from the endpoint p50 ms", "p95 ms", "target")
    more = ("from the end of speech p50 ms", "p95 ms")
    cells = [
        (name, len(turns), *_pair(turns, _from_endpoint), target, *_pair(turns, _from_speech))
        for name, turns, target in rows
    ]
    show_table("To the first sound of the reply", (*head, *more), cells)
    parts: tuple[tuple[str, Callable[[Turn], float]], ...] = (
        ("words", lambda t: _between(t.over, t.words)),
        ("repaired and sent", lambda t: _between(t.words, t.sent)),
        ("dialogue", lambda t: _between(t.sent, t.answered)),
        ("sound", lambda t: _between(t.answered, t.audio)),
    )
    shares = [
        (name, *(_shown([part(t) for t in turns], 50) for _, part in parts))
        for name, turns, _ in rows
    ]
    show_table("Where that time goes, p50 ms", ("reply", *(name for name, _ in parts)), shares)
    all_calls = [*fresh, *cached, *quick, *quick_cached, *naive]
    turns = [turn for call in all_calls for turn in call.turns]
    lost = sum(turn.audio is None for turn in turns)
    other = sum(t.audio is not None and not _is_answer(t) for t in turns)
    cut = sum(turn.endpoints > 1 for turn in turns)
    print(
        f"\n{len(turns)} questions: {lost} without any reply within {ANSWER_WITHIN:.0f} s, {other} "
        f"asked back or declined (misheard, mostly), {cut} cut in two by the endpoint"
    )


def _of(calls: Iterable[Call], *, rendered: bool | None = None) -> list[Turn]:
    """Return the turns that were answered; those whose first clause was rendered then, or not."""
    turns = [turn for call in calls for turn in call.turns if _is_answer(turn)]
    return [t for t in turns if rendered is None or t.rendered is rendered]


def _is_answer(turn: Turn) -> bool:
    return turn.audio is not None and turn.said is not None and turn.said.status is Status.ANSWERED


def _from_endpoint(turn: Turn) -> float:
    return _between(turn.over, turn.audio)


def _from_speech(turn: Turn) -> float:
    return _between(turn.ended, turn.audio)


def _between(before: float | None, after: float | None) -> float:
    assert before is not None
    assert after is not None
    return 1000 * (after - before)


def _pair(turns: Sequence[Turn], taken: Callable[[Turn], float]) -> tuple[str, str]:
    values = [taken(turn) for turn in turns]
    return _shown(values, 50), _shown(values, 95)


def _shown(values: Sequence[float], percent: float) -> str:
    return f"{percentile(values, percent):.0f}"


async def _pressing(desk: Desk, questions: Sequence[bytes]) -> list[tuple[float, float]]:
    """Press "again" in the middle of an answer."""
    call = desk.call(patience=PATIENT)
    await call.begin()
    for question in questions[:4]:
        turn = await call.ask(question)
        if turn.audio is None:
            continue
        for _ in range(PRESSES // 4):
            await asyncio.sleep(0.7)
            await call.press("*")
    await call.end()
    return call.keys


def _stops(calls: Sequence[Call], keys: Sequence[tuple[float, float]]) -> None:
    barged = [1000 * seconds for call in calls for seconds in call.barge_ins]
    missed = sum(call.not_stopped for call in calls)
    silent, sounded = ([1000 * pair[n] for pair in keys] for n in range(2))
    rows = [
        ("voice to silence (barge-in)", len(barged), barged, "<= 250"),
        ("key to silence", len(silent), silent, "<= 150"),
        ("key to what it brings (say it again)", len(sounded), sounded, "<= 150"),
    ]
    cells = [
        (name, count, _shown(v, 50), _shown(v, 95), _shown(v, 100), target)
        for name, count, v, target in rows
    ]
    show_table("Stopping", ("what", "times", "p50 ms", "p95 ms", "most ms", "target"), cells)
    print(f"\n{missed} interruptions did not stop us")


async def _together(desk: Desk, questions: Sequence[bytes]) -> None:
    """Let callers speak at the same moment, which real ones seldom do."""
    before_calls = _here()
    calls = [desk.call(patience=PATIENT) for _ in range(TOGETHER)]
    await asyncio.gather(*(call.begin() for call in calls))
    for call in calls:
        call.line.late.clear()
        call.watch.gaps.clear()
    processes = _processes()
    before, here, since = {name: _usage(pids) for name, pids in processes.items()}, _here(), _now()
    for number in range(ROUNDS):
        asked = questions[TOGETHER * number : TOGETHER * (number + 1)]
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
        (name, f"{share:.0f}", f"{share / TOGETHER:.0f}", f"{1024 * gib:.0f}")
        for name, share, gib in rows
    ]
    show_table(f"{TOGETHER} callers who speak at the same time, {seconds:.0f} s", head, cells)
    grown = 1024 * (there.memory - before_calls.memory) / TOGETHER
    print(f"\nthe phone process grew by {grown:.1f} MiB a call")


def _report_together(calls: Sequence[Call]) -> None:
    turns = [turn for call in calls for turn in call.turns]
    answered = [turn for turn in turns if turn.audio is not None]
    times = [_from_endpoint(turn) for turn in answered]
    words = [_between(turn.over, turn.words) for turn in answered]
    from_speech = [_from_speech(turn) for turn in answered]
    late = [1000 * each for call in calls for each in call.line.late]
    gaps = [each for call in calls for each in call.watch.gaps]
    rows: list[tuple[str, object]] = [
        ("questions / without a reply", f"{len(turns)} / {len(turns) - len(answered)}"),
        ("utterances that no recogniser took", sum(call.watch.deaf for call in calls)),
        ("answers bridged with a sentence", sum(turn.bridged for turn in turns)),
        ("endpoint to words, p50 / p95 ms", f"{_shown(words, 50)} / {_shown(words, 95)}"),
        ("endpoint to reply, p50 / p95 ms", f"{_shown(times, 50)} / {_shown(times, 95)}"),
        ("end of speech to reply, p50 / p95 ms", _two(from_speech)),
        ("silences within a sentence of ours", f"{len(gaps)}, {sum(gaps):.2f} s"),
        ("20 ms frames handled late, p50 / p99 ms", f"{_shown(late, 50)} / {_shown(late, 99)}"),
    ]
    show_table(f"{TOGETHER} callers who speak at the same moment", ("what", ""), rows)


def _two(values: Sequence[float]) -> str:
    return f"{_shown(values, 50)} / {_shown(values, 95)}"


def _processes() -> dict[str, list[int]]:
    """Return the processes of the product's programs."""
    found: dict[str, list[int]] = {name: [] for name in PROGRAMS}
    for pid in family(os.getpid()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        for name, part in PROGRAMS.items():
            if any(part in word.split("/")[-1] for word in command[1:4]):
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


if __name__ == "__main__":
    main()
