"""Tests that WeChat is simulated only where no real account is named."""

from __future__ import annotations

from pathlib import Path

from launch.places import Places
from launch.prepare import Prepared
from launch.run import product_settings, welcome
from launch.wechat import plays_wechat, wechat_simulator


def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "checkout", tmp_path / "cache", tmp_path / "var")


def test_without_a_real_account_both_sides_are_led_to_each_other(tmp_path: Path) -> None:
    settings = product_settings(
        {"YIBAO_PORT": "8123", "YIBAO_WECHAT_PORT": "5199"}, places(tmp_path)
    )
    prepared = Prepared(Path("python"), Path("rasa-python"), Path("model"))

    command = wechat_simulator(places(tmp_path), prepared, settings).command

    assert settings["YIBAO_WECHAT_API"] == settings["YIBAO_WECHAT_PAGES"] == "http://127.0.0.1:5199"
    assert "http://127.0.0.1:8123/wechat" in command
    for secret in ("YIBAO_WECHAT_SECRET", "YIBAO_WECHAT_TOKEN", "YIBAO_WECHAT_AES_KEY"):
        assert len(settings[secret]) >= 24
        assert settings[secret] not in " ".join(command)  # ps shows it to all
    assert len(settings["YIBAO_WECHAT_AES_KEY"]) == 43


def test_secrets_are_new_at_each_start_and_the_citizens_stay_the_same(tmp_path: Path) -> None:
    first, second = (product_settings({}, places(tmp_path)) for _ in range(2))

    assert first["YIBAO_WECHAT_SECRET"] != second["YIBAO_WECHAT_SECRET"]
    assert first["YIBAO_WECHAT_APP_ID"] == second["YIBAO_WECHAT_APP_ID"]


def test_a_real_account_gets_no_simulator_and_none_of_its_settings(tmp_path: Path) -> None:
    given = {"YIBAO_WECHAT_APP_ID": "wx1", "YIBAO_WECHAT_SECRET": "theirs"}

    settings = product_settings(given, places(tmp_path))

    assert not plays_wechat(given)
    assert not any(name.startswith("YIBAO_WECHAT") for name in settings)


def test_it_is_said_where_the_simulated_phone_is(tmp_path: Path) -> None:
    address = "http://127.0.0.1:8000"

    assert "http://127.0.0.1:5107/" in welcome(address, places(tmp_path), wechat="5107")
    assert "WeChat" not in welcome(address, places(tmp_path))
