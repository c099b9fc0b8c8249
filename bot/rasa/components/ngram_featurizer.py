"""Turns a message into weighted n-grams of characters, or of pinyin, which survives homophones."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Text, Type

import numpy as np
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
from sklearn.feature_extraction.text import TfidfVectorizer

from components.spelling import spelt

LEARNT = "ngrams.json"


def syllables(text: Text) -> List[Text]:
    """Return the text as pinyin syllables without tones, also where it is typed in pinyin."""
    runs = " ".join(lazy_pinyin(text)).split()
    return [syllable for run in runs for syllable in spelt(run)]


# What a message is cut into; "pinyin" does not hear the difference between homophones.
CUTS = {"characters": list, "pinyin": syllables}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Weigh the n-grams of a message by TF-IDF; `cut` says of what they are made."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Name what must come before in the pipeline."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the settings and their defaults."""
        return {
            **SparseFeaturizer.get_default_config(),
            "cut": "characters",
            "max_ngram": 2,
            "min_df": 2,  # an n-gram that stands in one example only teaches that example
            "scale": 1.0,
        }

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        learnt: Optional[Dict[Text, Any]] = None,
    ) -> None:
        """Take the settings and, when loaded, the n-grams with their weights."""
        super().__init__(execution_context.node_name, config)
        self._storage = model_storage
        self._resource = resource
        self._weigher = TfidfVectorizer(
            analyzer=self._ngrams,
            min_df=config["min_df"],
            sublinear_tf=True,
            vocabulary=learnt["ngrams"] if learnt else None,
        )
        if learnt:
            self._weigher.idf_ = np.array(learnt["weights"])
        self._fitted = learnt is not None

    def _ngrams(self, text: Text) -> List[Text]:
        pieces = CUTS[self._config["cut"]](text.lower())
        return [
            " ".join(pieces[start : start + length])
            for length in range(1, self._config["max_ngram"] + 1)
            for start in range(len(pieces) - length + 1)
        ]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Make an untrained component."""
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which n-grams there are, and how telling each is."""
        self._weigher.fit([m.get(TEXT) for m in training_data.training_examples if m.get(TEXT)])
        self._fitted = True
        ngrams = {ngram: int(row) for ngram, row in self._weigher.vocabulary_.items()}
        learnt = {"ngrams": ngrams, "weights": self._weigher.idf_.tolist()}
        with self._storage.write_to(self._resource) as folder:
            (folder / LEARNT).write_text(json.dumps(learnt), "utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Make a component with what training wrote."""
        with model_storage.read_from(resource) as folder:
            learnt = json.loads((folder / LEARNT).read_text("utf-8"))
        return cls(config, model_storage, resource, execution_context, learnt)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add features to every message that has a text."""
        todo = [m for m in messages if m.get(TEXT)]
        if not self._fitted or not todo:
            return messages
        weights = self._weigher.transform([m.get(TEXT) for m in todo]) * self._config["scale"]
        for row, message in enumerate(todo):
            message.add_features(
                Features(
                    scipy.sparse.coo_matrix(weights[row].astype(np.float32)),
                    FEATURE_TYPE_SENTENCE,
                    TEXT,
                    self._config[FEATURIZER_CLASS_ALIAS],
                )
            )
        return messages

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept any settings."""
