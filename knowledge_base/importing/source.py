"""What every reader hands on, whatever the format: paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.knowledge import Flag
from knowledge_base.importing.report import Notes

Progress = Callable[[str, int, int], None]  # step in Chinese, done, total


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound what one file may cost us."""

    largest: int = 20 * 1024 * 1024  # bytes of the file
    largest_unpacked: int = 200 * 1024 * 1024  # bytes of what is packed inside it
    most_pages: int = 500
    most_characters: int = 2_000_000
    most_cells: int = 200_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Be one paragraph as the file has it."""

    text: str
    where: str  # such as 第3页, for the editor
    level: int | None = None  # 1 is the outermost heading; None: the file does not say
    flags: tuple[Flag, ...] = ()
    links: tuple[str, ...] = ()  # where its links lead


@dataclass(frozen=True, slots=True)
class Grid:
    """Be one table as the file has it; the first `headers` rows are the header."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    where: str
    headers: int = 1
    flags: tuple[Flag, ...] = ()
    links: tuple[str, ...] = ()


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Hint:
    """Be a particular that the file itself states outside of its running text."""

    kind: str  # title, issuer, number, date
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Source:
    """Be what a reader found in a file."""

    blocks: tuple[Block, ...]
    hints: tuple[Hint, ...] = ()


class Reader(Protocol):
    """Read one format; raise UnreadableDocument if that cannot be done."""

    def __call__(self, content: bytes, notes: Notes, limits: Limits, progress: Progress) -> Source:
        """Return the blocks of the file in reading order."""
        ...


def characters(blocks: Sequence[Block]) -> int:
    """Return how much text the blocks hold."""
    return sum(
        len(b.text) if isinstance(b, Paragraph) else sum(len(c) for row in b.rows for c in row)
        for b in blocks
    )
