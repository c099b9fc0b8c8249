"""Recognises whole utterances with Whisper, looking only as far as there is audio."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import opencc
import soxr
from ctranslate2 import StorageView
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from numpy.typing import NDArray

from core.errors import EngineUnavailable
from voice.recognizers import lone_answers
from voice.recognizers.cutting import pieces
from voice.recognizers.doubts import made_up
from voice.recognizers.hotwords import EXPECTED, is_example, prompt_words
from voice.recognizers.lone_answers import Chosen
from voice.speech import Heard, Reading
from voice.yes_no_heard import CHOICE, yes_or_no

RATE = 16000  # hertz
FRAMES = 100  # a second, of the spectrogram
BEYOND = 4.0  # seconds that the encoder looks beyond the audio: with 1 or 2 it repeats itself
LONGEST = 24.0  # seconds in one go; the model knows 30
FREE_TOKENS = 12
LONE = 2  # characters; a longer text that is believed is more than a yes or no
TOKENS = 8  # a second of speech at most, so that a loop ends soon


@dataclass(frozen=True, slots=True)
class Decoded:
    """Be what the model made of one piece."""

    text: str
    probability: float  # average of a token, 0..1
    no_speech: float  # 0..1
    readings: tuple[Reading, ...]  # likeliest first


class Whisper:
    """Be the model; one decode at a time."""

    def __init__(
        self,
        folder: Path,
        *,
        words: Sequence[str] = EXPECTED,
        beam: int = 5,
        beyond: float = BEYOND,
    ) -> None:
        if not (folder / "model.bin").is_file():
            raise EngineUnavailable(f"whisper: no model in {folder}")
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
        self._tokenizer = Tokenizer(
            self._model.hf_tokenizer, True, task="transcribe", language="zh"
        )
        self._simplified = opencc.OpenCC("t2s")
        self._words = tuple(words)
        self._beam = beam
        self._beyond = beyond

    def open(self, rate: int, hints: Sequence[str]) -> WhisperStream:
        """Begin an utterance."""
        return WhisperStream(self, rate, prompt_words(hints, self._words))

    def recognized(self, samples: NDArray[np.float32], words: Sequence[str]) -> Heard:
        """Return what was said in an utterance at 16 kHz."""
        texts: list[str] = []
        probabilities: list[float] = []
        readings: list[tuple[Reading, ...]] = []
        examples = [word for word in words if is_example(word)]
        echoes = [word for word in words if not is_example(word)]
        for piece in pieces(samples, RATE, longest=LONGEST):
            decoded = self._decoded(piece, words)
            believed = not made_up(
                decoded.text,
                seconds=len(piece) / RATE,
                probability=decoded.probability,
                no_speech=decoded.no_speech,
                prompt=echoes,
            )
            lone = None
            if examples and not (believed and _is_clear(decoded.text)):
                lone = self._lone_answer(piece, decoded)
            if lone is not None:
                texts.append(lone.answer)
                probabilities.append(lone.confidence)
                readings.append(())
            elif believed:
                texts.append(decoded.text)
                probabilities.append(decoded.probability)
                readings.append(decoded.readings)
        # The weakest piece decides: a good beginning doesn't make up for a guessed end.
        confidence = min(probabilities, default=0.0)
        # Who speaks for so long that it takes several pieces is understood as well without.
        return Heard(
            "".join(texts), confidence, "whisper", readings[0] if len(readings) == 1 else ()
        )

    def _lone_answer(self, samples: NDArray[np.float32], decoded: Decoded) -> Chosen | None:
        """Return a yes or no, if the words that were decoded are none."""
        too_long = len(samples) > lone_answers.LONGEST * RATE
        if too_long or decoded.no_speech > lone_answers.SILENT:
            return None
        start = self._prompt((CHOICE,))
        encoded = self._encoded(samples)
        found = lone_answers.likelihoods(self._model.model, self._tokenizer, encoded, start)
        return lone_answers.chosen(found, yes_or_no(decoded.text))

    def _encoded(self, samples: NDArray[np.float32]) -> StorageView:
        seconds = len(samples) / RATE
        spectrum = self._model.feature_extractor(samples, padding=True)
        spectrum = spectrum[:, : int(seconds * FRAMES) + 1]
        window = min(30.0, seconds + self._beyond)
        return self._model.encode(pad_or_trim(spectrum, int(window * FRAMES)))

    def _prompt(self, words: Sequence[str]) -> list[int]:
        prompt: list[int] = self._model.get_prompt(
            self._tokenizer, [], without_timestamps=True, hotwords=" ".join(words)
        )
        return prompt

    def _decoded(self, samples: NDArray[np.float32], words: Sequence[str]) -> Decoded:
        seconds = len(samples) / RATE
        encoded, prompt = self._encoded(samples), self._prompt(words)
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=self._beam,
            num_hypotheses=self._beam,  # they cost nothing: the search keeps as many anyway
            max_length=min(448, len(prompt) + FREE_TOKENS + int(seconds * TOKENS)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=[-1],
        )[0]
        readings = tuple(
            self._reading(tokens, score)
            for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
        )
        best, score = readings[0].text, result.scores[0]
        return Decoded(best, math.exp(min(0.0, score)), result.no_speech_prob, readings)

    def _reading(self, tokens: Sequence[int], score: float) -> Reading:
        """Return what these tokens say; `score` is the average logarithm of their probabilities."""
        words = [token for token in tokens if token < self._tokenizer.eot]
        text = self._simplified.convert(self._tokenizer.decode(words)).strip()
        return Reading(text, score * max(1, len(words)))


def _is_clear(text: str) -> bool:
    """Tell whether words are a yes or no, or more than that."""
    return len(text) > LONE or yes_or_no(text) is not None


class WhisperStream:
    """Be one utterance: its audio is gathered and decoded when the speaker pauses."""

    def __init__(self, engine: Whisper, rate: int, words: Sequence[str]) -> None:
        self._engine = engine
        self._rate = rate
        self._words = words
        self._audio = bytearray()
        self._heard: Heard | None = None  # None: there is audio since it was decoded

    def feed(self, pcm: bytes) -> str:
        """Keep audio; nothing is known before a pause."""
        self._audio += pcm
        self._heard = None
        return ""

    def pause(self) -> str:
        """Recognise what is there."""
        return self.finish().text

    def finish(self) -> Heard:
        """Return what was said."""
        if self._heard is None:
            audio = bytes(self._audio[: len(self._audio) // 2 * 2])
            samples = np.frombuffer(audio, dtype="<i2").astype(np.float32) / np.float32(32768)
            if self._rate != RATE and len(samples):
                samples = soxr.resample(samples, self._rate, RATE)
            enough = len(samples) >= RATE // 10  # less is a click
            self._heard = (
                self._engine.recognized(samples, self._words)
                if enough
                else Heard("", 0.0, "whisper")
            )
        return self._heard
