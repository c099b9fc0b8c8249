"""Reads the topics from the file beside the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from core.catalogue import Catalogue
from core.errors import InvalidCatalogue
from core.topics import LookingUp, Topic, complaints_about

TOPICS = "topics.yml"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
KEYS = {"code", "name", "says", "items", "words", "look_ups"}


def read_topics(folder: Path, catalogue: Catalogue) -> tuple[Topic, ...]:
    """Return the topics in their order; raise InvalidCatalogue naming what is wrong.

    A folder without the file has no topics: a bureau may bring a catalogue of its own.
    """
    path = folder / TOPICS
    if not path.exists():
        return ()
    written: object = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(written, list):
        raise InvalidCatalogue(f"{TOPICS}: not a list")
    topics = tuple(_topic(one, number) for number, one in enumerate(written, 1))
    for complaint in complaints_about(topics, catalogue):
        raise InvalidCatalogue(f"{TOPICS}: {complaint}")
    return topics


def _topic(written: object, number: int) -> Topic:
    where = f"{TOPICS}: topic {number}"
    if not isinstance(written, Mapping) or set(written) != KEYS:
        raise InvalidCatalogue(f"{where}: must have exactly {', '.join(sorted(KEYS))}")
    code, name, says = (str(written[key]) for key in ("code", "name", "says"))
    if CODE.fullmatch(code) is None:
        raise InvalidCatalogue(f"{where}: code: small letters and dashes only")
    lists = {key: written[key] for key in ("items", "words", "look_ups")}
    for key, value in lists.items():
        if not isinstance(value, list):
            raise InvalidCatalogue(f"{where}: {key}: not a list")
    try:
        look_ups = tuple(LookingUp(str(one)) for one in lists["look_ups"])
    except ValueError as error:
        raise InvalidCatalogue(f"{where}: look_ups: {error}") from error
    items, words = (tuple(str(one) for one in lists[key]) for key in ("items", "words"))
    return Topic(code, name, says, items, words, look_ups)
