"""Adds the linear layer of a tuned sentence model to the ONNX form of its base."""

# Run by launch.train_embedder: python add_head.py BASE_ONNX_FOLDER TUNED_FOLDER OUT_FOLDER
# The layer stays in 32 bits: it costs nothing beside the layers below.

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

SENTENCE = "sentence"  # the output with one vector of length one per sentence


def main(base: Path, tuned: Path, folder: Path) -> None:
    """Write model.onnx and tokenizer.json into the folder."""
    with np.load(tuned / "head.npz") as head:
        model = with_head(onnx.load(base / "model.onnx"), head["weight"], head["bias"])
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    shutil.copy(base / "tokenizer.json", folder / "tokenizer.json")


def with_head(model: onnx.ModelProto, weight: np.ndarray, bias: np.ndarray) -> onnx.ModelProto:
    """Return the model whose sentence vectors pass through the layer (outputs x inputs)."""
    graph = model.graph
    for node in graph.node:
        for n, output in enumerate(node.output):
            if output == SENTENCE:
                node.output[n] = "sentence_before"
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.ascontiguousarray(weight.T), "head_weight"),
            numpy_helper.from_array(bias, "head_bias"),
        ]
    )
    graph.node.extend(
        [
            helper.make_node("MatMul", ["sentence_before", "head_weight"], ["head_product"]),
            helper.make_node("Add", ["head_product", "head_bias"], ["head_sum"]),
            helper.make_node("LpNormalization", ["head_sum"], [SENTENCE], axis=-1, p=2),
        ]
    )
    return model


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
