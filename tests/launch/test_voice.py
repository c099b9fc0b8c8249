"""Tests how the launcher starts what hears, speaks and takes phone calls."""

from __future__ import annotations

from pathlib import Path

from launch.places import Places
from launch.prepare import Prepared
from launch.run import product_settings, welcome
from launch.voice import has_voice, phone_lines, voice_programs

PREPARED = Prepared(Path("python"), Path("rasa-python"), Path("model"))


def places(folder: Path) -> Places:
    return Places(folder / "checkout", folder / "cache", folder / "var")


def settings_of(folder: Path, **given: str) -> dict[str, str]:
    return product_settings(given, places(folder)) | PREPARED.as_settings(places(folder))


def test_the_telephone_and_the_engines_never_stop_the_product(tmp_path: Path) -> None:
    speech, phone = voice_programs(places(tmp_path), PREPARED, settings_of(tmp_path))

    assert (speech.deaths_allowed, phone.deaths_allowed) == (None, None)
    assert speech.command[:3] == ("python", "-m", "voice.engines")
    assert phone.command == ("python", "-m", "gateway", "phone")
    assert speech.log != phone.log


def test_both_sides_of_the_engines_meet_at_one_socket(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    speech, phone = voice_programs(places(tmp_path), PREPARED, settings)

    path = speech.command[speech.command.index("--socket") + 1]
    assert phone.settings["YIBAO_SPEECH_SOCKET"] == path


def test_the_phone_gets_a_new_secret_at_each_start_that_no_command_line_shows(
    tmp_path: Path,
) -> None:
    first, second = settings_of(tmp_path), settings_of(tmp_path)
    programs = voice_programs(places(tmp_path), PREPARED, first)

    assert first["YIBAO_PHONE_SECRET"] != second["YIBAO_PHONE_SECRET"]
    assert len(first["YIBAO_PHONE_SECRET"]) > 20
    assert all(first["YIBAO_PHONE_SECRET"] not in " ".join(p.command) for p in programs)


def test_the_chosen_recogniser_is_told_to_the_engines(tmp_path: Path) -> None:
    settings = settings_of(tmp_path) | {"YIBAO_RECOGNIZER": "vosk", "YIBAO_VOSK_MODEL": "/m/cn"}

    speech, _ = voice_programs(places(tmp_path), PREPARED, settings)

    assert speech.command[-4:] == ("--recognizer", "vosk", "--vosk-model", "/m/cn")


def test_the_telephone_is_told_in_the_welcome_at_the_chosen_port(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, YIBAO_SIP_PORT="5099")

    text = welcome("http://127.0.0.1:8000", places(tmp_path), phone=phone_lines(settings))

    assert "sip:yibao@127.0.0.1:5099" in text
    assert "baresip" in text
    assert settings["YIBAO_SIP_TCP_PORT"] == "5099"
    assert "baresip" not in welcome("http://127.0.0.1:8000", places(tmp_path))


def test_the_voice_can_be_switched_off() -> None:
    assert has_voice({})
    assert not has_voice({"YIBAO_VOICE": "off"})
