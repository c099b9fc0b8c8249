"""Checks which recogniser is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.engines.specs import recognizer_spec, synthesizer_spec


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Return a folder of models without a Vosk one."""
    return tmp_path / "models"


def vosk_model(folder: Path) -> Path:
    """Put what looks like a Vosk model into the folder."""
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").touch()
    return folder


def test_whisper_is_taken_where_there_is_no_chinese_vosk_model(models: Path) -> None:
    spec = recognizer_spec("auto", models, workers=2)

    assert (spec.name, spec.streaming, spec.workers) == ("whisper", False, 2)
    assert "vosk-cn" in spec.why


def test_vosk_is_taken_as_soon_as_there_is_one(models: Path) -> None:
    folder = vosk_model(models / "vosk-cn")

    spec = recognizer_spec("auto", models, workers=2)

    assert (spec.name, spec.streaming, spec.workers) == ("vosk", True, 1)
    assert spec.options["folder"] == str(folder)


def test_a_configured_folder_counts_as_one(models: Path, tmp_path: Path) -> None:
    folder = vosk_model(tmp_path / "elsewhere")

    spec = recognizer_spec("auto", models, vosk_model=folder)

    assert (spec.name, spec.options["folder"]) == ("vosk", str(folder))


def test_a_setting_wins(models: Path) -> None:
    vosk_model(models / "vosk-cn")

    assert recognizer_spec("whisper", models).name == "whisper"


@pytest.mark.parametrize(
    ("url", "factory"),
    [
        ("wss://asr.example/", "funasr"),
        ("ws://asr.example/", "funasr"),
        ("https://asr.example/v1/audio/transcriptions", "http"),
    ],
)
def test_the_address_of_a_remote_recogniser_tells_its_protocol(
    models: Path, url: str, factory: str
) -> None:
    spec = recognizer_spec("remote", models, remote={"url": url})

    assert spec.factory.endswith(f":{factory}")


def test_the_synthesiser_knows_its_voice(models: Path) -> None:
    assert synthesizer_spec(models, "zm_yunxi").options["voice"] == "zm_yunxi"
