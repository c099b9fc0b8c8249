"""Speaks Mandarin with the Kokoro model."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
import soxr
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors

from core.errors import EngineUnavailable
from voice.clauses import characters
from voice.synthesizers.phonemes import Phonemes
from voice.synthesizers.tempo import LONGEST, stretched

Samples = npt.NDArray[np.float32]

NATIVE = 24000  # hertz, what the model gives
MOST_TOKENS = 510  # the model's context of 512, less the padding at both ends
LOUDNESS = 0.11  # root of the mean square of speech, full scale 1: about -19 dBov
_PEAK = 0.85  # of full scale: A-law clips hard
_SILENCE = 0.012  # of full scale; below it is silence
_LEAD, _TAIL = 0.02, 0.06  # seconds kept before the first and after the last sound
_FADE = 0.005  # seconds, so that joints do not click
_THREADS = 2
_STYLE = 256  # numbers of a voice for one count of tokens
# Characters a second of a voice at speed 1, over clauses of the wordings.
NATURAL = {"zf_xiaoxiao": 4.8}
_OTHER = 4.8
FASTEST = 1.6  # the highest speed at which it stays intelligible
_FAILURES = (onnx_errors.Fail, onnx_errors.RuntimeException, onnx_errors.InvalidArgument)


class Kokoro:
    """Fulfil SynthesizerEngine with a model folder: model.onnx, vocab.json, voices/*.bin."""

    def __init__(self, models: Path, voice: str = "zf_xiaoxiao") -> None:
        """Load `models`/kokoro-82m, or `models` itself; raise EngineUnavailable if it cannot."""
        folder = models if (models / "model.onnx").is_file() else models / "kokoro-82m"
        options = ort.SessionOptions()
        # One caller waits for each clause: a second core brings it in two thirds of the time.
        options.intra_op_num_threads = min(_THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        # Spinning threads of several workers would eat both cores of a small machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            vocabulary = json.loads((folder / "vocab.json").read_text("utf-8"))
            self._ids: dict[str, int] = vocabulary["vocab"]
            style = np.fromfile(folder / "voices" / f"{voice}.bin", dtype=np.float32)
            self._style = style.reshape(-1, 1, _STYLE)  # row: count of tokens
            self._session = ort.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except (OSError, ValueError, KeyError, onnx_errors.NoSuchFile, *_FAILURES) as error:
            raise EngineUnavailable("kokoro") from error
        self._phonemes = Phonemes()
        self._natural = NATURAL.get(voice, _OTHER)

    def render(self, clause: str, *, pace: float, rate: int) -> bytes:
        """Return one clause, in speakable words, as PCM without silence at its ends.

        `pace` in characters a second, over clauses of usual length; a clause of which nothing
        sounds gives b"". Raises EngineUnavailable if the model fails.
        """
        if characters(clause) == 0:  # of a mark alone the model makes a second of noise
            return b""
        speed, times = tempo_for(pace, self._natural)
        pieces = [self._spoken(ids, speed) for ids in self._portions(clause)]
        if not pieces:
            return b""
        samples = levelled(stretched(np.concatenate(pieces), NATIVE, times))
        if rate != NATIVE and samples.size:
            samples = soxr.resample(samples, NATIVE, rate, quality="HQ")
        return (np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes()

    def _portions(self, clause: str) -> Iterator[list[int]]:
        """Yield the model's tokens in portions that fit its context, cut between words."""
        portion: list[int] = []
        for word in self._phonemes.of(clause):
            ids = [self._ids[sound] for sound in word if sound in self._ids]
            if len(portion) + len(ids) > MOST_TOKENS:
                yield portion
                portion = []
            portion += ids
        if portion:
            yield portion

    def _spoken(self, ids: Sequence[int], speed: float) -> Samples:
        inputs = {
            "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
            "style": self._style[min(len(ids), len(self._style) - 1)],
            "speed": np.array([speed], dtype=np.float32),
        }
        try:
            audio = self._session.run(None, inputs)[0]
        except _FAILURES as error:
            raise EngineUnavailable("kokoro") from error
        return trimmed(np.asarray(audio, dtype=np.float32).reshape(-1))


def tempo_for(pace: float, natural: float) -> tuple[float, float]:
    """Return the model's speed, and how many times as long its sound must become.

    Slowed down by the model itself, every clause begins with a syllable that nobody wrote: below
    0.9 the padding before the first sound gets voice. So it speaks as it was trained, and is
    stretched afterwards, which also takes a third less time.
    """
    if pace >= natural:
        return min(FASTEST, pace / natural), 1.0
    return 1.0, min(LONGEST, natural / pace)


def trimmed(samples: Samples) -> Samples:
    """Return the samples without the second of silence that the model puts around them."""
    sounding = np.flatnonzero(np.abs(samples) > _SILENCE)
    if sounding.size == 0:
        return samples[:0]
    start = max(0, int(sounding[0]) - int(_LEAD * NATIVE))
    end = int(sounding[-1]) + int(_TAIL * NATIVE)
    kept = samples[start:end].copy()
    ramp = np.linspace(0.0, 1.0, int(_FADE * NATIVE), dtype=np.float32)[: kept.size // 2]
    if ramp.size:
        kept[: ramp.size] *= ramp
        kept[-ramp.size :] *= ramp[::-1]
    return kept


def levelled(samples: Samples) -> Samples:
    """Return the samples at the loudness of every other clause."""
    voiced = samples[np.abs(samples) > _SILENCE]
    if voiced.size == 0:
        return samples
    loudness = float(np.sqrt(np.mean(voiced**2)))
    peak = float(np.max(np.abs(samples)))
    return samples * np.float32(min(LOUDNESS / loudness, _PEAK / peak))
