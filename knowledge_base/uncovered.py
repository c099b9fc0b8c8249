"""Reads the questions of which it is known that no entry answers them."""

from __future__ import annotations

from pathlib import Path

import yaml

from core.errors import InvalidPack
from knowledge_base.written import unified

FILE = Path(__file__).with_name("uncovered.yml")
MATTER = {"matter", "why", "ask"}


def read_uncovered(file: Path = FILE) -> tuple[str, ...]:
    """Return the questions in unified writing, in order; raise InvalidPack if one is wrong."""
    try:
        listed: object = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise InvalidPack(f"{file.name}: not YAML: {error}") from error
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
