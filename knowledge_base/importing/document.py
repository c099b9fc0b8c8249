"""What an import hands on: the document, its chapters and where each particular was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from core.knowledge import Doubt, Flag
from knowledge_base.importing.report import ImportReport

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """Be a particular of the document, with the place that it was read from."""

    value: Value
    where: str  # Chinese, for the editor


@dataclass(frozen=True, slots=True)
class Table:
    """Be a table, or the rows of one that fit into a chapter."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Be a piece of the document that is short enough to become an entry."""

    section: str  # headings from the outermost to the innermost, "" before the first one
    text: str
    doubts: tuple[Doubt, ...] = ()  # offsets are characters of `text`
    flags: tuple[Flag, ...] = ()
    table: Table | None = None  # None: not taken from a table


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """Be a document as it was read; a particular that was not found is None, never a guess."""

    title: Found[str] | None
    issuer: Found[str] | None
    number: Found[str] | None  # 文号
    date: Found[date] | None
    region: Found[str] | None
    source_name: str  # name of the file
    sha256: str  # of the file, in hex
    chapters: tuple[Chapter, ...]
    report: ImportReport
