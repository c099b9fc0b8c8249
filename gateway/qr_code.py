"""Draws QR codes of our own addresses, as a path that any page can put into an SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import segno

Json = dict[str, object]
QUIET = 4  # modules of white around it: ISO/IEC 18004, 5.3.8


def qr_drawing(address: str) -> Json:
    """Return {size, path}: `path` is SVG path data on a square of `size` units, quiet zone in it.

    Level M: a fold or a stain on the paper may take 15 % of it.
    """
    rows = [list(row) for row in segno.make(address, error="m").matrix]
    return {"size": len(rows) + 2 * QUIET, "path": "".join(_strokes(rows))}


def _strokes(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """Yield one rectangle for each run of dark modules: single squares show seams in print."""
    for y, cells in enumerate(rows):
        start = None
        for x, dark in enumerate([*cells, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield f"M{start + QUIET} {y + QUIET}h{x - start}v1h-{x - start}z"
                start = None
