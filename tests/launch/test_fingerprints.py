"""Tests how things are named by what they are made from."""

from __future__ import annotations

from pathlib import Path

from launch.environments import MAIN, python_of
from launch.fingerprints import fingerprint, parts_under
from launch.places import Places, find_places


def test_a_fingerprint_does_not_depend_on_the_order_of_the_parts() -> None:
    assert fingerprint([("a", b"1"), ("b", b"2")]) == fingerprint([("b", b"2"), ("a", b"1")])


def test_a_fingerprint_changes_with_a_name_a_content_and_a_border() -> None:
    prints = {
        fingerprint([("a", b"12")]),
        fingerprint([("b", b"12")]),
        fingerprint([("a", b"13")]),
        fingerprint([("a1", b"2")]),
        fingerprint([("a", b"1"), ("", b"2")]),
    }

    assert len(prints) == 5


def test_made_files_do_not_count(tmp_path: Path) -> None:
    for name in ("rules.yml", "components/pinyin.py", "__pycache__/x.pyc", ".rasa/cache.db"):
        (tmp_path / "bot" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bot" / name).write_text(name)

    names = [name for name, _ in parts_under(tmp_path / "bot", tmp_path)]

    assert names == ["bot/components/pinyin.py", "bot/rules.yml"]


def test_another_lock_file_means_another_environment(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path / "cache", tmp_path / "var")
    places.lock("main").parent.mkdir()
    places.lock("main").write_text("fastapi==1\n")
    before = python_of(places, MAIN)

    places.lock("main").write_text("fastapi==2\n")

    after = python_of(places, MAIN)
    assert after != before
    assert after.parent.parent.parent == tmp_path / "cache"


def test_the_cache_lies_where_the_settings_say(tmp_path: Path) -> None:
    home, checkout = tmp_path / "home", tmp_path / "checkout"

    usual = find_places({}, home, checkout)
    xdg = find_places({"XDG_CACHE_HOME": "/x"}, home, checkout)
    own = find_places({"XDG_CACHE_HOME": "/x", "YIBAO_CACHE": "/own"}, home, checkout)

    assert usual.cache == home / ".cache" / "yibao-desk"
    assert xdg.cache == Path("/x/yibao-desk")
    assert own.cache == Path("/own")
    assert usual.var == checkout / "var"
