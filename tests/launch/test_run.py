"""Tests what the launcher tells Rasa, the gateway and the person in front of it."""

from __future__ import annotations

from pathlib import Path

from launch.places import Places
from launch.run import product_settings, welcome


def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "checkout", tmp_path / "cache", tmp_path / "var")


def test_both_programs_find_each_other_on_the_chosen_ports(tmp_path: Path) -> None:
    settings = product_settings({"YIBAO_PORT": "8123", "YIBAO_RASA_PORT": "5123"}, places(tmp_path))

    assert settings["YIBAO_RASA_URL"] == "http://127.0.0.1:5123"
    assert settings["YIBAO_ACTION_URL"] == "http://127.0.0.1:8123/rasa/actions"
    assert "127.0.0.1" in settings["NO_PROXY"]


def test_secrets_are_new_at_each_start_unless_given(tmp_path: Path) -> None:
    first = product_settings({}, places(tmp_path))
    second = product_settings({"YIBAO_RASA_TOKEN": "given"}, places(tmp_path))

    assert first["YIBAO_ACTION_SECRET"] != second["YIBAO_ACTION_SECRET"]
    assert first["YIBAO_RASA_TOKEN"] != first["YIBAO_ACTION_SECRET"]
    assert second["YIBAO_RASA_TOKEN"] == "given"


def test_a_database_of_the_bureau_is_used_if_named(tmp_path: Path) -> None:
    own = "postgresql+asyncpg://db/yibao"

    assert (
        product_settings({"YIBAO_DATABASE_URL": own}, places(tmp_path))["YIBAO_DATABASE_URL"] == own
    )
    assert product_settings({}, places(tmp_path))["YIBAO_DATABASE_URL"].endswith(
        "/var/yibao.sqlite3"
    )


def test_the_first_login_is_pointed_at_only_while_it_exists(tmp_path: Path) -> None:
    before = welcome("http://127.0.0.1:8000", places(tmp_path))
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "first-login.txt").touch()

    after = welcome("http://127.0.0.1:8000", places(tmp_path))

    assert "http://127.0.0.1:8000/desk" in before
    assert "first-login.txt" not in before
    assert "first-login.txt" in after
