"""Tests that half-made folders are never taken for complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch.completion import completed
from launch.errors import NotReady
from launch.places import Places
from launch.work import Work


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(Places(tmp_path, tmp_path / "cache", tmp_path / "var"))


def test_a_folder_is_made_once(work: Work, tmp_path: Path) -> None:
    made: list[Path] = []

    for _ in range(2):
        completed(work, tmp_path / "thing", "1", "thing", made.append)

    assert made == [tmp_path / "thing"]


def test_another_version_is_made_anew(work: Work, tmp_path: Path) -> None:
    completed(work, tmp_path / "thing", "1", "thing", lambda folder: (folder / "old").touch())

    completed(work, tmp_path / "thing", "2", "thing", lambda folder: (folder / "new").touch())

    assert not (tmp_path / "thing" / "old").exists()
    assert (tmp_path / "thing" / "new").exists()


def test_what_was_interrupted_is_made_anew(work: Work, tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise NotReady("the network went away.")

    with pytest.raises(NotReady):
        completed(work, tmp_path / "thing", "1", "thing", fail)

    completed(work, tmp_path / "thing", "1", "thing", lambda folder: (folder / "whole").touch())

    assert sorted(path.name for path in (tmp_path / "thing").iterdir()) == [".complete", "whole"]
