"""Runs sentence models: with onnxruntime where a prepared form exists, else with torch."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_BATCH = 32  # sentences of about the same length
_LONGEST = 512  # tokens; what comes after them is not read


class SentenceModel(Protocol):
    """Give sentences their vectors."""

    def vectors(self, sentences: Sequence[str]) -> Matrix:
        """Return one row of length one per sentence."""
        ...


class OnnxModel:
    """Be a model that launch/export_onnx.py wrote: model.onnx and tokenizer.json."""

    def __init__(self, folder: Path) -> None:
        """Load it, in a fraction of a second."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # A short sentence is slower on two threads than on one, and many are dealt out below.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.no_padding()

    def vectors(self, sentences: Sequence[str]) -> Matrix:
        """Return one row of length one per sentence."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(sentences))]
        order = sorted(range(len(pieces)), key=lambda n: len(pieces[n]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        found = self._run([[pieces[n] for n in batch] for batch in batches])
        rows = np.empty((len(pieces), found[0].shape[1]), dtype=np.float32)
        for batch, vectors in zip(batches, found, strict=True):
            rows[batch] = vectors
        return rows

    def _run(self, batches: list[list[list[int]]]) -> list[Matrix]:
        """Return the vectors of each batch; several are calculated side by side."""

        def run(batch: list[list[int]]) -> Matrix:
            vectors: Matrix = self._session.run(["sentence"], _padded(batch))[0]
            return vectors

        if len(batches) == 1:
            return [run(batches[0])]
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return list(threads.map(run, batches))


class TorchModel:
    """Be any sentence-transformers model."""

    def __init__(self, folder: Path, *, eight_bit: bool) -> None:
        """Load it, in seconds."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu")
        if eight_bit:
            with warnings.catch_warnings():
                # torch 2.13 announces a successor (torchao) that we need not install for this.
                warnings.simplefilter("ignore")
                self._model = torch.ao.quantization.quantize_dynamic(
                    self._model,
                    {torch.nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig},
                    inplace=True,
                )

    def vectors(self, sentences: Sequence[str]) -> Matrix:
        """Return one row of length one per sentence."""
        import torch

        # One short sentence is slower on two threads than on one when the machine is busy.
        torch.set_num_threads(1 if len(sentences) <= 2 else os.cpu_count() or 1)
        rows = self._model.encode(
            list(sentences),
            prompt="",  # the embedder has put the prompt in front
            batch_size=_BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(rows, dtype=np.float32)


def _padded(pieces: list[list[int]]) -> dict[str, NDArray[np.int64]]:
    """Return the inputs for sentences of differing length; the mask hides what fills them up."""
    longest = max(len(ids) for ids in pieces)
    ids = np.zeros((len(pieces), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, sentence in enumerate(pieces):
        ids[row, : len(sentence)] = sentence
        mask[row, : len(sentence)] = 1
    return {"input_ids": ids, "attention_mask": mask}
