"""Lends the corpus of invented texts that would be more than text, by what an import must flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

CORPUS: Mapping[str, Sequence[str]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "injections.yml").read_text("utf-8")
)
TEXTS = [text for texts in CORPUS.values() for text in texts]
EVALUATED = str(7777 * 7777)  # what the sums in the corpus come to; it stands in none of them
FLAGGED = ("instruction", "foreign_link", "zero_width", "hidden_text")
