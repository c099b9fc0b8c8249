"""Tests the ear for speech on real renderings, with the real model."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from core.errors import EngineUnavailable
from voice.vad import SpeechModel

MODELS = Path(os.environ.get("YIBAO_MODELS", "~/.cache/yibao-desk/models")).expanduser()
SILERO = MODELS / "silero-vad" / "silero_vad.onnx"


def test_a_model_that_is_not_there_is_an_engine_that_is_not_available(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable):
        SpeechModel(tmp_path / "none.onnx")


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    if not SILERO.is_file():
        pytest.skip("make models fetches the speech detector")
    return SpeechModel(SILERO)


def vowels(rate: int, seconds: float = 2.0) -> bytes:
    """Return something like a voice: a buzz of 140 Hz with moving formants, in syllables."""
    t = np.arange(round(rate * seconds)) / rate
    pitch = 140 + 15 * np.sin(2 * np.pi * 0.9 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    voice: npt.NDArray[np.float64] = np.zeros_like(t)
    for harmonic in range(1, 20):
        frequency = 140.0 * harmonic
        near = sum(
            np.exp(-(((frequency - centre) / 130) ** 2)) * share
            for centre, share in ((650 + 150 * np.sin(2 * np.pi * 2 * t), 1.0), (1200, 0.6))
        )
        voice += near * np.sin(harmonic * phase)
    voice *= np.clip(np.sin(2 * np.pi * 4 * t), 0, 1)
    scaled: npt.NDArray[np.int16] = (voice / np.abs(voice).max() * 12000).astype("<i2")
    return scaled.tobytes()


@pytest.mark.engine
@pytest.mark.parametrize("rate", [8000, 16000])
def test_speech_is_told_from_silence_and_from_noise(model: SpeechModel, rate: int) -> None:
    noise = np.random.default_rng(1).normal(0, 300, rate * 2).astype("<i2").tobytes()

    spoken = model.detector(rate).feed(vowels(rate))
    silent = model.detector(rate).feed(bytes(rate * 4))
    noisy = model.detector(rate).feed(noise)

    assert len(spoken) == 62
    assert sum(p > 0.5 for p in spoken) > len(spoken) / 2
    assert max(silent) < 0.2
    assert sum(p > 0.5 for p in noisy) < len(noisy) / 10


@pytest.mark.engine
def test_small_slices_give_what_one_large_one_gives(model: SpeechModel) -> None:
    audio = vowels(8000)
    whole, sliced = model.detector(8000), model.detector(8000)

    pieces = [p for at in range(0, len(audio), 320) for p in sliced.feed(audio[at : at + 320])]

    assert pieces == pytest.approx(whole.feed(audio))


@pytest.mark.engine
def test_callers_do_not_hear_each_other(model: SpeechModel) -> None:
    quiet, loud = model.detector(8000), model.detector(8000)
    alone = model.detector(8000).feed(bytes(16000))

    found = []
    audio = vowels(8000, 1.0)
    for at in range(0, 16000, 320):
        loud.feed(audio[at : at + 320])
        found += quiet.feed(bytes(320))

    assert found == pytest.approx(alone)
