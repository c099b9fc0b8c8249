"""Reads the questions that no pack answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class UnanswerableQuestion:
    """Be a question that must be declined."""

    ask: str
    style: str  # who asks, or how: elderly, colloquial, typo ...
    region: str | None  # where the citizen is insured; None if the front page does not know
    kind: str  # near: a matter of ours, but not stated; far: not ours; chat: no question at all


KEYS = {field.name for field in fields(UnanswerableQuestion)}


def read_unanswerable(files: Iterable[Path]) -> tuple[UnanswerableQuestion, ...]:
    """Return the questions of all files; raise ValueError if one is wrong."""
    questions: list[UnanswerableQuestion] = []
    for file in files:
        listed: object = yaml.safe_load(file.read_text("utf-8"))
        if not isinstance(listed, list) or not listed:
            raise ValueError(f"{file.name}: must be a list of questions")
        questions += [_question(one, f"{file.name}: {one}") for one in listed]
    asks = [question.ask for question in questions]
    for twice in {ask for ask in asks if asks.count(ask) > 1}:
        raise ValueError(f"“{twice}” is asked twice")
    return tuple(questions)


def _question(one: object, where: str) -> UnanswerableQuestion:
    """Return one question."""
    if not isinstance(one, dict) or one.keys() != KEYS:
        raise ValueError(f"{where}: must have {', '.join(sorted(KEYS))}, and nothing else")
    for key in KEYS:
        text = isinstance(one[key], str) and one[key].strip()
        if not text and not (key == "region" and one[key] is None):
            raise ValueError(f"{where}: {key} must be a text")
    return UnanswerableQuestion(**{key: one[key] for key in KEYS})
