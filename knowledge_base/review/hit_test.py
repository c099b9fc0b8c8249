"""Shows editors what the search makes of questions, one by one or a file of them."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from core import editorial_wording as wording
from core.contracts import Found, Verdict
from core.errors import InvalidContent
from core.knowledge import key_of
from core.store import ReleaseStore
from knowledge_base.documents import entry_of
from knowledge_base.review.contracts import Served

MOST_ROWS = 2000
LONGEST_QUESTION = 500  # characters, as for one question
LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes: a small file can hold a flood
QUESTION, REGION, EXPECTED = "问题", "地区", "应答条目"
NO_ENTRY = frozenset({"无", "没有", "不应答"})  # in the column of what is expected
_SEPARATOR = re.compile(r"[;；、,，\s]+")
_Rows = Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Be one line of a batch."""

    row: int  # in the file, 1 is the first
    question: str
    region: str | None
    expected: tuple[str, ...] | None  # keys; (): nothing may be found; None: not judged


@dataclass(frozen=True, slots=True)
class HitRow:
    """Be a line with what was found."""

    asked: AskedRow
    found: Found

    @property
    def right(self) -> bool | None:
        """Tell whether the expected was found; None if nobody said what is expected."""
        expected = self.asked.expected
        if expected is None:
            return None
        sure = self.found.verdict is Verdict.FOUND
        return (
            self.found.passages[0].key in expected if sure and expected else sure == bool(expected)
        )


class BatchTest:
    """Ask the release in force many questions."""

    def __init__(
        self, *, releases: ReleaseStore, served: Served, now: Callable[[], datetime]
    ) -> None:
        """Take where the release in force is kept, and the index that answers citizens."""
        self._releases = releases
        self._served = served
        self._now = now

    async def run(self, name: str, content: bytes, on: date | None = None) -> list[HitRow]:
        """Return what each line of a csv, xlsx or txt file finds; InvalidContent if unreadable."""
        rows = await asyncio.to_thread(read_batch, name, content)
        _, entries = await self._releases.in_force()
        if not entries:
            return [HitRow(row, Found(Verdict.UNSURE, (), None)) for row in rows]
        base = await self._served.candidate([entry_of(entry) for entry in entries])
        asked = [(row.question, row.region) for row in rows]
        found = await asyncio.to_thread(base.found_all, asked, on or self._now().date())
        return [HitRow(row, one) for row, one in zip(rows, found, strict=True)]


def read_batch(name: str, content: bytes) -> list[AskedRow]:
    """Return the questions of a file, or raise InvalidContent with a sentence."""
    kind = name.rpartition(".")[2].lower()
    if kind == "xlsx":
        rows = _columns(_workbook(content))
    elif kind == "csv":
        rows = _columns(_table(content))
    elif kind == "txt":
        lines = enumerate(_decoded(content).splitlines(), 1)
        rows = [
            AskedRow(n, line.strip()[:LONGEST_QUESTION], None, None)
            for n, line in lines
            if line.strip()
        ]
    else:
        raise InvalidContent(f"a batch of kind {kind}", wording.BATCH_UNREADABLE)
    if not rows:
        raise InvalidContent("no question", wording.BATCH_EMPTY)
    if len(rows) > MOST_ROWS:
        raise InvalidContent("too many questions", wording.BATCH_TOO_LONG.format(most=MOST_ROWS))
    return rows


def _columns(rows: _Rows) -> list[AskedRow]:
    """Return the questions of a table whose first row names its columns."""
    numbered = enumerate(rows, 1)
    _, head = next(numbered, (1, ()))
    names = [_cell(cell) for cell in head]
    if QUESTION not in names:
        raise InvalidContent("no column of questions", wording.BATCH_EMPTY)
    found = []
    for number, row in numbered:
        cells = dict(zip(names, map(_cell, row), strict=False))
        if not cells.get(QUESTION):
            continue
        found.append(
            AskedRow(
                number,
                cells[QUESTION][:LONGEST_QUESTION],
                cells.get(REGION) or None,
                _expected(cells.get(EXPECTED)),
            )
        )
        if len(found) > MOST_ROWS:
            break
    return found


def _expected(cell: str | None) -> tuple[str, ...] | None:
    if not cell:
        return None
    if cell in NO_ENTRY:
        return ()
    return tuple(key_of(name) for name in _SEPARATOR.split(cell) if name)


def _table(content: bytes) -> _Rows:
    """Return the rows of a csv file."""
    try:
        return list(csv.reader(io.StringIO(_decoded(content), newline="")))
    except csv.Error as error:
        raise InvalidContent("a damaged table", wording.BATCH_UNREADABLE) from error


def _workbook(content: bytes) -> _Rows:
    """Return the rows of the first sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise InvalidContent("a workbook too large", wording.BATCH_UNREADABLE)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [row for _, row in zip(range(2 * MOST_ROWS), sheet.values, strict=False)]
    # openpyxl lets through whatever its parsers raise on a damaged file.
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError,
            SyntaxError, TypeError, AttributeError) as error:  # fmt: skip
        raise InvalidContent("a damaged workbook", wording.BATCH_UNREADABLE) from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidContent("an unknown encoding", wording.BATCH_UNREADABLE)


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()
