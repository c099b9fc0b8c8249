"""Checks the ONNX form of a tuned model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from launch.add_head import main


def base_model() -> onnx.ModelProto:
    """Return a graph whose sentence vector is its input, scaled to length one."""
    sizes: list[str | int | None] = ["batch", 2]
    node = helper.make_node("LpNormalization", ["input"], ["sentence"], axis=-1, p=2)
    graph = helper.make_graph(
        [node],
        "base",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, sizes)],
        [helper.make_tensor_value_info("sentence", TensorProto.FLOAT, sizes)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def test_the_layer_is_applied_to_the_sentence_vector(tmp_path: Path) -> None:
    base, tuned, made = (tmp_path / name for name in ("base", "tuned", "made"))
    for folder in (base, tuned, made):
        folder.mkdir()
    onnx.save(base_model(), base / "model.onnx")
    (base / "tokenizer.json").write_text("{}")
    weight = np.array([[0.0, 2.0], [-1.0, 0.5]], dtype=np.float32)
    bias = np.array([0.25, 1.0], dtype=np.float32)
    np.savez(tuned / "head.npz", weight=weight, bias=bias)

    main(base, tuned, made)

    session = onnxruntime.InferenceSession(str(made / "model.onnx"))
    given = np.array([[3.0, 4.0], [1.0, 0.0]], dtype=np.float32)
    rows = session.run(["sentence"], {"input": given})[0]
    expected = np.array([weight @ [0.6, 0.8] + bias, weight @ [1.0, 0.0] + bias])
    np.testing.assert_allclose(
        rows, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6
    )
    assert (made / "tokenizer.json").read_text() == "{}"
