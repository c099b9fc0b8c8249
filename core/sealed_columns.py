"""Declares columns that the database cannot read: sealed values, and marks to find them by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Dialect, String, Text, TypeDecorator

from core.audit import canonical
from core.errors import Unreadable

BEGINS = "~"  # with which every sealed value begins, and no other
CIPHER = "yibao_cipher"  # of a dialect: each engine has its own, and columns are asked with it


class FieldCipher(Protocol):
    """Seal values under keys that are not in the database."""

    def sealed(self, place: str, row: str, text: str) -> str:
        """Return the text so that it can be read under this place and row only."""
        ...

    def opened(self, place: str, row: str, token: str) -> str:
        """Return what was sealed; raise Unreadable for any other place, row, key or text."""
        ...

    @property
    def newest(self) -> str:
        """Return how everything begins that is sealed from now on."""
        ...

    def mark(self, purpose: str, text: str) -> str:
        """Return the same 64 hexadecimal digits for the same text; nobody else can."""
        ...


@dataclass(frozen=True, slots=True)
class Private:
    """Be a value on its way into a sealed column."""

    row: str  # primary key of its row; of several columns: joined by colons
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """Be a value of a sealed column, as it was stored."""

    place: str
    token: str
    cipher: FieldCipher

    def of(self, row: str) -> str:
        """Return the text; raise Unreadable if it was sealed for another row."""
        return self.cipher.opened(self.place, row, self.token) if self.token else ""

    def json_of(self, row: str) -> object:
        """Return the JSON that was sealed; raise as `of`."""
        return json.loads(self.of(row))


class Sealed(TypeDecorator[object]):
    """Store Private values sealed, and give them back Held; "" and None are no secrets."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        """Take the names of table and column, joined by a point."""
        super().__init__()
        self.place = place

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Seal what is stored."""
        if value is None or value == "":
            return value if value is None else ""
        if not isinstance(value, Private):
            raise TypeError(f"{self.place} takes Private values")
        if not value.text:
            return ""
        return cipher_of(dialect).sealed(self.place, value.row, value.text)

    def process_result_value(self, value: object, dialect: Dialect) -> Held | None:
        """Give back what only the name of its row opens."""
        return None if value is None else Held(self.place, str(value), cipher_of(dialect))


class Marked(TypeDecorator[str]):
    """Store and compare a keyed hash (blind index), so that equal values are found unread."""

    impl = String(64)
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        """Take what the marks are for: marks for another purpose are others."""
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Turn a value into its mark; "" and None have none."""
        return cipher_of(dialect).mark(self.purpose, value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Give back the mark."""
        del dialect
        return value


def private_json(row: str, content: object) -> Private:
    """Return content as a value for a sealed column."""
    return Private(row, canonical(content))


def held_map(held: Held, row: str) -> Mapping[str, str]:
    """Return texts by name that were stored as JSON, none once they were emptied.

    Raise Unreadable as `Held.of`.
    """
    if not held.token:
        return {}
    content = held.json_of(row)
    if not isinstance(content, dict):
        raise Unreadable(f"{held.place} of {row}: no object")
    return {str(key): str(value) for key, value in content.items()}


def cipher_of(dialect: Dialect) -> FieldCipher:
    """Return the keys that a database was opened with."""
    cipher: FieldCipher | None = getattr(dialect, CIPHER, None)
    if cipher is None:
        raise RuntimeError("this database was opened without keys")
    return cipher
