"""Reads the scripted conversations (bench/data/journeys) and tells what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "data" / "journeys"
ELSEWHERE = "@elsewhere"  # stage direction: what follows is said in a new conversation
REGION = "烟台市"
EXPECTED_KEYS = frozenset(
    {
        *("state", "awaiting", "handled", "status", "item", "error_on", "delegate"),
        *("fields", "without", "says", "says_not", "source"),
    }
)
LISTS = frozenset({"without", "says", "says_not", "handled"})  # may be given as one word


class Kind(StrEnum):
    """Name what a script is about."""

    STRAIGHT = "straight"
    SEVERAL = "several at once"
    INTERRUPTED = "interrupted"
    CORRECTED = "corrected"
    BACK = "back"
    UNSURE = "unsure"
    WRONG = "wrong input"
    PIECES = "in pieces"
    SCREENED = "screened out"
    CANCELLED = "cancelled"
    PARKED = "parked"
    ELSEWHERE = "resumed elsewhere"
    DUPLICATE = "duplicate"
    FAMILY = "for family"
    PERSON = "person"
    PAPERS = "papers"
    PARTIAL = "partial"
    SWITCHED = "switched"
    RATED = "rated"
    WITHDRAWN = "withdrawn"


class Voice(StrEnum):
    """Name how somebody speaks."""

    PLAIN = "plain"
    ELDERLY = "elderly"
    DIALECT = "dialect"
    ASR = "asr"
    TYPO = "typo"
    KEYWORD = "keyword"
    TRADITIONAL = "traditional"


class End(StrEnum):
    """Name how a conversation may end."""

    SUBMITTED = "submitted"
    CANCELLED = "cancelled"
    NOT_NEEDED = "not needed"
    HANDED_OVER = "handed over"
    PARKED = "parked"
    REFUSED = "refused duplicate"
    WITHDRAWN = "withdrawn"


Wanted = str | None | tuple[str, ...] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Say:
    """Be one thing that the citizen says, and what must hold afterwards."""

    text: str
    expected: Mapping[str, Wanted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Journey:
    """Be one scripted conversation."""

    name: str
    item: str  # the code of the service item that it is about
    kind: Kind
    voice: Voice
    turns: tuple[Say, ...]
    end: End
    fields: Mapping[str, str]  # exactly what is submitted
    parts: Mapping[str, str]  # of a composite matter: name of the part -> how it stands
    submissions: int
    delegate: str | None
    region: str | None


def read_journeys(folder: Path = FOLDER) -> tuple[Journey, ...]:
    """Return all scripted conversations, in the order of the files."""
    return tuple(journey for path in sorted(folder.glob("*.yml")) for journey in _journeys_in(path))


def _journeys_in(path: Path) -> Iterator[Journey]:
    content = _mapping(yaml.safe_load(path.read_text("utf-8")), path.name)
    item = _text(content["item"], path.name)
    scripts = content["journeys"]
    assert isinstance(scripts, list), f"{path.name}: journeys must be a list"
    for script in scripts:
        where = f"{path.name}: {_mapping(script, path.name).get('name')}"
        yield _journey(item, _mapping(script, where), where)


def _journey(item: str, script: Mapping[str, object], where: str) -> Journey:
    known = {
        *("name", "kind", "voice", "turns", "end"),
        *("fields", "parts", "submissions", "delegate", "region"),
    }
    assert script.keys() <= known, f"{where}: unknown {script.keys() - known}"
    turns = script["turns"]
    assert isinstance(turns, list), f"{where}: turns must be a list"
    end = End(_text(script["end"], where))
    usual = 1 if end in {End.SUBMITTED, End.WITHDRAWN, End.REFUSED} else 0
    submissions = script.get("submissions", usual)
    assert isinstance(submissions, int), f"{where}: submissions must be a number"
    delegate, region = script.get("delegate"), script.get("region", REGION)
    return Journey(
        name=_text(script["name"], where),
        item=item,
        kind=Kind(_text(script["kind"], where)),
        voice=Voice(_text(script["voice"], where)),
        turns=tuple(_say(turn, where) for turn in turns),
        end=end,
        fields=_texts(script.get("fields", {}), where),
        parts=_texts(script.get("parts", {}), where),
        submissions=submissions,
        delegate=None if delegate is None else _text(delegate, where),
        region=None if region is None else _text(region, where),
    )


def _say(turn: object, where: str) -> Say:
    """Read a sentence, or a sentence with what must hold afterwards."""
    if not isinstance(turn, dict):
        return Say(_text(turn, where))
    assert len(turn) == 1, f"{where}: more than one sentence in {turn}"
    ((text, expected),) = turn.items()
    wanted = _mapping(expected, where)
    assert wanted.keys() <= EXPECTED_KEYS, f"{where}: unknown {wanted.keys() - EXPECTED_KEYS}"
    return Say(_text(text, where), {key: _wanted(key, wanted[key], where) for key in wanted})


def _wanted(key: str, value: object, where: str) -> Wanted:
    if key in LISTS:
        values = value if isinstance(value, list) else [value]
        return tuple(_text(one, where) for one in values)
    if key == "fields":
        return _texts(value, where)
    return None if value is None else _text(value, where)


def _texts(value: object, where: str) -> dict[str, str]:
    return {_text(k, where): _text(v, where) for k, v in _mapping(value, where).items()}


def _text(value: object, where: str) -> str:
    assert isinstance(value, str), f"{where}: {value!r} must be a text: write it in quotes"
    return value


def _mapping(value: object, where: str) -> Mapping[str, object]:
    assert isinstance(value, dict), f"{where}: {value!r} must be a mapping"
    return value
