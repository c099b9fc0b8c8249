"""Reads the knowledge packs into passages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from core.contracts import Passage
from core.errors import InvalidPack
from core.knowledge import EntryContent, EntryState, EntryVersion, PolicyDocument
from knowledge_base.yaml_file import Yaml, mapping, read_yaml

PACKS = Path(__file__).with_name("packs")
QUESTIONS_NEEDED = 4  # fewer ways of asking, and citizens' words miss the passage

_DOCUMENT = ("id", "title", "issuer", "number", "date", "date_note", "region")
_ENTRY = (
    *("id", "version", "section", "topic", "items", "text", "plain", "spoken", "asked_as"),
    *("in_force", "superseded_by", "expired_note"),
)
_OPTIONAL = ("brief",)


@dataclass(frozen=True, slots=True)
class Entry:
    """Be one passage, with what only the search needs to know of it."""

    passage: Passage
    topic: str
    superseded_by: str | None  # document_id of the passage that took its place


def read_packs(folder: Path = PACKS) -> tuple[Entry, ...]:
    """Return every entry of every pack, in a fixed order; raise InvalidPack if one is wrong."""
    return tuple(entry_of(version) for version in read_pack_versions(folder))


def read_pack_versions(folder: Path = PACKS) -> tuple[EntryVersion, ...]:
    """Return what the packs hold as published versions, with the questions that test them."""
    files = pack_files(folder)
    if not files:
        raise InvalidPack(f"{folder}: holds no pack")
    versions = [version for file in files for version in _read(file)]
    ids = [version.id for version in versions]
    for twice in {i for i in ids if ids.count(i) > 1}:
        raise InvalidPack(f"{twice}: used by two entries")
    for version in versions:
        after = entry_of(version).superseded_by
        if after is not None and after not in ids:
            raise InvalidPack(f"{version.id}: superseded by unknown {after}")
    return tuple(versions)


def pack_files(folder: Path = PACKS) -> tuple[Path, ...]:
    """Return the files that `read_packs` reads."""
    return tuple(sorted(folder.glob("*/*.yml")))


def entry_of(version: EntryVersion) -> Entry:
    """Return a version as the search uses it, or raise InvalidPack with what is wrong with it."""
    content, where = version.content, version.id
    if len(set(content.asked_as)) < QUESTIONS_NEEDED:
        raise InvalidPack(f"{where}: needs {QUESTIONS_NEEDED} different asked_as")
    if content.in_force_from is None or content.document.issued is None:
        raise InvalidPack(f"{where}: needs its date of issue and the day it came into force")
    if content.in_force_until is not None and content.in_force_until < content.in_force_from:
        begins, ends = content.in_force_from, content.in_force_until
        raise InvalidPack(f"{where}: ends on {ends}, before it begins on {begins}")
    if content.in_force_until is not None and content.expired_note is None:
        raise InvalidPack(f"{where}: ends on {content.in_force_until} but has no expired_note")
    if content.superseded_by is not None and content.in_force_until is None:
        raise InvalidPack(f"{where}: is superseded but has no in_force.until")
    passage = Passage(
        document_id=version.id,
        text=content.text,
        plain=content.plain,
        spoken=content.spoken,
        title=content.document.title,
        issuer=content.document.issuer,
        number=content.document.number,
        issued=content.document.issued,
        region=content.document.region,
        section=content.section,
        in_force_from=content.in_force_from,
        in_force_until=content.in_force_until,
        expired_note=content.expired_note,
        asked_as=content.asked_as,
        items=content.items,
        date_note=content.document.date_note,
        topic=content.topic,
        brief=content.brief,
    )
    return Entry(passage, content.topic, content.superseded_by)


def _read(file: Path) -> list[EntryVersion]:
    """Return the entries of one file."""
    top = mapping(read_yaml(file), file.name)
    head = mapping(top.get("document"), f"{file.name}: document")
    _require(head, _DOCUMENT, f"{file.name}: document")
    document = PolicyDocument(
        id=_text(head, "id", file.name),
        title=_text(head, "title", file.name),
        issuer=_text(head, "issuer", file.name),
        number=_optional(head, "number", file.name),
        issued=_day(head["date"], f"{file.name}: date"),
        date_note=_optional(head, "date_note", file.name),
        region=_text(head, "region", file.name),
    )
    listed = top.get("entries")
    if not isinstance(listed, list) or not listed:
        raise InvalidPack(f"{file.name}: has no entries")
    return [_version(mapping(e, f"{file.name}: entry"), document, file.name) for e in listed]


def _version(entry: Yaml, document: PolicyDocument, file: str) -> EntryVersion:
    """Return one entry of a document."""
    where = f"{file}: {entry.get('id', 'entry without id')}"
    _require(entry, _ENTRY, where, optional=_OPTIONAL)
    number = entry["version"]
    if not isinstance(number, int) or number < 1:
        raise InvalidPack(f"{where}: version must be 1, 2, 3 ...")
    superseded_by = _optional(entry, "superseded_by", where)
    if superseded_by is not None and "#" not in superseded_by:
        superseded_by = f"{document.id}#{superseded_by}"
    if superseded_by is not None and "@" not in superseded_by:
        superseded_by = f"{superseded_by}@{number}"
    from_, until = _in_force(entry, where)
    content = EntryContent(
        document=document,
        section=_text(entry, "section", where),
        topic=_text(entry, "topic", where),
        items=_texts(entry, "items", where),
        text=_text(entry, "text", where),
        plain=_text(entry, "plain", where),
        spoken=_text(entry, "spoken", where),
        brief=_optional(entry, "brief", where) if "brief" in entry else None,
        asked_as=_texts(entry, "asked_as", where),
        in_force_from=from_,
        in_force_until=until,
        superseded_by=superseded_by,
        expired_note=_optional(entry, "expired_note", where),
    )
    return EntryVersion(
        f"{document.id}#{_text(entry, 'id', where)}", number, content, EntryState.PUBLISHED
    )


def _in_force(entry: Yaml, where: str) -> tuple[date, date | None]:
    """Return from when until when the entry holds."""
    period = mapping(entry["in_force"], f"{where}: in_force")
    _require(period, ("from", "until"), f"{where}: in_force")
    from_ = _day(period["from"], f"{where}: in_force.from")
    if period["until"] is None:
        return from_, None
    until = _day(period["until"], f"{where}: in_force.until")
    return from_, until


def _require(
    mapping: Yaml, keys: tuple[str, ...], where: str, optional: tuple[str, ...] = ()
) -> None:
    """Raise InvalidPack for missing and for misspelt keys."""
    for key in keys:
        if key not in mapping:
            raise InvalidPack(f"{where}: has no {key}")
    for key in mapping.keys() - {*keys, *optional}:
        raise InvalidPack(f"{where}: has an unknown {key}")


def _text(mapping: Yaml, key: str, where: str) -> str:
    """Return a text that must not be empty."""
    value = mapping[key]
    if not isinstance(value, str) or not value.strip():
        raise InvalidPack(f"{where}: {key} must be a text")
    return value.strip()


def _optional(mapping: Yaml, key: str, where: str) -> str | None:
    """Return a text, or None if there is none."""
    return None if mapping[key] is None else _text(mapping, key, where)


def _texts(mapping: Yaml, key: str, where: str) -> tuple[str, ...]:
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
