"""Plays callers: sentences, said by synthetic voices, over lines of all kinds."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
import yaml
from numpy.typing import NDArray

from bot.normalise import clean
from launch.places import CHECKOUT
from launch.training_data import Example, read, split, without_duplicates
from voice.synthesizers.kokoro import Kokoro

UNSEEN = Path(__file__).parent / "data" / "unseen_acts.yml"
FOLDS, FOLD = 3, 0  # as in bench/nlu.py: what its model was not trained with
STYLES = ("plain", "colloquial", "elderly", "dialect")  # the others are written wrongly on purpose
SHORTEST, LONGEST = 2, 40  # characters: what is said in one breath or two
PER_ACT = 5  # held-out sentences of one act
# zf_xiaoni is left out: of what she says, Whisper misses 58 % of the characters on a clean line.
VOICES = (
    *("zf_xiaobei", "zf_xiaoxiao", "zf_xiaoyi"),
    *("zm_yunjian", "zm_yunxi", "zm_yunxia", "zm_yunyang"),
)
# Characters a second. Old people speak more slowly, but slowed down further two of these voices
# begin each sentence with a vowel that nobody wrote.
PACES = (4.4, 5.2)
WIDE, LINE = 16000, 8000  # hertz
AROUND = 0.3  # seconds of line before and after: what turn-taking hands over, too
# Lines, and which part of the sentences goes over each: the two that have targets get them all.
CONDITIONS = {"clean 8 kHz": 1, "20 dB": 1, "clean 16 kHz": 3, "15 dB": 3, "10 dB": 3}
WIDEBAND = "clean 16 kHz"
LONE_ANSWERS = (
    *("对", "是的", "好的", "可以", "嗯", "没错", "确认", "同意"),
    *("不对", "不是", "不行", "取消"),
)
ANSWERS_READ = VOICES[::3]  # whose answers were read while voice/yes_no_heard.py was written
SPEAKERS_BEHIND = 4  # whose babble is the noise
WHITE = 0.7  # of the babble's loudness

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Caller:
    """Be one sentence and who says it how fast."""

    example: Example
    voice: str
    pace: float
    half: str  # development or report


def callers() -> list[Caller]:
    """Return every sentence with its voice, the same on every machine."""
    unseen = [Example(**row) for row in yaml.safe_load(UNSEEN.read_text("utf-8"))]
    kept, held = split(read(CHECKOUT / "bot" / "examples"), FOLDS, FOLD)
    known = {clean(example.text) for example in kept}
    held, _ = without_duplicates(held, clean)
    of_act: Counter[str] = Counter()
    chosen = [example for example in unseen if _sayable(example)]
    for example in sorted(held, key=lambda one: _number(one.text, "half")):
        if _sayable(example) and example.text not in known and of_act[example.act] < PER_ACT:
            of_act[example.act] += 1
            chosen.append(example)
    return [_caller(example) for example in chosen]


def lone_answers() -> list[Caller]:
    """Return answers of one word, each from four voices."""
    return [
        Caller(Example(text, act="", style="plain"), voice, PACES[0], half="report")
        for text in LONE_ANSWERS
        for voice in VOICES
        if voice not in ANSWERS_READ
    ]


class Studio:
    """Render callers and send them down a line; what was rendered once is kept on disk."""

    def __init__(self, models: Path, cache: Path) -> None:
        """Take where the models are and where renderings are kept."""
        self._models, self._cache = models, cache
        self._voice: tuple[str, Kokoro] | None = None  # one at a time: each takes 350 MB
        cache.mkdir(parents=True, exist_ok=True)

    def prepare(self, said: Sequence[Caller]) -> None:
        """Render all of them, voice by voice."""
        for caller in sorted(said, key=lambda one: one.voice):
            self._said(caller)

    def audio(self, caller: Caller, condition: str, others: Sequence[Caller]) -> tuple[bytes, int]:
        """Return PCM and its rate; `others` babble behind the caller."""
        quiet = np.zeros(int(AROUND * WIDE), dtype=np.float32)
        wide = np.concatenate([quiet, self._said(caller), quiet])
        if condition == WIDEBAND:
            return _pcm(wide), WIDE
        narrow: Samples = soxr.resample(wide, WIDE, LINE).astype(np.float32)
        if condition.endswith(" dB"):
            noise = self._babble(caller, condition, others, len(narrow))
            speech = narrow[np.abs(narrow) > 0.02 * np.abs(narrow).max()]
            loudness = float(np.sqrt(np.mean(speech**2))) * 10 ** (-float(condition[:-3]) / 20)
            narrow = narrow + noise * np.float32(loudness)
            narrow *= np.float32(min(1.0, 0.95 / float(np.abs(narrow).max())))
        return _pcm(_a_law(narrow)), LINE

    def _said(self, caller: Caller) -> Samples:
        name = hashlib.sha256(
            f"{caller.example.text}|{caller.voice}|{caller.pace}".encode()
        ).hexdigest()
        kept = self._cache / f"{name[:24]}.pcm"
        if not kept.is_file():
            if self._voice is None or self._voice[0] != caller.voice:
                self._voice = caller.voice, Kokoro(self._models, caller.voice)
            half = kept.with_suffix(".half")
            half.write_bytes(
                self._voice[1].render(caller.example.text, pace=caller.pace, rate=WIDE)
            )
            half.replace(kept)
        pcm: Samples = np.frombuffer(kept.read_bytes(), dtype="<i2").astype(np.float32)
        return pcm / np.float32(32768)

    def _babble(
        self, caller: Caller, condition: str, others: Sequence[Caller], length: int
    ) -> Samples:
        """Return voices over each other with white noise, of loudness 1."""
        chance = np.random.default_rng(_number(caller.example.text, condition))
        babble = np.zeros(length, dtype=np.float32)
        for index in chance.choice(len(others), SPEAKERS_BEHIND, replace=False):
            voice = soxr.resample(self._said(others[int(index)]), WIDE, LINE)
            voice = np.roll(voice, int(chance.integers(len(voice))))
            babble += _of_loudness_one(np.resize(voice, length))
        white = chance.standard_normal(length).astype(np.float32)
        return _of_loudness_one(_of_loudness_one(babble) + WHITE * white)


def _sayable(example: Example) -> bool:
    letters = re.sub(r"\W", "", example.text)
    # What is written in figures can be said in several ways, so there is no one right text.
    return (
        example.style in STYLES
        and SHORTEST <= len(letters) <= LONGEST
        and not re.search(r"[0-9A-Za-z]", example.text)
    )


def _caller(example: Example) -> Caller:
    number = _number(example.text, "voice")
    return Caller(
        example,
        voice=VOICES[number % len(VOICES)],
        pace=PACES[number // len(VOICES) % len(PACES)],
        half="development" if _number(example.text, "half") % 2 else "report",
    )


def _number(text: str, what: str) -> int:
    # The halves were drawn before this module was written: by the text alone.
    key = text if what == "half" else f"{what}|{text}"
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16)


def _of_loudness_one(samples: Samples) -> Samples:
    loud: Samples = (samples / (np.sqrt(np.mean(samples**2)) + 1e-9)).astype(np.float32)
    return loud


def _a_law(samples: Samples) -> Samples:
    """Return what G.711 A-law leaves of the samples."""
    a = 87.6
    size = np.abs(np.clip(samples, -1, 1))
    small = 1 / a
    scale = 1 + np.log(a)
    coded = np.where(
        size < small, a * size / scale, (1 + np.log(np.maximum(a * size, 1e-9))) / scale
    )
    coded = np.round(coded * 127) / 127
    decoded = np.where(
        coded < 1 / scale, coded * scale / a, np.exp(np.maximum(coded * scale - 1, -20)) / a
    )
    heard: Samples = (np.sign(samples) * decoded).astype(np.float32)
    return heard


def _pcm(samples: Samples) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
