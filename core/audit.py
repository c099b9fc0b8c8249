"""Chains the rows of the audit trail, so that nobody can alter it unnoticed; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

FIRST = "0" * 64  # what the first row follows


@dataclass(frozen=True, slots=True)
class Entry:
    """Say who did what to what, before it has its place in the trail."""

    at: datetime  # UTC
    actor: str  # citizen, assistant, core or staff:<name>
    subject: str  # application:<id>, ...
    action: str
    detail: Mapping[str, object]  # keys and states, never personal values


@dataclass(frozen=True, slots=True)
class Row:
    """Be one row of the trail."""

    number: int  # 1, 2, 3 ... without holes
    entry: Entry
    previous: str  # hash of row number - 1
    hash: str = ""  # of all the above

    def computed_hash(self) -> str:
        """Return the SHA-256, hex, of everything but `hash`, as canonical JSON (RFC 8785)."""
        content = {
            "number": self.number,
            "at": self.entry.at.astimezone(UTC).isoformat(),
            "actor": self.entry.actor,
            "subject": self.entry.subject,
            "action": self.entry.action,
            "detail": self.entry.detail,
            "previous": self.previous,
        }
        return hashlib.sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """Be the end of the trail."""

    number: int  # of the last row; 0: there is none
    hash: str


BEGINNING = Head(0, FIRST)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Be what was written down of the trail outside the database."""

    at: datetime
    number: int
    hash: str  # of that row


class Fault(StrEnum):
    """Name what is wrong with a row."""

    MISSING = "missing"
    REORDERED = "reordered"
    ALTERED = "altered"
    REWRITTEN = "rewritten"  # this row or one before it, and every hash since


@dataclass(frozen=True, slots=True)
class Flaw:
    """Name the first row that is not as it was written."""

    number: int
    fault: Fault


def follows(head: Head, entry: Entry) -> Row:
    """Return the row that comes after `head`."""
    row = Row(head.number + 1, entry, head.hash)
    return replace(row, hash=row.computed_hash())


class ChainCheck:
    """Read the trail from its first row to its last, and stop at the first flaw."""

    def __init__(self, anchors: Sequence[Anchor] = ()) -> None:
        """Take what was written down outside the database, in any order."""
        self._anchors = {anchor.number: anchor.hash for anchor in anchors}
        self._last = BEGINNING

    @property
    def rows(self) -> int:
        """Return how many rows were found to be as they were written."""
        return self._last.number

    def next(self, row: Row) -> Flaw | None:
        """Return what is wrong with a row, or with the one before it."""
        expected = self._last.number + 1
        if row.number != expected:
            return Flaw(expected, Fault.MISSING)
        fits = row.computed_hash() == row.hash
        if row.previous != self._last.hash:
            # A row that is whole in itself testifies against the one before it.
            if fits and self._last.number:
                return Flaw(self._last.number, Fault.ALTERED)
            return Flaw(expected, Fault.REORDERED)
        if not fits:
            return Flaw(expected, Fault.ALTERED)
        if self._anchors.get(row.number, row.hash) != row.hash:
            return Flaw(row.number, Fault.REWRITTEN)
        self._last = Head(row.number, row.hash)
        return None

    def end(self, head: Head) -> Flaw | None:
        """Return what is missing after the last row, as the head and the anchors remember it."""
        if max([head.number, *self._anchors]) > self._last.number:
            return Flaw(self._last.number + 1, Fault.MISSING)
        return None if head == self._last else Flaw(self._last.number, Fault.REWRITTEN)


def canonical(content: object) -> str:
    """Return JSON that is the same for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
