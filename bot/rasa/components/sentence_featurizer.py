"""Turns a message into a sentence embedding, by ONNX and without PyTorch."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES, FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer as RasaTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer

LONGEST = 128  # tokens
BATCH = 32  # messages


@lru_cache(maxsize=1)
def _engine() -> tuple[onnxruntime.InferenceSession, Tokenizer]:
    """Load the model once per process, however many graph nodes use it."""
    folder = Path(os.environ["YIBAO_MODELS"]) / "m3e-small-onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    return session, tokenizer


def embed(texts: list[str]) -> np.ndarray:
    """Return one unit vector per text, float32 of shape (len(texts), 512)."""
    session, tokenizer = _engine()
    encoded = tokenizer.encode_batch(texts)
    sentences = session.run(
        ["sentence"],
        {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
        },
    )[0]
    return sentences.astype(np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Add the embedding of the whole sentence, scaled, to every message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must come before in the pipeline."""
        return [RasaTokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings and their defaults."""
        return {**DenseFeaturizer.get_default_config(), "scale": 1.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Make the component for one graph."""
        return cls(config, execution_context)

    def __init__(self, config: dict[str, Any], execution_context: ExecutionContext) -> None:
        """Take the settings."""
        super().__init__(execution_context.node_name, config)
        self._scale = float(config["scale"])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to every message."""
        for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
            todo = [m for m in messages if m.get(attribute)]
            for start in range(0, len(todo), BATCH):
                batch = todo[start : start + BATCH]
                vectors = embed([m.get(attribute) for m in batch]) * self._scale
                for message, vector in zip(batch, vectors):
                    message.add_features(
                        Features(
                            vector[None, :],
                            FEATURE_TYPE_SENTENCE,
                            attribute,
                            self._config[FEATURIZER_CLASS_ALIAS],
                        )
                    )
        return messages

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any settings."""
