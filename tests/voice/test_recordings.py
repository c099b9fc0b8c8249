"""Tests the recordings on disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from voice.synthesizers.recordings import RATE, Recordings, resampled

TONE = (np.sin(np.arange(RATE) / 7) * 8000).astype("<i2").tobytes()  # a second


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path, "zf_xiaoxiao")


def test_what_is_kept_is_found_bit_for_bit(recordings: Recordings) -> None:
    recordings.keep("好的，", TONE, pace=3.2)

    assert recordings.find("好的，", pace=3.2, rate=RATE) == TONE


def test_the_telephone_gets_its_own_rate(recordings: Recordings) -> None:
    recordings.keep("好的，", TONE, pace=3.2)

    found = recordings.find("好的，", pace=3.2, rate=8000)

    assert found is not None
    assert len(found) == len(TONE) // 2


def test_another_pace_text_or_voice_is_another_recording(
    tmp_path: Path, recordings: Recordings
) -> None:
    recordings.keep("好的，", TONE, pace=3.2)

    assert recordings.find("好的，", pace=2.5, rate=RATE) is None
    assert recordings.find("好的。", pace=3.2, rate=RATE) is None
    assert Recordings(tmp_path, "zm_yunxi").find("好的，", pace=3.2, rate=RATE) is None


def test_another_process_finds_what_was_kept(tmp_path: Path, recordings: Recordings) -> None:
    recordings.keep("好的，", TONE, pace=3.2)

    assert Recordings(tmp_path, "zf_xiaoxiao").find("好的，", pace=3.2, rate=RATE) == TONE


def test_the_nearest_pace_is_found(recordings: Recordings) -> None:
    recordings.keep("好的，", TONE, pace=3.2)
    recordings.keep("好的，", TONE[: RATE // 2], pace=2.5, prompt=True)

    assert recordings.nearest("好的，", pace=2.3, rate=RATE) == TONE[: RATE // 2]
    assert recordings.nearest("没有，", pace=2.3, rate=RATE) is None


def test_a_damaged_file_is_removed_and_not_played(tmp_path: Path, recordings: Recordings) -> None:
    recordings.keep("好的，", TONE, pace=3.2)
    (file,) = tmp_path.rglob("*.flac")
    file.write_bytes(b"not sound")

    assert recordings.find("好的，", pace=3.2, rate=RATE) is None
    assert not file.exists()


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_recording(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    recordings = Recordings(blocked, "zf_xiaoxiao")
    recordings.keep("好的，", TONE, pace=3.2)

    assert recordings.find("好的，", pace=3.2, rate=RATE) is None


def test_the_least_recently_used_go_first_and_prompts_never(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path, "zf_xiaoxiao")
    recordings.keep("提示", TONE, pace=3.2, prompt=True)
    (prompt,) = tmp_path.rglob("*.flac")
    os.utime(prompt, (1, 1))
    for age, clause in enumerate(("新的", "旧的", "更旧的")):
        recordings.keep(clause, TONE, pace=3.2)
        newest = max(tmp_path.glob("others/*/*.flac"), key=lambda p: p.stat().st_mtime_ns)
        os.utime(newest, (time.time() - 100 * age - 100,) * 2)
    size = prompt.stat().st_size

    removed = Recordings(tmp_path, "zf_xiaoxiao", most_bytes=size + size // 2).sweep()

    assert removed == 2
    assert recordings.find("新的", pace=3.2, rate=RATE) is not None
    assert recordings.find("更旧的", pace=3.2, rate=RATE) is None
    assert recordings.has_prompt("提示", pace=3.2)


def test_using_a_recording_makes_it_recent(tmp_path: Path, recordings: Recordings) -> None:
    recordings.keep("好的，", TONE, pace=3.2)
    (file,) = tmp_path.rglob("*.flac")
    os.utime(file, (1, 1))

    recordings.find("好的，", pace=3.2, rate=RATE)

    assert file.stat().st_mtime > 1


def test_keeping_more_than_allowed_sweeps_by_itself(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(-9000, 9000, RATE, "<i2").tobytes()
    recordings = Recordings(tmp_path, "zf_xiaoxiao", most_bytes=100_000)

    for number in range(8):
        recordings.keep(f"第{number}句", noise, pace=3.2)

    kept = sum(path.stat().st_size for path in tmp_path.rglob("*.flac"))
    assert 0 < kept <= 100_000


def test_resampling_to_the_same_rate_changes_nothing() -> None:
    assert resampled(TONE, RATE, RATE) is TONE
