"""Brings merged cells into a plain grid and finds caption and header of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.knowledge import Flag
from knowledge_base.importing.source import Block, Grid, Paragraph


@dataclass(frozen=True, slots=True)
class Cell:
    """Be a cell as it is written, with how far it reaches."""

    text: str
    width: int = 1  # columns
    goes_on: bool = False  # it belongs to the cell above
    height: int = 1  # rows


def filled(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Return the rows with the text of a merged cell in every place that it covers."""
    result: list[list[str]] = []
    down: dict[int, tuple[int, str]] = {}  # column: rows still covered, text
    for row in rows:
        line: list[str] = []
        for cell in row:
            _cover(line, down)
            text = cell.text
            if cell.goes_on and result and len(line) < len(result[-1]):
                text = result[-1][len(line)]
            for _ in range(min(cell.width, 1000)):
                if cell.height > 1:
                    down[len(line)] = (cell.height - 1, text)
                line.append(text)
        _cover(line, down)
        result.append(line)
    return result


def grid_from(
    rows: Sequence[Sequence[str]],
    caption: str,
    where: str,
    flags: tuple[Flag, ...] = (),
    links: tuple[str, ...] = (),
    *,
    headers: int | None = None,
) -> list[Block]:
    """Return a table as a grid, or as paragraphs if it only lays out a page.

    A first row of one cell over the whole width is the caption if there is none.
    """
    lines = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    lines = [line for line in lines if any(line)]
    width = max((len(line) for line in lines), default=0)
    if width <= 1 or len(lines) <= 1:
        texts = [t for line in lines for t in dict.fromkeys(line) if t]
        texts = [*([caption] if caption else []), *texts]
        if not texts and (flags or links):
            texts = [""]
        return [
            Paragraph(t, where, None, flags if n == 0 else (), links if n == 0 else ())
            for n, t in enumerate(texts)
        ]
    lines = [line + ("",) * (width - len(line)) for line in lines]
    while len(lines) > 2 and len(set(lines[0])) == 1:
        caption = f"{caption} {lines[0][0]}".strip() if lines[0][0] != caption else caption
        lines = lines[1:]
        headers = headers - 1 if headers else headers
    if not headers:
        headers = _header_rows(lines)
    return [Grid(caption, tuple(lines), where, min(headers, len(lines) - 1), flags, links)]


def _cover(line: list[str], down: dict[int, tuple[int, str]]) -> None:
    """Append what cells of the rows above cover at the end of the line."""
    while len(line) in down:
        left, text = down.pop(len(line))
        if left > 1:
            down[len(line)] = (left - 1, text)
        line.append(text)


def _header_rows(lines: Sequence[tuple[str, ...]]) -> int:
    """Return how many rows are the header: a second one where names are merged over columns."""
    first, second = lines[0], lines[1]
    is_merged = any(a and a == b for a, b in pairwise(first))
    repeats = sum(a == b for a, b in zip(first, second, strict=True))
    if is_merged and len(lines) > 2 and 0 < repeats < len(first):
        return 2
    if is_merged and len(lines) > 2 and not any(c[:1].isdigit() for c in second):
        return 2
    return 1
