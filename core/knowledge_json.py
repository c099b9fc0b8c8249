"""Turns what an entry says into JSON, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias, TypeVar

from core.errors import InvalidContent
from core.knowledge import Doubt, EntryContent, Flag, PolicyDocument, TestQuestion
from core.storable import is_storable

Json: TypeAlias = Mapping[str, object]
Found = TypeVar("Found")

_DOCUMENT = ("id", "title", "issuer", "number", "date", "date_note", "region")
_EDITABLE = (
    *("section", "topic", "items", "text", "plain", "spoken", "brief", "asked_as", "tests"),
    *("in_force", "superseded_by", "expired_note"),
)
_CONTENT = ("document", *_EDITABLE, "doubts", "flags")


def content_to_json(content: EntryContent) -> dict[str, object]:
    """Return an entry's content in the names that the database and the editors' pages use."""
    return {
        "document": document_to_json(content.document),
        "section": content.section,
        "topic": content.topic,
        "items": list(content.items),
        "text": content.text,
        "plain": content.plain,
        "spoken": content.spoken,
        "brief": content.brief,
        "asked_as": list(content.asked_as),
        "tests": [
            {"ask": test.ask, "region": test.region, "also": list(test.also)}
            for test in content.tests
        ],
        "in_force": {
            "from": _shown(content.in_force_from),
            "until": _shown(content.in_force_until),
        },
        "superseded_by": content.superseded_by,
        "expired_note": content.expired_note,
        "doubts": [
            {"start": d.start, "end": d.end, "kind": d.kind, "quote": d.quote, "note": d.note}
            for d in content.doubts
        ],
        "flags": [{"kind": f.kind, "quote": f.quote, "note": f.note} for f in content.flags],
    }


def document_to_json(document: PolicyDocument) -> dict[str, object]:
    """Return what is known of a document."""
    return {
        "id": document.id,
        "title": document.title,
        "issuer": document.issuer,
        "number": document.number,
        "date": _shown(document.issued),
        "date_note": document.date_note,
        "region": document.region,
    }


def content_from_json(data: object) -> EntryContent:
    """Return the content that `content_to_json` wrote; raise InvalidContent on anything else."""
    fields = _object(data, "content")
    _exactly(fields, _CONTENT, "content")
    empty = EntryContent(document_from_json(fields["document"]))
    content = _replaced(empty, {key: fields[key] for key in _EDITABLE})
    return replace(
        content,
        doubts=doubts_from_json(fields["doubts"]),
        flags=_all(fields["flags"], "flags", _flag),
    )


def document_from_json(data: object) -> PolicyDocument:
    """Return the document that `document_to_json` wrote, or raise InvalidContent."""
    fields = _object(data, "document")
    _exactly(fields, _DOCUMENT, "document")
    return document_changed(
        PolicyDocument(_text(fields, "id"), "", "", None, None, None, ""), fields
    )


def document_changed(document: PolicyDocument, fields: Json) -> PolicyDocument:
    """Return the document with the given fields replaced; its id always stays."""
    _known(fields, _DOCUMENT, "document")
    return PolicyDocument(
        id=document.id,
        title=_text(fields, "title") if "title" in fields else document.title,
        issuer=_text(fields, "issuer") if "issuer" in fields else document.issuer,
        number=_optional(fields, "number") if "number" in fields else document.number,
        issued=_day(fields, "date") if "date" in fields else document.issued,
        date_note=_optional(fields, "date_note") if "date_note" in fields else document.date_note,
        region=_text(fields, "region") if "region" in fields else document.region,
    )


def content_changed(content: EntryContent, fields: Json) -> EntryContent:
    """Return the content with the given fields replaced.

    The document, the doubts and the flags are not changed this way: InvalidContent.
    """
    _known(fields, _EDITABLE, "content")
    changed = _replaced(content, fields)
    return replace(
        changed,
        asked_as=tuple(ask.strip() for ask in changed.asked_as if ask.strip()),
        items=tuple(item.strip() for item in changed.items if item.strip()),
        tests=tuple(
            replace(test, ask=test.ask.strip()) for test in changed.tests if test.ask.strip()
        ),
    )


def doubts_from_json(data: object) -> tuple[Doubt, ...]:
    """Return marks of doubt, or raise InvalidContent."""
    return _all(data, "doubts", _doubt)


def _replaced(content: EntryContent, fields: Json) -> EntryContent:
    """Return the content with those of the editable fields that are given."""
    content = replace(
        content,
        section=_text(fields, "section") if "section" in fields else content.section,
        topic=_text(fields, "topic") if "topic" in fields else content.topic,
        items=_texts(fields, "items") if "items" in fields else content.items,
        text=_text(fields, "text") if "text" in fields else content.text,
        plain=_text(fields, "plain") if "plain" in fields else content.plain,
        spoken=_text(fields, "spoken") if "spoken" in fields else content.spoken,
        brief=_optional(fields, "brief") if "brief" in fields else content.brief,
        asked_as=_texts(fields, "asked_as") if "asked_as" in fields else content.asked_as,
        tests=_all(fields["tests"], "tests", _test) if "tests" in fields else content.tests,
    )
    if "in_force" in fields:
        period = _object(fields["in_force"], "in_force")
        _exactly(period, ("from", "until"), "in_force")
        content = replace(
            content, in_force_from=_day(period, "from"), in_force_until=_day(period, "until")
        )
    if "superseded_by" in fields:
        content = replace(content, superseded_by=_optional(fields, "superseded_by"))
    if "expired_note" in fields:
        content = replace(content, expired_note=_optional(fields, "expired_note"))
    return content


def _test(data: object) -> TestQuestion:
    fields = _object(data, "tests")
    _known(fields, ("ask", "region", "also"), "tests")
    return TestQuestion(
        _text(fields, "ask"),
        _optional(fields, "region") if "region" in fields else None,
        _texts(fields, "also") if "also" in fields else (),
    )


def _doubt(data: object) -> Doubt:
    fields = _object(data, "doubts")
    _exactly(fields, ("start", "end", "kind", "quote", "note"), "doubts")
    return Doubt(
        start=_number(fields, "start"),
        end=_number(fields, "end"),
        kind=_text(fields, "kind"),
        quote=_text(fields, "quote"),
        note=_text(fields, "note"),
    )


def _flag(data: object) -> Flag:
    fields = _object(data, "flags")
    _exactly(fields, ("kind", "quote", "note"), "flags")
    return Flag(_text(fields, "kind"), _text(fields, "quote"), _text(fields, "note"))


def _shown(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _object(value: object, where: str) -> Json:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise InvalidContent(f"{where}: not an object")
    return value


def _all(value: object, where: str, read: Callable[[object], Found]) -> tuple[Found, ...]:
    if not isinstance(value, list):
        raise InvalidContent(f"{where}: not a list")
    return tuple(read(one) for one in value)


def _exactly(fields: Json, keys: tuple[str, ...], where: str) -> None:
    _known(fields, keys, where)
    missing = [key for key in keys if key not in fields]
    if missing:
        raise InvalidContent(f"{where}: no {', '.join(missing)}")


def _known(fields: Json, keys: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(fields) - set(keys))
    if unknown:
        raise InvalidContent(f"{where}: unknown {', '.join(unknown)}")


def _text(fields: Json, key: str) -> str:
    return _sound(fields.get(key), key)


def _optional(fields: Json, key: str) -> str | None:
    """Return a text; what is empty or blank is none."""
    value = fields.get(key)
    return None if value is None else _sound(value, key).strip() or None


def _texts(fields: Json, key: str) -> tuple[str, ...]:
    return _all(fields.get(key), key, lambda one: _sound(one, key))


def _sound(value: object, key: str) -> str:
    """Return a text that every database can store."""
    if not isinstance(value, str):
        raise InvalidContent(f"{key}: not a text")
    if not is_storable(value):
        raise InvalidContent(f"{key}: holds what is no character")
    return value


def _number(fields: Json, key: str) -> int:
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidContent(f"{key}: not a number from 0 on")
    return value


def _day(fields: Json, key: str) -> date | None:
    value = fields.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(_sound(value, key))
    except ValueError as error:
        raise InvalidContent(f"{key}: not a day such as 2020-09-23") from error
