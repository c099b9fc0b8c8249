"""Tests how the launcher starts what carries pictures and voices."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch.errors import NotReady
from launch.media import media_count, media_programs, media_settings
from launch.places import Places
from launch.prepare import Prepared

PREPARED = Prepared(Path("python"), Path("rasa-python"), Path("model"))


def places(folder: Path) -> Places:
    return Places(folder / "checkout", folder / "cache", folder / "var")


def test_gateway_and_media_processes_meet_at_the_same_sockets_and_folder(tmp_path: Path) -> None:
    given = {"YIBAO_MEDIA_PROCESSES": "2"}
    settings = media_settings(given, places(tmp_path))

    programs = media_programs(places(tmp_path), PREPARED, settings, media_count(given))

    sockets = [p.command[p.command.index("--socket") + 1] for p in programs]
    folders = {p.command[p.command.index("--folder") + 1] for p in programs}
    assert settings["YIBAO_MEDIA_SOCKETS"].split(",") == sockets
    assert len(set(sockets)) == len({p.log for p in programs}) == 2
    assert folders == {settings["YIBAO_MEDIA_RECORDINGS"]}
    assert {p.deaths_allowed for p in programs} == {None}  # without them pages connect directly


def test_without_processes_the_pages_connect_to_each_other(tmp_path: Path) -> None:
    given = {"YIBAO_MEDIA_PROCESSES": "0"}

    assert media_count(given) == 0
    assert media_settings(given, places(tmp_path))["YIBAO_MEDIA_SOCKETS"] == ""


def test_who_names_sockets_runs_the_processes_elsewhere() -> None:
    assert media_count({"YIBAO_MEDIA_SOCKETS": "/run/m.sock", "YIBAO_MEDIA_PROCESSES": "2"}) == 0


@pytest.mark.parametrize("count", ["-1", "two", "65"])
def test_a_number_that_is_none_is_refused_in_words(count: str) -> None:
    with pytest.raises(NotReady, match="YIBAO_MEDIA_PROCESSES"):
        media_count({"YIBAO_MEDIA_PROCESSES": count})
