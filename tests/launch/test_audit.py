"""Tests that what pip-audit could not judge is never taken for safe."""

from __future__ import annotations

import json
from pathlib import Path

from launch.audit import LOCKS, read_answer
from launch.places import CHECKOUT

SAFE = {"name": "anyio", "version": "4.16.0", "vulns": []}
UNKNOWN = {"name": "vosk", "skip_reason": "Dependency not found on PyPI"}
UNSAFE = {"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217"}]}


def answered(folder: Path, *packages: object) -> str:
    """Return what is said of an answer with these packages."""
    file = folder / "answer.json"
    file.write_text(json.dumps({"dependencies": packages, "fixes": []}), "utf-8")
    return str(read_answer(file))


def test_without_an_answer_nothing_is_judged(tmp_path: Path) -> None:
    assert read_answer(tmp_path / "none.json") is None


def test_what_the_database_does_not_know_is_not_judged(tmp_path: Path) -> None:
    assert answered(tmp_path, UNKNOWN, UNKNOWN).startswith("NOT JUDGED")
    assert answered(tmp_path, SAFE, UNKNOWN) == "none of 1 packages unsafe, 1 not judged"


def test_an_unsafe_package_is_named_with_its_advisory(tmp_path: Path) -> None:
    assert answered(tmp_path, SAFE, UNSAFE) == "1 unsafe: jinja2 2.10 (PYSEC-2019-217)"


def test_every_lock_is_listed() -> None:
    locks = {path.stem for path in (CHECKOUT / "requirements").glob("*.lock")}

    assert locks == set(LOCKS)
