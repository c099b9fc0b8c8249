"""Turns sentences into vectors that lie close together when they mean the same."""

from __future__ import annotations

import os
import threading
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import EngineUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Matrix = NDArray[np.float32]

_FEW = 2  # a citizen's question, at most in two forms
_REMEMBERED = 256  # the item finder and the search embed the same sentence in one turn


class Embedder(Protocol):
    """Embed sentences: vectors of length one, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """Return what tells vectors of this embedder from those of another."""
        ...

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per sentence; slow, so never call it on the event loop."""
        ...


class SentenceEmbedder:
    """Embed with a sentence-transformers model from a folder; nothing is ever downloaded."""

    def __init__(self, folder: Path, *, eight_bit: bool = True) -> None:
        """Take the model's folder; nothing is loaded before `load` or the first `embed`."""
        self._folder = folder
        self._eight_bit = eight_bit  # a third of the time, same answers (see bench/knowledge.py)
        self._model: SentenceTransformer | None = None
        self._guard = threading.Lock()  # the tokenizer must not be used by two threads at once
        self._remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def name(self) -> str:
        """Return the name of the model's folder, and how it is calculated."""
        return f"{self._folder.name}-int8" if self._eight_bit else self._folder.name

    def load(self) -> None:
        """Load the model now: seconds, so do it at the start and not in a request."""
        with self._guard:
            self._loaded()

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per sentence; what was asked just now comes from memory."""
        with self._guard:
            if len(sentences) > _FEW:
                return self._encoded(sentences)
            fresh = [s for s in dict.fromkeys(sentences) if s not in self._remembered]
            if fresh:
                self._remembered.update(zip(fresh, self._encoded(fresh), strict=True))
            rows = np.stack([self._remembered[sentence] for sentence in sentences])
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
            return rows

    def forget(self) -> None:
        """Drop the remembered sentences, so that a benchmark measures real work."""
        with self._guard:
            self._remembered.clear()

    def _encoded(self, sentences: Sequence[str]) -> Matrix:
        """Run the model."""
        import torch  # imported with the model, off the request path

        model = self._loaded()
        # One short sentence is slower on two threads than on one when the machine is busy.
        torch.set_num_threads(1 if len(sentences) <= _FEW else os.cpu_count() or 1)
        rows = model.encode(
            list(sentences),
            batch_size=32,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def _loaded(self) -> SentenceTransformer:
        """Return the model, loading it the first time."""
        if self._model is None:
            if not (self._folder / "config.json").is_file():
                raise EngineUnavailable(f"embedding model in {self._folder}")
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(str(self._folder), device="cpu")
            self._model = _in_eight_bits(model) if self._eight_bit else model
        return self._model


def _in_eight_bits(model: SentenceTransformer) -> SentenceTransformer:
    """Return the model with its matrices in 8-bit integers."""
    import torch

    with warnings.catch_warnings():
        # torch 2.13 announces a successor (torchao) that we need not install for this.
        warnings.simplefilter("ignore")
        smaller: SentenceTransformer = torch.ao.quantization.quantize_dynamic(
            model,
            {torch.nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig},
            inplace=True,
        )
    return smaller
