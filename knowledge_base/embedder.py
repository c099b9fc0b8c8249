"""Turns sentences into vectors that lie close together when they mean the same."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from core.errors import EngineUnavailable
from knowledge_base.sentence_models import OnnxModel, SentenceModel, TorchModel

Matrix = NDArray[np.float32]

_FEW = 3  # a citizen's question in its forms (see Scales.spoken)
_REMEMBERED = 256  # the item finder and the search embed the same sentence in one turn
_PROMPTS = "config_sentence_transformers.json"


class Embedder(Protocol):
    """Embed sentences: vectors of length one, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """Return what tells vectors of this embedder from those of another."""
        ...

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per sentence; slow, so never call it on the event loop."""
        ...


@dataclass(frozen=True, slots=True)
class Prompts:
    """Hold what a model wants to read before a question, and before what is stored."""

    asked: str = ""
    stored: str = ""


class SentenceEmbedder:
    """Embed questions with the model in a folder; nothing is ever downloaded."""

    def __init__(self, folder: Path, *, eight_bit: bool = True) -> None:
        """Take the model's folder; nothing is loaded before `load` or the first `embed`.

        The 8-bit ONNX form that `launch` puts beside it (FOLDER-onnx) is used if there is one:
        a third of the time and a fifth of the memory of torch, same answers (bench/embedders.py).
        """
        self._folder = folder
        self._fast = folder.with_name(f"{folder.name}-onnx")
        self._eight_bit = eight_bit
        self._prompts = prompts_of(folder)
        self._model: SentenceModel | None = None
        self._guard = threading.Lock()  # the tokenizer must not be used by two threads at once
        self._remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def name(self) -> str:
        """Return the names of the model and of its version, and how it is calculated."""
        marker = (self._fast if self._is_fast() else self._folder) / ".complete"
        version = marker.read_text("utf-8").strip() if marker.is_file() else "unversioned"
        form = "onnx" if self._is_fast() else "int8" if self._eight_bit else "exact"
        return f"{self._folder.name} {version} {form}"

    def load(self) -> None:
        """Load the model now: it takes a while, so do it at the start and not in a request."""
        with self._guard:
            self._loaded()

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per question; what was asked just now comes from memory."""
        with self._guard:
            if len(sentences) > _FEW:
                return self._loaded().vectors([self._prompts.asked + s for s in sentences])
            fresh = [s for s in dict.fromkeys(sentences) if s not in self._remembered]
            if fresh:
                rows = self._loaded().vectors([self._prompts.asked + s for s in fresh])
                self._remembered.update(zip(fresh, rows, strict=True))
            rows = np.stack([self._remembered[sentence] for sentence in sentences])
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
            return rows

    def embed_stored(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per wording that questions are to be compared with."""
        with self._guard:
            return self._loaded().vectors([self._prompts.stored + s for s in sentences])

    def forget(self) -> None:
        """Drop the remembered sentences, so that a benchmark measures real work."""
        with self._guard:
            self._remembered.clear()

    def _loaded(self) -> SentenceModel:
        """Return the model, loading it the first time."""
        if self._model is None:
            if self._is_fast():
                self._model = OnnxModel(self._fast)
            elif (self._folder / "config.json").is_file():
                self._model = TorchModel(self._folder, eight_bit=self._eight_bit)
            else:
                raise EngineUnavailable(f"embedding model in {self._folder}")
        return self._model

    def _is_fast(self) -> bool:
        """Tell whether the ONNX form is there and wanted."""
        return self._eight_bit and (self._fast / "model.onnx").is_file()


@runtime_checkable
class TwoSided(Embedder, Protocol):
    """Be an embedder that reads questions and stored wordings differently."""

    def embed_stored(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per wording that questions are to be compared with."""
        ...


class Stored:
    """Embed wordings that questions are to be compared with, by the same model."""

    def __init__(self, embedder: TwoSided) -> None:
        """Take the embedder of the questions."""
        self._embedder = embedder

    @property
    def name(self) -> str:
        """Return a name of its own: with prompts, these are other vectors."""
        return f"{self._embedder.name} stored"

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per wording."""
        return self._embedder.embed_stored(sentences)


def as_stored(embedder: Embedder) -> Embedder:
    """Return what embeds the wordings that this embedder's questions are compared with.

    e5 was trained to find a "passage: " by a "query: ", also if the passage is a question itself.
    """
    return Stored(embedder) if isinstance(embedder, TwoSided) else embedder


def prompts_of(folder: Path) -> Prompts:
    """Return the prompts that the model's folder names; none if it names none."""
    file = folder / _PROMPTS
    if not file.is_file():
        return Prompts()
    prompts = json.loads(file.read_text("utf-8")).get("prompts", {})
    return Prompts(str(prompts.get("query") or ""), str(prompts.get("passage") or ""))
