"""Says which programs each benchmark gets before it starts."""

from __future__ import annotations

from pathlib import Path

from launch.bench import BY_TELEPHONE, IN_A_BROWSER, WITH_A_CLUSTER

BENCH = Path(__file__).resolve().parents[2] / "bench"
TELEPHONES = ("sip.programs", "baresip", "janus", "sipp")


def test_what_is_installed_is_installed_for_a_benchmark_that_exists() -> None:
    there = {path.stem for path in BENCH.glob("*.py")}

    assert there >= BY_TELEPHONE | IN_A_BROWSER | WITH_A_CLUSTER


def test_each_benchmark_that_starts_a_telephone_gets_one() -> None:
    calling = {
        path.stem
        for path in BENCH.glob("[a-z]*.py")
        if any(word in path.read_text("utf-8") for word in TELEPHONES)
    }

    assert calling <= BY_TELEPHONE
    assert {"demo_call", "voice_line"} <= calling
