"""Tests which clocks are put where, and what a restored backup must not differ in."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bench.faults.backed_up import differences
from bench.faults.clocks import BEFORE, HOME, ends_of_days
from bench.faults.fake_clock import FakeClock, with_clock
from launch.processes import Program

LIBRARY, CLOCK = Path("/usr/lib/x/faketime/lib.so.1"), Path("/tmp/clock")


def program(*command: str) -> Program:
    return Program("p", list(command), {}, Path(), Path("log"), deaths_allowed=None)


def test_the_ends_of_days_are_those_that_come_next() -> None:
    early = timedelta(seconds=BEFORE)
    found = {
        what: at + early for what, at in ends_of_days(datetime(2026, 11, 23, tzinfo=HOME)).items()
    }

    assert found == {
        "year's end": datetime(2027, 1, 1, tzinfo=HOME),
        "into 29 February": datetime(2028, 2, 29, tzinfo=HOME),
        "out of 29 February": datetime(2028, 3, 1, tzinfo=HOME),
    }


def test_2100_is_no_leap_year() -> None:
    found = ends_of_days(datetime(2097, 5, 1, tzinfo=HOME))

    assert found["out of 29 February"].year == 2104


def test_a_program_reads_its_time_from_a_file_and_its_steady_clock_stays() -> None:
    command = with_clock(program("python", "-m", "gateway"), LIBRARY, CLOCK).command

    assert command[:3] == ["env", f"LD_PRELOAD={LIBRARY}", f"FAKETIME_TIMESTAMP_FILE={CLOCK}"]
    assert "FAKETIME_DONT_FAKE_MONOTONIC=1" in command
    assert command[-3:] == ["python", "-m", "gateway"]


def test_a_clock_says_how_far_it_is_off(tmp_path: Path) -> None:
    clock = FakeClock(tmp_path / "1")

    written = []
    for seconds in (0.0, 172_800.0, -300.0):
        clock.put(seconds)
        written.append(clock.file.read_text())

    assert written == ["+0\n", "+172800\n", "-300\n"]


def test_a_restored_database_differs_in_what_the_restore_writes_only() -> None:
    listed = {"lines": 9, "audit": 4, "receipts": 2, "case_counters": 0}

    assert differences(listed, {"lines": 9, "audit": 6, "receipts": 3, "case_counters": 4}) == []
    assert differences(listed, {"lines": 8, "audit": 5, "receipts": 3, "more": 1}) == [
        "audit: 5 rows of 6",
        "lines: 8 rows of 9",
        "more: not in the backup",
    ]
