"""Tests the real synthesiser: a recogniser reads back what it says, at the pace asked for."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import opencc
import pytest
from faster_whisper import WhisperModel
from rapidfuzz.distance import Levenshtein

from core import form_wording, phone_wording
from core.errors import EngineUnavailable
from voice.clauses import characters
from voice.speakable import speakable
from voice.synthesizers.kokoro import Kokoro

pytestmark = pytest.mark.engine

RATE = 16000
SENTENCES = (
    phone_wording.OPENING[0] + "您想问什么，办什么？请说。",
    "请说一下参保人的18位身份证号。可以一段一段地说。",
    "受理号是 20261122000013，请记下来。",
    "办理门诊慢特病认定，要带身份证和诊断证明。",
    "报销了1250.60元，2026年11月22日到账。",
)
CLAUSES = (
    form_wording.WHICH_TO_CHANGE,
    "请留一个能联系到您的手机号。",
    "您可以问我医保政策，",
    "找到了再告诉我，我等着您。",
    "国家要求医保转移跨省通办。",
    "您填的姓名、证件号和手机号只用来办这件事，",
)


@pytest.fixture(scope="module")
def models() -> Path:
    folder = os.environ.get("YIBAO_MODELS")
    if not folder or not (Path(folder) / "kokoro-82m" / "model.onnx").is_file():
        pytest.skip("YIBAO_MODELS must name a folder with kokoro-82m and whisper-base")
    return Path(folder)


@pytest.fixture(scope="module")
def kokoro(models: Path) -> Kokoro:
    return Kokoro(models)


def plain(text: str) -> str:
    """Return what was said, whichever way it is written: 2026,1122,0000,13 is one number."""
    text = opencc.OpenCC("t2s").convert(text)  # the recogniser writes either
    words = speakable(re.sub(r"(?<=\d)[,，、 ]+(?=\d)", "", text))
    return "".join(c for c in words.replace("幺", "一").replace("两", "二") if c.isalpha())


def test_a_recogniser_understands_what_is_said(kokoro: Kokoro, models: Path) -> None:
    whisper = WhisperModel(
        str(models / "whisper-base"), device="cpu", compute_type="int8", cpu_threads=1
    )
    wrong = total = 0
    for sentence in SENTENCES:
        pcm = kokoro.render(speakable(sentence), pace=3.5, rate=RATE)
        sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        heard, _ = whisper.transcribe(
            sound, language="zh", beam_size=5, initial_prompt="医保办事台，简体中文。"
        )
        said, understood = plain(sentence), plain("".join(part.text for part in heard))
        wrong += Levenshtein.distance(said, understood)
        total += len(said)

    assert wrong / total < 0.20


@pytest.mark.parametrize("pace", [3.2, 2.5])
def test_the_pace_comes_out_within_ten_percent(kokoro: Kokoro, pace: float) -> None:
    seconds = sum(len(kokoro.render(c, pace=pace, rate=RATE)) / 2 / RATE for c in CLAUSES)

    assert sum(map(characters, CLAUSES)) / seconds == pytest.approx(pace, rel=0.10)


def test_what_has_no_sound_is_silent_and_what_is_too_long_is_said_in_portions(
    kokoro: Kokoro,
) -> None:
    assert kokoro.render("。", pace=3.2, rate=RATE) == b""
    assert kokoro.render("", pace=3.2, rate=RATE) == b""
    assert len(kokoro.render("王" * 130, pace=5.0, rate=8000)) / 2 / 8000 > 15


def test_a_folder_without_a_model_says_that_the_engine_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable):
        Kokoro(tmp_path)
