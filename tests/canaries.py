"""Looks for invented personal data in places where none may stand."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Canary:
    """Be somebody who does not exist, and whose data is told to every channel."""

    name: str
    id_number: str
    mobile: str
    bank_card: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return what must stand nowhere, with the part of the ID number that tells the most."""
        return (self.id_number, self.mobile, self.bank_card, self.id_number[6:14])

    @property
    def everything(self) -> tuple[str, ...]:
        """Return the numbers and the name."""
        return (*self.numbers, self.name)


def found_in(content: bytes, sought: Iterable[str]) -> list[str]:
    """Return which of these stand in some bytes: as UTF-8, as JSON or a log writes them.

    A number is found in groups, too: 139 8765 4321, 622202-1234.
    """
    content += re.sub(rb"(?<=[0-9])[ -](?=[0-9X])", b"", content)
    return [
        one
        for one in sought
        for way in {
            one.encode(),
            json.dumps(one)[1:-1].encode(),
            one.encode("utf-16-le"),
            "".join(f"%{byte:02X}" for byte in one.encode()).encode(),
        }
        if way in content
    ]


def files_with(folder: Path, sought: Iterable[str]) -> Mapping[str, list[str]]:
    """Return which files of a folder hold what, by their path in it."""
    wanted = tuple(sought)
    hits = {
        str(path.relative_to(folder)): found_in(path.read_bytes(), wanted)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {path: found for path, found in hits.items() if found}


def columns_with(database: Path, sought: Iterable[str]) -> Mapping[str, list[str]]:
    """Return which columns of an SQLite file hold what, as `table.column`; sealed ones are read
    as they are stored.
    """
    wanted, hits = tuple(sought), dict[str, list[str]]()
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    found = found_in(str(value).encode(), wanted)
                    hits.setdefault(f"{table}.{column}", []).extend(found)
    return {place: sorted(set(found)) for place, found in hits.items() if found}
