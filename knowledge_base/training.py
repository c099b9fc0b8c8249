"""Trains a linear layer on top of a sentence model, so that questions come to lie near answers."""

# Run by launch.train_embedder: python -m knowledge_base.training BASE_FOLDER OUT_FOLDER FILE...
# The model itself stays as it is: all sentences are embedded once, and only the matrix that they
# are multiplied with is learned, from every wording at once. That takes seconds on two cores where
# training the upper half of the layers takes ten minutes, and it forgets nothing (ADR 5).

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import yaml
from numpy.typing import NDArray

from knowledge_base.documents import read_packs
from knowledge_base.embedder import Matrix, SentenceEmbedder, as_stored
from knowledge_base.lesson import Lesson, lesson
from knowledge_base.test_questions import read_test_questions

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Say how to train; the defaults are what the sweep in ADR 5 chose."""

    steps: int = 500
    rate: float = 1e-3  # at the first step; it falls to nothing
    batch: int = 256  # questions
    strangers: int = 128  # sentences that nothing answers, beside each batch
    strangers_weight: float = 0.5  # of keeping them away, beside finding the own entry
    sharpness: float = 50.0  # cosines are multiplied by it before they are compared
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Head:
    """Be the layer: a vector of length one times `weight` plus `bias`, scaled to length one."""

    weight: Matrix  # outputs x inputs
    bias: NDArray[np.float32]

    def applied(self, vectors: Matrix) -> Matrix:
        """Return the rows of length one that come out."""
        rows = vectors @ self.weight.T + self.bias
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Hold a lesson's vectors."""

    wordings: Matrix  # everything that the index stores
    asked: Matrix  # one row per pair
    strangers: Matrix


def embedded(embedder: SentenceEmbedder, taught: Lesson) -> Embedded:
    """Embed everything that is trained on, once."""
    stored = as_stored(embedder).embed([text for _, text in taught.wordings])
    asked = embedder.embed([pair.asked for pair in taught.pairs])
    return Embedded(stored, asked, embedder.embed(list(taught.strangers)))


def trained(taught: Lesson, vectors: Embedded, recipe: Recipe, report: Report) -> Head:
    """Return the layer: the same lesson and recipe give the same on one machine."""
    torch.manual_seed(recipe.seed)
    owner = np.array([entry for entry, _ in taught.wordings])
    entries = np.array([pair.entry for pair in taught.pairs])
    itself = np.array([[text == p.said for _, text in taught.wordings] for p in taught.pairs])
    own = torch.from_numpy((entries[:, None] == owner) & ~itself)
    others = torch.from_numpy(~taught.alike[np.ix_(entries, owner)])
    wordings, asked = torch.from_numpy(vectors.wordings), torch.from_numpy(vectors.asked)
    strangers = torch.from_numpy(vectors.strangers)
    layer = torch.nn.Linear(wordings.shape[1], wordings.shape[1])
    with torch.no_grad():  # it begins by changing nothing
        layer.weight.copy_(torch.eye(wordings.shape[1]))
        layer.bias.zero_()
    optimiser = torch.optim.AdamW(layer.parameters(), lr=recipe.rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, recipe.steps)

    def near(questions: torch.Tensor, stored: torch.Tensor) -> torch.Tensor:
        rows = torch.nn.functional.normalize(layer(questions), dim=-1)
        return recipe.sharpness * rows @ stored.T

    for step in range(recipe.steps):
        chosen = torch.randint(len(asked), (recipe.batch,))
        stored = torch.nn.functional.normalize(layer(wordings), dim=-1)
        scores = near(asked[chosen], stored)
        right = scores.masked_fill(~own[chosen], -torch.inf).amax(1)
        wrong = scores.masked_fill(~others[chosen], -torch.inf).logsumexp(1)
        loss = torch.nn.functional.softplus(wrong - right).mean()
        if len(strangers) and recipe.strangers:
            drawn = torch.randint(len(strangers), (recipe.strangers,))
            nearest = near(strangers[drawn], stored).logsumexp(1)
            apart = torch.nn.functional.softplus(nearest[None, :] - right[:, None]).mean()
            loss = loss + recipe.strangers_weight * apart
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if (step + 1) % 100 == 0:
            report(f"step {step + 1} of {recipe.steps}: loss {float(loss.detach()):.3f}")
    return Head(layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy())


def save(base: Path, head: Head, folder: Path) -> None:
    """Write the base model with the layer on top as a sentence-transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Normalize

    model = SentenceTransformer(str(base), device="cpu")
    outputs, inputs = head.weight.shape
    layer = Dense(inputs, outputs, activation_function=torch.nn.Identity())
    layer.load_state_dict(
        {
            "linear.weight": torch.from_numpy(head.weight),
            "linear.bias": torch.from_numpy(head.bias),
        }
    )
    modules = [*model, Normalize(), layer, Normalize()]
    tuned = SentenceTransformer(modules=modules, device="cpu", prompts=model.prompts)
    tuned.save(str(folder))
    np.savez(folder / "head.npz", weight=head.weight, bias=head.bias)  # for launch/add_head.py


def main(base: Path, folder: Path, files: Sequence[Path]) -> None:
    """Tune the model of one folder on the packs and write it into another."""
    strangers = [text for file in files for text in _texts(yaml.safe_load(file.read_text("utf-8")))]
    taught = lesson(read_packs(), read_test_questions(), strangers)
    _say(f"{len(taught.pairs)} questions, {len(taught.strangers)} sentences that nothing answers")
    vectors = embedded(SentenceEmbedder(base), taught)
    save(base, trained(taught, vectors, Recipe(), _say), folder)


def _texts(value: object) -> list[str]:
    """Return the sentences in a YAML file: texts in lists, and what is under `ask`."""
    if isinstance(value, list):
        return [text for one in value for text in ([one] if isinstance(one, str) else _texts(one))]
    if isinstance(value, dict):
        asked = [value["ask"]] if isinstance(value.get("ask"), str) else []
        return asked + [text for inner in value.values() for text in _texts(inner)]
    return []


def _say(news: str) -> None:
    """Print how far it is."""
    sys.stdout.write(news + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
