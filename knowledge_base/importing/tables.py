"""Writes tables so that each row can be read alone."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.importing.document import Table
from knowledge_base.importing.source import Grid


def table_of(grid: Grid, heading: str) -> Table:
    """Return the table of a grid; without a caption the heading above it serves."""
    return Table(grid.caption or heading, _header(grid), grid.rows[grid.headers :])


def row_text(table: Table, row: Sequence[str]) -> str:
    """Return one row as a sentence: caption, then each column's name and value."""
    cells = []
    for n, value in enumerate(row):
        name = table.header[n] if n < len(table.header) else ""
        if value:
            cells.append(f"{name}：{value}" if name and name != value else value)
    told = "；".join(cells)
    return f"{table.caption}｜{told}。" if table.caption else f"{told}。"


def _header(grid: Grid) -> tuple[str, ...]:
    """Return one name for each column; several header rows are joined by a stroke."""
    upper = grid.rows[: grid.headers]
    width = max((len(row) for row in grid.rows), default=0)
    names = []
    for column in range(width):
        parts = [row[column] for row in upper if column < len(row) and row[column]]
        names.append("／".join(dict.fromkeys(parts)))
    return tuple(names)
