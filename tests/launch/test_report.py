"""Tests that the summary says what each group said, and that one failure fails all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from launch.places import find_places
from launch.report import Outcome, Report, Step, closing_words, summary
from launch.style import in_page, in_python
from launch.work import Work


def test_pytests_closing_line_is_kept() -> None:
    printed = "....\n\x1b[32m1 failed, 46 passed, 2 deselected in 3.97s\x1b[0m\n"

    assert closing_words(printed) == "1 failed, 46 passed, 2 deselected in 3.97s"


def test_long_runs_are_recognised_too() -> None:
    assert closing_words("===== 460 passed in 75.10s (0:01:15) =====").startswith("460 passed")


def test_nodes_counts_are_gathered() -> None:
    assert closing_words("TAP version 13\n# tests 9\n# pass 8\n# fail 1\n") == (
        "tests 9, pass 8, fail 1"
    )


def test_other_programs_have_no_closing_words() -> None:
    assert closing_words("All checks passed!\n") == ""


def test_one_failure_is_named_in_the_last_line() -> None:
    good = Outcome("lint", good=True, closing="fine", seconds=1.0)
    bad = Outcome("types", good=False, closing="exit status 1", seconds=2.0)

    assert summary([good])[-1] == "all good"
    assert summary([good, bad])[-1] == "failed: types"


def test_what_runs_beside_is_shown_after_it_and_counts_as_much(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    work, report = Work(find_places({"YIBAO_CACHE": str(tmp_path)}, tmp_path)), Report()
    here, there = tmp_path / "here", tmp_path / "there"
    each = "import pathlib, sys, time; mine, other = map(pathlib.Path, sys.argv[1:])\n"
    meet = f"{each}mine.touch()\nwhile not other.exists(): time.sleep(0.01)\n"  # or for ever

    report.run_beside(
        work,
        [Step("first", [sys.executable, "-c", f"{meet}print('one')", str(here), str(there)])],
        [
            Step("second", [sys.executable, "-c", f"{meet}print('two')", str(there), str(here)]),
            Step("third", [sys.executable, "-c", "raise SystemExit(3)"]),
        ],
    )

    assert [(one.name, one.good) for one in report.outcomes] == [
        ("first", True),
        ("second", True),
        ("third", False),
    ]
    printed = capfdbinary.readouterr().out
    assert printed.index(b"one") < printed.index(b"two")


def test_style_findings_name_the_rule() -> None:
    assert "the name" in next(in_python("bot/utils.py", '"""Does."""\n'))
    assert "style 2" in next(in_python("bot/act.py", "x = 1\n"))
    assert "style 2" in next(in_python("bot/act.py", '"""Does."""\n' + "\n" * 301))
    assert list(in_python("bot/act.py", '"""Does."""\n')) == []
    assert "style 13" in next(in_page("web/a.js", "box.inner" + "HTML = text"))
