"""Reads the knowledge packs into passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import yaml

from core.contracts import Passage
from core.errors import InvalidPack

PACKS = Path(__file__).with_name("packs")
QUESTIONS_NEEDED = 4  # fewer ways of asking, and citizens' words miss the passage

_DOCUMENT = ("id", "title", "issuer", "number", "date", "date_note", "region")
_ENTRY = (
    *("id", "version", "section", "topic", "items", "text", "plain", "spoken", "asked_as"),
    *("in_force", "superseded_by", "expired_note"),
)
_Yaml = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """Be one passage, with what only the search needs to know of it."""

    passage: Passage
    topic: str
    superseded_by: str | None  # document_id of the passage that took its place


def read_packs(folder: Path = PACKS) -> tuple[Entry, ...]:
    """Return every entry of every pack, in a fixed order; raise InvalidPack if one is wrong."""
    files = sorted(folder.glob("*/*.yml"))
    if not files:
        raise InvalidPack(f"{folder}: holds no pack")
    entries = [entry for file in files for entry in _read(file)]
    ids = [entry.passage.document_id for entry in entries]
    for twice in {i for i in ids if ids.count(i) > 1}:
        raise InvalidPack(f"{twice}: used by two entries")
    for entry in entries:
        if entry.superseded_by is not None and entry.superseded_by not in ids:
            raise InvalidPack(
                f"{entry.passage.document_id}: superseded by unknown {entry.superseded_by}"
            )
    return tuple(entries)


def pack_files(folder: Path = PACKS) -> tuple[Path, ...]:
    """Return the files that `read_packs` reads."""
    return tuple(sorted(folder.glob("*/*.yml")))


def _read(file: Path) -> list[Entry]:
    """Return the entries of one file."""
    try:
        pack: object = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise InvalidPack(f"{file.name}: not YAML: {error}") from error
    top = _mapping(pack, file.name)
    document = _mapping(top.get("document"), f"{file.name}: document")
    _require(document, _DOCUMENT, f"{file.name}: document")
    listed = top.get("entries")
    if not isinstance(listed, list) or not listed:
        raise InvalidPack(f"{file.name}: has no entries")
    return [_entry(_mapping(e, f"{file.name}: entry"), document, file.name) for e in listed]


def _entry(entry: _Yaml, document: _Yaml, file: str) -> Entry:
    """Return one entry of a document."""
    where = f"{file}: {entry.get('id', 'entry without id')}"
    _require(entry, _ENTRY, where)
    version = entry["version"]
    if not isinstance(version, int) or version < 1:
        raise InvalidPack(f"{where}: version must be 1, 2, 3 ...")
    asked_as = _texts(entry, "asked_as", where)
    if len(set(asked_as)) < QUESTIONS_NEEDED:
        raise InvalidPack(f"{where}: needs {QUESTIONS_NEEDED} different asked_as")
    name = _text(document, "id", file)
    from_, until = _in_force(entry, where)
    note = _optional(entry, "expired_note", where)
    superseded_by = _optional(entry, "superseded_by", where)
    if until is not None and note is None:
        raise InvalidPack(f"{where}: ends on {until} but has no expired_note")
    if superseded_by is not None and until is None:
        raise InvalidPack(f"{where}: is superseded but has no in_force.until")
    passage = Passage(
        document_id=f"{name}#{_text(entry, 'id', where)}@{version}",
        text=_text(entry, "text", where),
        plain=_text(entry, "plain", where),
        spoken=_text(entry, "spoken", where),
        title=_text(document, "title", file),
        issuer=_text(document, "issuer", file),
        number=_optional(document, "number", file),
        issued=_day(document["date"], f"{file}: date"),
        region=_text(document, "region", file),
        section=_text(entry, "section", where),
        in_force_from=from_,
        in_force_until=until,
        expired_note=note,
        asked_as=asked_as,
        items=_texts(entry, "items", where),
        date_note=_optional(document, "date_note", file),
    )
    if superseded_by is not None and "#" not in superseded_by:
        superseded_by = f"{name}#{superseded_by}"
    if superseded_by is not None and "@" not in superseded_by:
        superseded_by = f"{superseded_by}@{version}"
    return Entry(passage, _text(entry, "topic", where), superseded_by)


def _in_force(entry: _Yaml, where: str) -> tuple[date, date | None]:
    """Return from when until when the entry holds."""
    period = _mapping(entry["in_force"], f"{where}: in_force")
    _require(period, ("from", "until"), f"{where}: in_force")
    from_ = _day(period["from"], f"{where}: in_force.from")
    if period["until"] is None:
        return from_, None
    until = _day(period["until"], f"{where}: in_force.until")
    if until < from_:
        raise InvalidPack(f"{where}: ends on {until}, before it begins on {from_}")
    return from_, until


def _mapping(value: object, where: str) -> _Yaml:
    """Return the value if it is a mapping."""
    if not isinstance(value, dict):
        raise InvalidPack(f"{where}: must be a mapping")
    return {str(key): inner for key, inner in value.items()}


def _require(mapping: _Yaml, keys: tuple[str, ...], where: str) -> None:
    """Raise InvalidPack for missing and for misspelt keys."""
    for key in keys:
        if key not in mapping:
            raise InvalidPack(f"{where}: has no {key}")
    for key in mapping.keys() - set(keys):
        raise InvalidPack(f"{where}: has an unknown {key}")


def _text(mapping: _Yaml, key: str, where: str) -> str:
    """Return a text that must not be empty."""
    value = mapping[key]
    if not isinstance(value, str) or not value.strip():
        raise InvalidPack(f"{where}: {key} must be a text")
    return value.strip()


def _optional(mapping: _Yaml, key: str, where: str) -> str | None:
    """Return a text, or None if there is none."""
    return None if mapping[key] is None else _text(mapping, key, where)


def _texts(mapping: _Yaml, key: str, where: str) -> tuple[str, ...]:
    """Return a list of texts."""
    value = mapping[key]
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        return _wrong_list(where, key)
    return tuple(str(v).strip() for v in value)


def _wrong_list(where: str, key: str) -> NoReturn:
    """Say that a list is none."""
    raise InvalidPack(f"{where}: {key} must be a list of texts")


def _day(value: object, where: str) -> date:
    """Return a calendar day."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidPack(f"{where}: must be a day such as 2020-09-23, not {value!r}")
    return value
