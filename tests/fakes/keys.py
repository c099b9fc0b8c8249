"""Lends keys of personal data to tests: always the same, so that processes can share them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import cast

from sqlalchemy import RowMapping, Table

from core.sealed_columns import Held
from gateway.key_ring import MARK_KEY, Algorithm, Key, KeyRing

KEY, MARKS = Key("00000000", Algorithm.AES, bytes(32)), bytes(MARK_KEY)
KEYS = KeyRing([KEY], MARKS)


def opened(rows: Iterable[RowMapping], table: Table) -> list[RowMapping]:
    """Return rows with their sealed values as they were before: texts, and JSON as it was."""
    names = [column.name for column in table.primary_key]
    return [
        cast(
            "RowMapping",
            {
                column: _open(value, ":".join(str(row[name]) for name in names))
                if isinstance(value, Held)
                else value
                for column, value in row.items()
            },
        )
        for row in rows
    ]


def _open(held: Held, name: str) -> object:
    text = held.of(name)
    return json.loads(text) if text.startswith(("{", "[")) else text
