"""Tests where programs listen."""

from __future__ import annotations

from pathlib import Path

from launch.places import SOCKET_PATH_LIMIT, Places


def places(var: Path) -> Places:
    return Places(Path("/checkout"), Path("/cache"), var)


def test_programs_listen_beside_the_data() -> None:
    here = places(Path("/srv/yibao/var"))

    assert here.socket("speech") == Path("/srv/yibao/var/speech.sock")


def test_a_folder_too_deep_for_a_socket_gets_it_elsewhere_always_at_the_same_place() -> None:
    deep = places(Path("/" + "deep/" * 30))

    assert len(str(deep.socket("media-1"))) <= SOCKET_PATH_LIMIT
    assert deep.socket("media-1") == deep.socket("media-1") != deep.socket("media-2")
