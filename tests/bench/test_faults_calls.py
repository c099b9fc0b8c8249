"""Tests that a silent caller, a fallen call or a strange sound make a run of faults fail."""

from __future__ import annotations

import audioop
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.faults.caller import Heard
from bench.faults.evidence import Call, CallTurn
from bench.faults.judge import judged
from bench.faults.judge_calls import amiss, silences
from bench.faults.phrases import phrases_in, samples
from bench.faults.telephone import unplayable
from tests.bench.test_faults_judge import GOOD
from voice.line import FRAME_BYTES, RATE

ASKED = "异地就医怎么备案"
LOUD = b"\x00\x20\x00\xe0" * (FRAME_BYTES // 4)
QUIET = bytes(FRAME_BYTES)


def turn(silence: float | None = 2.4, *phrases: str, answered: bool = False) -> CallTurn:
    heard = None if silence is None else 100.0 + silence
    return CallTurn(ASKED, 100.0, heard, phrases, answered)


def call(*turns: CallTurn, **more: object) -> Call:
    one = Call("PostgreSQL", 90.0, list(turns or (turn(2.4, "好的", "请稍等"),)))
    for name, value in more.items():
        setattr(one, name, value)
    return one


def test_calls_in_which_every_sentence_was_followed_by_one_are_good() -> None:
    calls = (call(), call(turn(0.4, answered=True)))

    assert list(amiss(calls)) == []
    assert judged(replace(GOOD, calls=calls), set(), set()).broken == {}
    assert silences(calls) == pytest.approx([2.4, 0.4])


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        (call(turn(None)), "silence"),
        (call(turn(), turn(3.1, "好的")), "silence for 3.1 s"),
        (call(turn(1.0)), "neither a listed sentence nor an answer"),
        (call(fell=120.0), "fell after 30.0 s"),
        (call(gap=1.5), "no sound at all for 1.5 s"),
        (call(its_own=True, fell=120.0), "called again"),
        (call(left_alone=True), "nobody knows"),
        (call(its_own=True, fell=120.0, again=130.0, forgotten=2), "2 lines are gone"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_one_caller_who_meets_with_silence_makes_a_run_fail(bad: Call, found: str) -> None:
    evidence = replace(GOOD, calls=(call(), bad))

    broken = judged(evidence, set(), set()).broken

    assert set(broken) == {"calls"}
    assert any(found in one for one in broken["calls"])


def test_who_calls_again_after_the_line_itself_was_killed_lost_nothing() -> None:
    cut = call(turn(1.0, "好的"), turn(None), its_own=True, fell=120.0, again=130.0, gap=9.0)

    assert list(amiss([cut])) == []


def test_a_sound_begins_with_the_third_loud_packet_and_is_timed_by_the_first() -> None:
    heard = Heard()
    for number, pcm in enumerate([QUIET] * 5 + [LOUD] * 2 + [QUIET] * 5 + [LOUD] * 20):
        heard.take(pcm, number * 0.02)

    assert heard.onsets == [pytest.approx(0.24)]
    assert heard.gap == pytest.approx(0.02)


def test_a_sentence_is_recognised_through_a_telephone_and_behind_another_one() -> None:
    dice = np.random.default_rng(7)
    shape = np.sin(np.linspace(0, 40, RATE)) * 6000
    first, second, third = (
        (shape * dice.standard_normal(RATE)).clip(-32000, 32000).astype("<i2") for _ in range(3)
    )
    phrases = {
        name: samples(one.tobytes())
        for name, one in (("请稍等", first), ("没听清", second), ("再见", third))
    }
    said = bytes(3000) + second.tobytes() + bytes(1234) + first.tobytes() + bytes(500)
    heard = audioop.alaw2lin(audioop.lin2alaw(said, 2), 2)

    assert phrases_in(samples(heard), phrases) == ("没听清", "请稍等")
    assert phrases_in(samples(b""), phrases) == ()


def test_a_recording_that_was_cut_off_in_its_header_cannot_be_played(tmp_path: Path) -> None:
    folder = tmp_path / "recordings" / "2026-11-23"
    folder.mkdir(parents=True)
    with wave.open(str(folder / "good.wav"), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(3200))
    whole = (folder / "good.wav").read_bytes()
    (folder / "header.wav").write_bytes(whole[:20])
    (folder / "short.wav").write_bytes(whole[:2000])

    assert [one.split()[0].rstrip(":") for one in unplayable(tmp_path)] == [
        "header.wav",
        "short.wav",
    ]
