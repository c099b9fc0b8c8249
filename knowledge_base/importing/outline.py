"""Follows the headings of a document and says under which of them each paragraph stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.knowledge import Flag
from knowledge_base.importing import headings
from knowledge_base.importing.marks import Marks
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Block, Grid, Paragraph

MISSING_STOP = "missing_stop"
_RUN_INS_NEEDED = 3  # paragraphs that begin with their own heading, before we believe that they do
_BODY = 80  # characters
_STOPS = "。；：！？”）"
_CLOSING = re.compile(r"下一步|接下来|今后")


@dataclass(frozen=True, slots=True)
class Piece:
    """Be a paragraph or a table with the headings above it."""

    path: tuple[str, ...]  # outermost first
    text: str  # "" for a table
    flags: tuple[Flag, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    """Be a heading that still holds for what follows."""

    rank: int
    level: int | None
    text: str
    run_in: bool  # it is the beginning of a paragraph


class Outline:
    """Walk through the blocks and keep the headings that are open."""

    def __init__(self, blocks: Sequence[Block], marks: Marks, notes: Notes) -> None:
        """Take the cleaned blocks of one document."""
        self._marks = marks
        self._blocks = _with_numerals_joined(blocks, notes)
        self._has_run_ins = _begin_with_headings(self._blocks)
        self._open: list[_Open] = []

    def pieces(self) -> list[Piece]:
        """Return the paragraphs and tables in order, cut at their numbered items."""
        pieces: list[Piece] = []
        waiting: tuple[Flag, ...] = ()  # of headings and hidden paragraphs, for the next piece
        for n, block in enumerate(self._blocks):
            if isinstance(block, Grid):
                pieces.append(Piece(self._path(), "", waiting + block.flags, block))
                waiting = ()
            elif not block.text:
                waiting += block.flags
            elif _is_heading(self._blocks, n):
                self._enter(block.text, block.level, run_in=False)
                waiting += block.flags
            else:
                is_last = n == len(self._blocks) - 1
                pieces += self._paragraph(block, waiting, is_last=is_last)
                waiting = ()
        if waiting and pieces:
            pieces[-1] = replace(pieces[-1], flags=pieces[-1].flags + waiting)
        return pieces

    def _paragraph(
        self, block: Paragraph, waiting: tuple[Flag, ...], *, is_last: bool
    ) -> Iterator[Piece]:
        """Return a paragraph as one piece, or as one for each of its numbered items."""
        flags = waiting + block.flags
        for text in _items(block.text, self._marks):
            yield Piece(self._path_of(text, is_last=is_last), text, flags)
            flags = ()

    def _path_of(self, text: str, *, is_last: bool) -> tuple[str, ...]:
        """Return the headings over a paragraph, its own beginning included."""
        number, heading = headings.marker(text), headings.run_in_heading(text)
        if number is not None:
            self._enter(heading or number.text, None, run_in=True)
            return self._path()
        if is_last and _CLOSING.match(text):
            return ()
        # The last paragraph closes the document rather than its last item; an article goes on.
        while is_last and self._open and self._open[-1].run_in:
            if self._open[-1].rank == headings.ARTICLE:
                break
            self._open.pop()
        own = (heading,) if heading and self._has_run_ins and len(text) >= _BODY else ()
        return self._path() + own

    def _enter(self, text: str, level: int | None, *, run_in: bool) -> None:
        """Open a heading and close those that it ends."""
        number = headings.marker(text)
        rank = number.rank if number else headings.UNNUMBERED
        entered = _Open(rank, level, text, run_in)
        while self._open and not _is_above(self._open[-1], entered):
            self._open.pop()
        self._open.append(entered)

    def _path(self) -> tuple[str, ...]:
        """Return the open headings."""
        return tuple(heading.text for heading in self._open)


def _is_above(upper: _Open, lower: _Open) -> bool:
    """Tell whether one heading may hold the other."""
    if upper.level is not None and lower.level is not None:
        return upper.level < lower.level
    return upper.rank < lower.rank


def _with_numerals_joined(blocks: Sequence[Block], notes: Notes) -> list[Block]:
    """Return the blocks with 一 and the heading in the next line made one line."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Paragraph)
            and headings.is_numeral_alone(last.text)
            and headings.could_be_heading(block.text, numbered=True)
        ):
            text = headings.with_number(last.text, block.text)
            notes.change("joined", "单独成行的序号并入标题", f"{last.text} / {block.text} → {text}")
            joined[-1] = replace(block, text=text, flags=last.flags + block.flags)
        else:
            joined.append(block)
    return joined


def _is_heading(blocks: Sequence[Block], n: int) -> bool:
    """Tell whether a block heads what follows it, rather than being an item of a list."""
    block = blocks[n]
    if not isinstance(block, Paragraph) or n + 1 >= len(blocks):
        return False
    number = headings.marker(block.text)
    if block.level is not None:
        return True
    if not headings.could_be_heading(block.text, numbered=number is not None):
        return False
    following = blocks[n + 1]
    if isinstance(following, Grid):
        return True
    after = headings.marker(following.text)
    if number is not None:
        return after is None or after.rank > number.rank
    short = headings.could_be_heading(following.text, numbered=False)
    return after is not None or following.level is not None or not short


def _begin_with_headings(blocks: Sequence[Block]) -> bool:
    """Tell whether the document's paragraphs begin with a heading of their own."""
    found = [
        block
        for block in blocks
        if isinstance(block, Paragraph)
        and len(block.text) >= _BODY
        and headings.marker(block.text) is None
        and headings.run_in_heading(block.text)
    ]
    return len(found) >= _RUN_INS_NEEDED


def _items(text: str, marks: Marks) -> list[str]:
    """Return a paragraph cut at its items 1. 2. 3.; a full stop missing before one is a doubt."""
    starts = headings.inline_items(text)
    edges = [0, *(s for s in starts if s > 0), len(text)]
    items: list[str] = []
    for start, end in pairwise(edges):
        item = text[start:end].rstrip()
        if end < len(text) and item and item[-1] not in _STOPS:
            note = f"“{marks.without(item[-1])}”后面缺少句号，下一条就开始了。请对照原件改正。"
            item = item[:-1] + marks.mark(item[-1], MISSING_STOP, note)
        items.append(item)
    return items
