"""Turns a message into n-grams of toneless pinyin, which survive homophone errors."""

from __future__ import annotations

import json
from typing import Any

import scipy.sparse
from pypinyin import lazy_pinyin
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import CountVectorizer

VOCABULARY = "vocabulary.json"


def syllables(text: str) -> str:
    """Return the text as pinyin syllables without tones, with spaces between them."""
    return " ".join(lazy_pinyin(text))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class PinyinFeaturizer(SparseFeaturizer, GraphComponent):
    """Count the syllable n-grams of a message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must come before in the pipeline."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings and their defaults."""
        return {**SparseFeaturizer.get_default_config(), "max_ngram": 3}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        vocabulary: dict[str, int] | None = None,
    ) -> None:
        """Take the settings and, when loaded, the vocabulary."""
        super().__init__(execution_context.node_name, config)
        self._storage = model_storage
        self._resource = resource
        self._counter = self._new_counter(vocabulary)
        self._fitted = vocabulary is not None

    def _new_counter(self, vocabulary: dict[str, int] | None) -> CountVectorizer:
        return CountVectorizer(
            token_pattern=r"\S+",
            ngram_range=(1, self._config["max_ngram"]),
            vocabulary=vocabulary,
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PinyinFeaturizer:
        """Make an untrained component."""
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which n-grams there are."""
        texts = [syllables(m.get(TEXT)) for m in training_data.training_examples if m.get(TEXT)]
        self._counter.fit(texts)
        self._fitted = True
        with self._storage.write_to(self._resource) as folder:
            vocabulary = {ngram: int(row) for ngram, row in self._counter.vocabulary_.items()}
            (folder / VOCABULARY).write_text(json.dumps(vocabulary), "utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PinyinFeaturizer:
        """Make a component with the vocabulary that training wrote."""
        with model_storage.read_from(resource) as folder:
            vocabulary = json.loads((folder / VOCABULARY).read_text("utf-8"))
        return cls(config, model_storage, resource, execution_context, vocabulary)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to every message that has a text."""
        todo = [m for m in messages if m.get(TEXT)]
        if not self._fitted or not todo:
            return messages
        counts = self._counter.transform([syllables(m.get(TEXT)) for m in todo]).astype("float32")
        for row, message in enumerate(todo):
            message.add_features(
                Features(
                    scipy.sparse.coo_matrix(counts[row]),
                    FEATURE_TYPE_SENTENCE,
                    TEXT,
                    self._config[FEATURIZER_CLASS_ALIAS],
                )
            )
        return messages

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any settings."""
