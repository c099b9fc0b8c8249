"""Tests what the launcher tells the programs that it starts and the person in front of it."""

from __future__ import annotations

from pathlib import Path

from launch.places import Places
from launch.prepare import Prepared
from launch.run import product_settings, simulated, simulator, welcome


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


def test_without_a_real_insurance_core_the_gateway_is_led_to_the_simulator(tmp_path: Path) -> None:
    given = {"YIBAO_CORE_PORT": "5199"}
    settings = product_settings(given, places(tmp_path))
    prepared = Prepared(Path("python"), Path("rasa-python"), Path("model"))

    program = simulator(places(tmp_path), prepared, settings)

    assert simulated(given)
    assert settings["YIBAO_INSURANCE_URL"] == settings["YIBAO_IDENTITY_URL"]
    assert settings["YIBAO_INSURANCE_URL"] == "http://127.0.0.1:5199"
    assert settings["YIBAO_INSURANCE_SECRET"] == settings["YIBAO_IDENTITY_SECRET"]
    assert len(settings["YIBAO_INSURANCE_SECRET"]) > 20
    assert program.command[:5] == (
        *("python", "-m", "integrations.insurance_simulator"),
        *("--port", "5199"),
    )
    assert settings["YIBAO_INSURANCE_SECRET"] not in " ".join(program.command)  # ps shows it to all


def test_a_real_insurance_core_gets_its_own_secret_and_no_simulator(tmp_path: Path) -> None:
    given = {"YIBAO_INSURANCE_URL": "https://core.bureau", "YIBAO_INSURANCE_SECRET": "theirs"}

    settings = product_settings(given, places(tmp_path))

    assert not simulated(given)
    assert settings["YIBAO_INSURANCE_URL"] == "https://core.bureau"
    assert settings["YIBAO_INSURANCE_SECRET"] == "theirs"
    assert (settings["YIBAO_IDENTITY_URL"], settings["YIBAO_IDENTITY_SECRET"]) == ("", "")


def test_a_real_identity_provider_never_learns_the_secret_of_the_simulator(tmp_path: Path) -> None:
    settings = product_settings({"YIBAO_IDENTITY_URL": "https://id.bureau"}, places(tmp_path))

    assert settings["YIBAO_IDENTITY_URL"] == "https://id.bureau"
    assert settings["YIBAO_IDENTITY_SECRET"] == ""
    assert settings["YIBAO_INSURANCE_URL"] == "http://127.0.0.1:5106"


def test_it_is_said_when_nobody_in_the_insurance_core_is_real(tmp_path: Path) -> None:
    address = "http://127.0.0.1:8000"

    assert "simulated" in welcome(address, places(tmp_path), plays_core=True)
    assert "simulated" not in welcome(address, places(tmp_path))
