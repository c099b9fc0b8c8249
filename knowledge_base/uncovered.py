"""Reads the questions of which it is known that no entry answers them."""

from __future__ import annotations

from pathlib import Path

from core.errors import InvalidPack
from knowledge_base.written import unified
from knowledge_base.yaml_file import read_yaml

FILE = Path(__file__).with_name("uncovered.yml")
MATTER = {"matter", "why", "ask"}


def read_uncovered(file: Path = FILE) -> tuple[str, ...]:
    """Return the questions in unified writing, in order; raise InvalidPack if one is wrong."""
    listed = read_yaml(file)
    if not isinstance(listed, list):
        raise InvalidPack(f"{file.name}: must be a list of matters")
    questions: list[str] = []
    for matter in listed:
        if not isinstance(matter, dict) or matter.keys() != MATTER:
            raise InvalidPack(f"{file.name}: a matter has {', '.join(sorted(MATTER))}: {matter}")
        asks = matter["ask"]
        if not isinstance(asks, list) or not all(isinstance(a, str) and a.strip() for a in asks):
            raise InvalidPack(f"{file.name}: {matter['matter']}: ask must be a list of texts")
        questions += (unified(ask) for ask in asks)
    return tuple(dict.fromkeys(questions))
