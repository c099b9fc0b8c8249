"""Checks that nobody but us can speak with a media process."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from tests.video_desk.media.conftest import Media
from video_desk.media.__main__ import listening


def mode_of(path: Path) -> int:
    """Return who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


async def test_the_socket_of_a_running_process_is_ours_alone(media: Media) -> None:
    assert mode_of(media.folder.parent / "run" / "media.sock") == 0o600


def test_the_folder_of_the_socket_stays_as_it_was(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)  # as /tmp is
    before = os.umask(0o022)

    with listening(shared / "media.sock"):
        modes = mode_of(shared), mode_of(shared / "media.sock")
    umask = os.umask(before)

    assert modes == (0o1777, 0o600)
    assert umask == 0o022
    assert list(shared.iterdir()) == []


def test_the_socket_of_a_process_that_was_killed_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))

    with listening(path) as bound:
        assert bound.getsockname() == str(path)


def test_a_file_that_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    path.write_text("somebody's", "ascii")

    with pytest.raises(OSError, match="in use"), listening(path):
        pass

    assert path.read_text("ascii") == "somebody's"
