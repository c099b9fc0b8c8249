"""Tells, window by window, how likely somebody is speaking (Silero, ONNX)."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
)

from core.errors import EngineUnavailable

WINDOW_SECONDS = 0.032
WINDOWS = {8000: 256, 16000: 512}  # samples the model takes at once, by rate in hertz
CONTEXT = {8000: 32, 16000: 64}  # samples of the window before that stand in front
_SAMPLE_BYTES = 2
_LOUDEST = 32768.0
_MEMORY = (2, 1, 128)  # shape of what the model remembers


class SpeechModel:
    """Hold the one session that all callers share."""

    def __init__(self, path: Path) -> None:
        """Load silero_vad.onnx; raise EngineUnavailable if that cannot be done."""
        options = onnxruntime.SessionOptions()
        # A window takes a tenth of a millisecond: more threads would only spin against calls.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except (NoSuchFile, InvalidProtobuf, InvalidGraph, Fail, RuntimeError) as error:
            raise EngineUnavailable("silero-vad") from error

    def detector(self, rate: int) -> SpeechDetector:
        """Return a new caller's ear at 8000 or 16000 hertz."""
        return SpeechDetector(self, rate)

    def judge(
        self,
        window: npt.NDArray[np.float32],
        memory: npt.NDArray[np.float32],
        rate: int,
    ) -> tuple[float, npt.NDArray[np.float32]]:
        """Return the probability of speech, 0..1, and the memory for the next window."""
        found, after = self._session.run(
            None, {"input": window, "state": memory, "sr": np.array(rate, np.int64)}
        )
        return float(found[0, 0]), cast("npt.NDArray[np.float32]", after)


class SpeechDetector:
    """Be the ear for one caller: keeps what lies between two windows."""

    def __init__(self, model: SpeechModel, rate: int) -> None:
        """Take the model and the rate in hertz; raise ValueError for a rate it does not know."""
        if rate not in WINDOWS:
            raise ValueError(f"no windows for {rate} Hz")
        self._model = model
        self._rate = rate
        self._bytes = WINDOWS[rate] * _SAMPLE_BYTES
        self._pending = b""
        self.forget()

    def forget(self) -> None:
        """Begin anew, e.g. after the line was on hold."""
        self._pending = b""
        self._memory: npt.NDArray[np.float32] = np.zeros(_MEMORY, np.float32)
        self._context: npt.NDArray[np.float32] = np.zeros((1, CONTEXT[self._rate]), np.float32)

    def feed(self, pcm: bytes) -> list[float]:
        """Take signed 16-bit audio; return the probability of each window that became full."""
        self._pending += pcm
        found: list[float] = []
        while len(self._pending) >= self._bytes:
            raw, self._pending = self._pending[: self._bytes], self._pending[self._bytes :]
            samples = np.frombuffer(raw, "<i2").astype(np.float32)[None, :] / np.float32(_LOUDEST)
            window = np.concatenate([self._context, samples], axis=1)
            probability, self._memory = self._model.judge(window, self._memory, self._rate)
            self._context = window[:, -CONTEXT[self._rate] :]
            found.append(probability)
        return found
