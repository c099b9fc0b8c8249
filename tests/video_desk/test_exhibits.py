"""Tests that files of evidence are written whole, also by several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from video_desk.exhibits import Exhibits


def test_a_file_that_many_write_at_once_is_one_of_theirs(tmp_path: Path) -> None:
    exhibits = Exhibits(tmp_path)
    contents = [bytes([number]) * 100_000 for number in range(16)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda one: exhibits.write("c1", "form.json", one), contents))

    assert (tmp_path / "c1" / "form.json").read_bytes() in contents
    assert [path.name for path in (tmp_path / "c1").iterdir()] == ["form.json"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "c1" / "form.json").mkdir(parents=True)

    with pytest.raises(IsADirectoryError):
        Exhibits(tmp_path).write("c1", "form.json", b"{}")

    assert [path.name for path in (tmp_path / "c1").iterdir()] == ["form.json"]


def test_only_we_can_read_it(tmp_path: Path) -> None:
    Exhibits(tmp_path).write("c1", "form.json", b"{}")

    assert (tmp_path / "c1" / "form.json").stat().st_mode & 0o777 == 0o600
