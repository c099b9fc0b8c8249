"""Checks what sentences a model is given, and that their vectors come back in order."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from tokenizers import Tokenizer, models, pre_tokenizers

from core.errors import EngineUnavailable
from knowledge_base.embedder import SentenceEmbedder, as_stored
from tests.knowledge_base.ngram_embedder import NgramEmbedder

LETTERS = "abcdefghij>?"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return the folder of a model whose ONNX form counts letters."""
    folder, fast = tmp_path / "counter", tmp_path / "counter-onnx"
    folder.mkdir()
    fast.mkdir()
    (fast / ".complete").write_text("first\n")
    onnx.save(counting_model(), fast / "model.onnx")
    letters = Tokenizer(models.WordLevel({c: n for n, c in enumerate(LETTERS)}, unk_token="a"))
    letters.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    letters.save(str(fast / "tokenizer.json"))
    return folder


def counting_model() -> onnx.ModelProto:
    """Return a graph that counts each letter that is not masked, scaled to length one."""
    nodes = [
        helper.make_node("OneHot", ["input_ids", "depth", "on_off"], ["hot"]),
        helper.make_node("Cast", ["attention_mask"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["real", "last"], ["column"]),
        helper.make_node("Mul", ["hot", "column"], ["seen"]),
        helper.make_node("ReduceSum", ["seen", "middle"], ["counts"], keepdims=0),
        helper.make_node("LpNormalization", ["counts"], ["sentence"], axis=-1, p=2),
    ]
    numbers = [
        helper.make_tensor("depth", TensorProto.INT64, [1], [len(LETTERS)]),
        helper.make_tensor("on_off", TensorProto.FLOAT, [2], [0.0, 1.0]),
        helper.make_tensor("last", TensorProto.INT64, [1], [2]),
        helper.make_tensor("middle", TensorProto.INT64, [1], [1]),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["batch", len(LETTERS)])
    graph = helper.make_graph(nodes, "counter", inputs, [output], numbers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def expected(sentence: str) -> list[float]:
    """Return the vector of a sentence, counted by hand."""
    counts = np.array([sentence.count(letter) for letter in LETTERS], dtype=np.float64)
    return list(counts / np.linalg.norm(counts))


def test_sentences_of_any_length_come_back_in_their_order(model: Path) -> None:
    sentences = ["abc" * (n % 7 + 1) + LETTERS[n % 10] for n in range(70)]

    rows = SentenceEmbedder(model).embed(sentences)

    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows, [expected(s) for s in sentences], atol=1e-6)


def test_a_question_and_a_stored_wording_get_the_prompts_that_the_model_was_trained_with(
    model: Path,
) -> None:
    prompts = {"prompts": {"query": "?", "passage": ">>"}}
    (model / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    embedder = SentenceEmbedder(model)

    one, many = embedder.embed(["ab"]), embedder.embed(["ab", "cd", "ef"])
    stored = as_stored(embedder).embed(["ab"])

    np.testing.assert_allclose(one[0], expected("?ab"), atol=1e-6)
    np.testing.assert_allclose(many[2], expected("?ef"), atol=1e-6)
    np.testing.assert_allclose(stored[0], expected(">>ab"), atol=1e-6)


def test_a_model_without_prompts_gets_the_bare_sentence(model: Path) -> None:
    embedder = SentenceEmbedder(model)

    assert (embedder.embed(["ab"]) == as_stored(embedder).embed(["ab"])).all()


def test_a_sentence_twice_in_one_call_is_two_rows(model: Path) -> None:
    rows = SentenceEmbedder(model).embed(["ab", "ab"])

    np.testing.assert_allclose(rows, [expected("ab")] * 2, atol=1e-6)


def test_vectors_of_another_version_or_form_have_another_name(model: Path) -> None:
    embedder = SentenceEmbedder(model)
    first, stored = embedder.name, as_stored(embedder).name
    (model.with_name("counter-onnx") / ".complete").write_text("second\n")

    names = {first, stored, embedder.name, SentenceEmbedder(model, eight_bit=False).name}

    assert len(names) == 4


def test_another_kind_of_embedder_has_one_form_only() -> None:
    embedder = NgramEmbedder()

    assert as_stored(embedder) is embedder


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="nowhere"):
        SentenceEmbedder(tmp_path / "nowhere").load()
