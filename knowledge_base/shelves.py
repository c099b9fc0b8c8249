"""Compares questions with the wordings of one index, in this process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedder import Matrix
from knowledge_base.nearest import Mask, Rows
from knowledge_base.slots import Slots

Scores = NDArray[np.float32]


class Shelf(Protocol):
    """Hold the vectors of an index's wordings, which are named by their slots.

    Who asks is on a thread of its own: an engine elsewhere may have to be waited for. Every method
    raises EngineUnavailable if it does not answer.
    """

    def nearest(
        self, questions: Matrix, most: int, ruling: str | None, day: date
    ) -> tuple[Matrix, Rows]:
        """Return cosines and slots of what may answer, best first; one line per question.

        The slot is -1 where there is none.
        """
        ...

    def cosines(self, vector: Matrix, slots: Rows) -> Scores:
        """Return how alike a question is to each of these wordings."""
        ...

    def vectors(self, slots: Rows) -> Matrix:
        """Return the vectors of these wordings."""
        ...


class OwnShelf:
    """Fulfil Shelf with the vectors that the slots hold, and FAISS."""

    def __init__(self, slots: Slots, allowed: Callable[[str | None, date], Mask]) -> None:
        """Take what says which slots may speak for a region on a day."""
        self.slots = slots
        self._allowed = allowed

    def nearest(
        self, questions: Matrix, most: int, ruling: str | None, day: date
    ) -> tuple[Matrix, Rows]:
        """Compare with every allowed row while they are few, else with the likeliest lists."""
        return self.slots.nearest.search(questions, most, self._allowed(ruling, day))

    def cosines(self, vector: Matrix, slots: Rows) -> Scores:
        """Return how alike a question is to each of these wordings."""
        return np.asarray(self.slots.vectors[slots].astype(np.float32) @ vector)

    def vectors(self, slots: Rows) -> Matrix:
        """Return the vectors of these wordings."""
        return self.slots.vectors[slots].astype(np.float32)
