"""Measures how soon a caller is answered, interrupted and served: `python -m bench.voice`."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import signal
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench._figures import show_load, show_table
from bench._naive_speech import NaiveEar
from bench._timed_speech import Turn, between
from bench._together import CALLERS, ROUNDS, shown, speak_together
from bench._voice_callers import PACES, VOICES, Caller, Studio
from bench._voice_desk import ANSWER_WITHIN, Call, Desk, ask_all
from core.messages import Status
from gateway.settings import Settings
from knowledge_base.test_questions import read_test_questions
from launch.training_data import Example
from tests.running import running_product
from voice.front import Said
from voice.turn_taking import Patience

TURNS = int(os.environ.get("TURNS", "22"))  # of each kind, at the patient endpoint
QUICK_TURNS = NAIVE_TURNS = max(2, TURNS // 2)
PRESSES = 20
PATIENT, QUICK = Patience(), Patience(over=0.6)
STYLES = ("plain", "colloquial", "elderly")
SAYABLE = re.compile(r"[\u4e00-\u9fff，。？！、]{6,18}")


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
        asked = await _questions(desk, settings.models, TURNS + QUICK_TURNS + CALLERS * ROUNDS)
        questions = [question for question, _ in asked]
        first, others = questions[:TURNS], questions[TURNS:]
        second, rest = others[:QUICK_TURNS], others[QUICK_TURNS:]
        await desk.prepare()
        await ask_all(desk, rest[:1], patience=PATIENT)  # what stands before every answer is known
        show_load("before the first turn")
        fresh = await ask_all(desk, first, patience=PATIENT)
        _done("asked first, 1.2 s", fresh)
        cached = await ask_all(desk, first, patience=PATIENT)
        _done("asked again, 1.2 s", cached)
        answers = [said for _, said in asked[TURNS : TURNS + QUICK_TURNS]]
        clauses_of_answers, known = await desk.prepare_answers(answers)
        print(f"{known} of {clauses_of_answers} clauses of the next answers are published ones")
        prepared = await ask_all(desk, second, patience=PATIENT)
        _done("prepared, asked first, 1.2 s", prepared)
        quick_cached = await ask_all(desk, second, patience=QUICK)
        _done("asked again, 0.6 s", quick_cached)
        ear = await asyncio.to_thread(NaiveEar, settings.models)
        naive = await ask_all(desk, first[:NAIVE_TURNS], patience=PATIENT, naive=ear)
        _done("naive, 1.2 s", naive)
        del ear
        _answers(fresh, cached, prepared, quick_cached, naive)
        pressed = await _pressing(desk, first)
        _stops([*fresh, *cached, *prepared, *quick_cached], pressed)
        show_load("before the callers at the same time")
        await speak_together(desk, rest, PATIENT)


def _done(name: str, calls: Sequence[Call]) -> None:
    """Print what was measured so far: a run takes a quarter of an hour, and may be ended."""
    turns = _of(calls)
    p50, p95 = _pair(turns, Turn.from_endpoint)
    print(f"{name}: {len(turns)} answers, endpoint to sound p50 {p50} ms, p95 {p95} ms", flush=True)


async def _questions(desk: Desk, models: Path, wanted: int) -> list[tuple[bytes, Said]]:
    """Return questions that the product answers, as they are said at 8 kHz, and the answers."""
    studio = Studio(models, models.parent / "voice-bench")
    asked: dict[str, None] = {}
    for each in read_test_questions():
        if each.region is None and each.style in STYLES and SAYABLE.fullmatch(each.ask):
            asked[each.ask] = None
    callers: list[Caller] = []
    answers: list[Said] = []
    # Spread over the packs, always the same ones.
    for text in sorted(asked, key=_place):
        if len(callers) == wanted:
            break
        answer = await desk.in_writing(text)
        if answer is not None:
            callers.append(_caller(text))
            answers.append(answer)
    await asyncio.to_thread(studio.prepare, callers)
    sounds = [studio.audio(caller, "clean 8 kHz", ())[0] for caller in callers]
    return list(zip(sounds, answers, strict=True))


def _caller(text: str) -> Caller:
    voice = VOICES[int(_place(text)[:4], 16) % len(VOICES)]
    return Caller(Example(text, "policy_question", "plain"), voice, PACES[0], "report")


def _place(text: str) -> str:
    """Return what puts questions into an order that is the same on every machine."""
    return hashlib.sha256(text.encode()).hexdigest()


def _answers(
    fresh: Sequence[Call],
    cached: Sequence[Call],
    prepared: Sequence[Call],
    quick_cached: Sequence[Call],
    naive: Sequence[Call],
) -> None:
    rows = [
        ("beginning rendered then, 1.2 s", _of(fresh, rendered=True), "p50 <= 1100, p95 <= 2000"),
        ("not prepared, begins with known words, 1.2 s", _of(fresh, rendered=False), ""),
        ("prepared, asked for the first time, 1.2 s", _of(prepared), "p50 <= 1100, p95 <= 2000"),
        ("cached answer, 1.2 s", _of(cached, rendered=False), "p50 <= 450"),
        ("cached answer, 0.6 s", _of(quick_cached, rendered=False), ""),
        ("naive (30 s window, whole sentences), 1.2 s", _of(naive), ""),
    ]
    head = ("reply, endpoint", "turns", "from the endpoint p50 ms", "p95 ms", "target")
    more = ("from the end of speech p50 ms", "p95 ms")
    cells = [
        (
            name,
            len(turns),
            *_pair(turns, Turn.from_endpoint),
            target,
            *_pair(turns, Turn.from_speech),
        )
        for name, turns, target in rows
    ]
    show_table("To the first sound of the reply", (*head, *more), cells)
    parts: tuple[tuple[str, Callable[[Turn], float]], ...] = (
        ("words", lambda t: between(t.over, t.words)),
        ("repaired and sent", lambda t: between(t.words, t.sent)),
        ("dialogue", lambda t: between(t.sent, t.answered)),
        ("sound", lambda t: between(t.answered, t.audio)),
    )
    shares = [
        (name, *(shown([part(t) for t in turns], 50) for _, part in parts))
        for name, turns, _ in rows
    ]
    show_table("Where that time goes, p50 ms", ("reply", *(name for name, _ in parts)), shares)
    all_calls = [*fresh, *cached, *prepared, *quick_cached, *naive]
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


def _pair(turns: Sequence[Turn], taken: Callable[[Turn], float]) -> tuple[str, str]:
    values = [taken(turn) for turn in turns]
    return shown(values, 50), shown(values, 95)


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
        (name, count, shown(v, 50), shown(v, 95), shown(v, 100), target)
        for name, count, v, target in rows
    ]
    show_table("Stopping", ("what", "times", "p50 ms", "p95 ms", "most ms", "target"), cells)
    print(f"\n{missed} interruptions did not stop us")


if __name__ == "__main__":
    main()
