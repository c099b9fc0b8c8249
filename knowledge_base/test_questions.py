"""Reads the questions that the packs are tested with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from core.errors import InvalidPack
from knowledge_base.documents import PACKS, read_packs
from knowledge_base.yaml_file import Yaml, mapping, read_yaml

_HELD_OUT_OF = 3  # one question in so many is never trained on, nor used to set anything
_KEYS = {"ask", "style", "region", "also"}


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """Be a question in a citizen's words, with the entries that answer it."""

    __test__ = False  # pytest would take the class for a test

    ask: str
    style: str  # who asks, or how: elderly, colloquial, typo ...
    region: str | None  # where the citizen is insured; None if the front page does not know
    answers: tuple[str, ...]  # "document#entry"; the first is the entry it was written for


def read_test_questions(folder: Path = PACKS) -> tuple[TestQuestion, ...]:
    """Return the questions of every pack, in a fixed order; raise InvalidPack if one is wrong."""
    entries = {entry.passage.key: entry for entry in read_packs(folder)}
    files = sorted(folder.glob("*/tests/*.yml"))
    questions = tuple(question for file in files for question in _read(file, set(entries)))
    asked: dict[tuple[str, str | None], str] = {}
    for question in questions:
        own = question.answers[0]
        other = asked.setdefault((question.ask, question.region), own)
        if other != own:
            _wrong(own, f"“{question.ask}” is also asked of {other}")
    for question in questions:
        if question.ask in entries[question.answers[0]].passage.asked_as:
            _wrong(question.answers[0], f"“{question.ask}” is one of its asked_as")
    return questions


def is_held_out(ask: str) -> bool:
    """Tell whether a question is kept for measuring; the words alone decide, for ever."""
    return int(hashlib.sha256(ask.encode()).hexdigest(), 16) % _HELD_OUT_OF == 0


def _read(file: Path, known: set[str]) -> list[TestQuestion]:
    """Return the questions of one file."""
    top = mapping(read_yaml(file), file.name)
    if top.keys() != {"document", "entries"}:
        _wrong(file.name, "must have document and entries, and nothing else")
    document = _text(top["document"], f"{file.name}: document")
    questions = []
    for entry, asked in mapping(top["entries"], f"{file.name}: entries").items():
        where, own = f"{file.name}: {entry}", f"{document}#{entry}"
        if own not in known:
            _wrong(where, f"there is no entry {own}")
        if not isinstance(asked, list) or not asked:
            _wrong(where, "must list questions")
        questions += [_question(mapping(one, where), own, known, where) for one in asked]
    return questions


def _question(one: Yaml, own: str, known: set[str], where: str) -> TestQuestion:
    """Return one question."""
    for key in one.keys() - _KEYS:
        _wrong(where, f"has an unknown {key}")
    for key in ("ask", "style", "region"):
        if key not in one:
            _wrong(where, f"a question has no {key}")
    also = one.get("also") or []
    if not isinstance(also, list):
        _wrong(where, "also must be a list of entries")
    others = [_text(other, f"{where}: also") for other in also]
    for other in others:
        if other not in known:
            _wrong(where, f"also names an unknown entry {other}")
    return TestQuestion(
        ask=_text(one["ask"], f"{where}: ask"),
        style=_text(one["style"], f"{where}: style"),
        region=None if one["region"] is None else _text(one["region"], f"{where}: region"),
        answers=tuple(dict.fromkeys([own, *others])),
    )


def _text(value: object, where: str) -> str:
    """Return a text that must not be empty."""
    if not isinstance(value, str) or not value.strip():
        _wrong(where, f"must be a text, not {value!r}")
    return value.strip()


def _wrong(where: str, complaint: str) -> NoReturn:
    """Refuse the file."""
    raise InvalidPack(f"{where}: {complaint}")
