"""Shows what a new version of an entry says differently, in pieces that a person can read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core import editorial_wording as wording
from core.knowledge import EntryContent, TestQuestion

# Between two changes, fewer common characters than this are read as part of the change.
_TOO_SHORT_TO_STAND = 3

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)


class Op(StrEnum):
    """Name what became of a piece."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Be some characters that stayed, went or came."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """Be one field that reads differently."""

    field: str
    label: str  # Chinese
    pieces: tuple[Piece, ...]


def differences(old: EntryContent, new: EntryContent) -> tuple[FieldDiff, ...]:
    """Return the fields that differ, in the order in which the editor sees them."""
    before, after = _shown(old), _shown(new)
    return tuple(
        FieldDiff(key, wording.FIELDS[key], pieces(before[key], after[key]))
        for key in before
        if before[key] != after[key]
    )


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return how one text became another: whole sentences first, then words within them."""
    found: list[Piece] = []
    matched = difflib.SequenceMatcher(
        None, before := _SENTENCE.findall(old), after := _SENTENCE.findall(new), autojunk=False
    )
    for _, a, b, c, d in matched.get_opcodes():
        gone, came = "".join(before[a:b]), "".join(after[c:d])
        found += [Piece(Op.SAME, gone)] if gone == came else _within(gone, came)
    return _joined(found)


def _within(old: str, new: str) -> list[Piece]:
    """Return how one stretch of text became another, word by word, without confetti."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matched = difflib.SequenceMatcher(None, before, after, autojunk=False)
    steps = [("".join(before[a:b]), "".join(after[c:d])) for _, a, b, c, d in matched.get_opcodes()]
    last = len(steps) - 1
    found: list[Piece] = []
    for n, (gone, came) in enumerate(steps):
        stands = gone == came and (n in (0, last) or len(gone) >= _TOO_SHORT_TO_STAND)
        if stands:
            found.append(Piece(Op.SAME, gone))
        else:
            found += [Piece(Op.GONE, gone), Piece(Op.NEW, came)]
    return found


def _joined(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbouring changes joined: first all that went, then all new."""
    joined: list[Piece] = []
    gone, new = "", ""
    for piece in (*found, Piece(Op.SAME, "")):
        if piece.op is Op.GONE:
            gone += piece.text
        elif piece.op is Op.NEW:
            new += piece.text
        else:
            joined += [p for p in (Piece(Op.GONE, gone), Piece(Op.NEW, new)) if p.text]
            gone, new = "", ""
            if joined and joined[-1].op is Op.SAME:
                piece = Piece(Op.SAME, joined.pop().text + piece.text)
            joined.append(piece)
    return tuple(piece for piece in joined if piece.text)


def _shown(content: EntryContent) -> dict[str, str]:
    """Return every field as one text, lists line by line."""
    document = content.document
    return {
        "title": document.title,
        "issuer": document.issuer,
        "number": document.number or "",
        "date": _day(document.issued),
        "date_note": document.date_note or "",
        "region": document.region,
        "section": content.section,
        "topic": content.topic,
        "text": content.text,
        "plain": content.plain,
        "spoken": content.spoken,
        "brief": content.brief or "",
        "items": "\n".join(content.items),
        "asked_as": "\n".join(content.asked_as),
        "tests": "\n".join(map(_test, content.tests)),
        "in_force_from": _day(content.in_force_from),
        "in_force_until": _day(content.in_force_until),
        "superseded_by": content.superseded_by or "",
        "expired_note": content.expired_note or "",
    }


def _test(test: TestQuestion) -> str:
    parts = [test.ask, f"（{test.region}）" if test.region else ""]
    if test.also:
        parts.append(f"（也可由 {'、'.join(test.also)} 回答）")
    return "".join(parts)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
