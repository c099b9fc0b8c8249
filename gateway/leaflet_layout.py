"""Arranges a leaflet on A4 paper: the largest letters with which everything fits on one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core import leaflet_wording as wording
from gateway.leaflet import Leaflet, Part, with_count

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 210.0, 297.0, 17.0  # millimetres
WIDTH = PAGE_WIDTH - 2 * MARGIN
POINT = 25.4 / 72  # millimetres
# Body and title, in points. 18 and 28 are the least that old eyes are asked to read.
SIZES = ((28.0, 40.0), (26.0, 38.0), (24.0, 36.0), (22.0, 34.0), (20.0, 31.0), (18.0, 28.0))
SMALL = 12.0  # of the source, for whoever checks the leaflet
LEADING = 1.45  # height of a line, in heights of its letters
HEAD_HEIGHT = 15.0  # millimetres
QR_SIZE = 36.0  # millimetres
QR_GAP = 6.0  # millimetres

Measure = Callable[[str, float], float]  # width in millimetres of a text at a size in points

_PIECE = re.compile(r"[A-Za-z0-9.,:/@#_%+\-]+|\s+|.")
_NO_START = set("，。、；：？！）》”’」』〉】…％%,.;:?!)")  # never at the start of a line
_NO_END = set("（《“‘「『〈【(")  # never at its end


class Ink(StrEnum):
    """Name the colours of the leaflet; a black printer shows all of them."""

    BLACK = "black"
    TEAL = "teal"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Line:
    """Be one line of text at its place."""

    x: float  # millimetres from the left
    y: float  # millimetres from the top, upper edge
    size: float  # points
    text: str
    bold: bool = False
    ink: Ink = Ink.BLACK

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        return self.size * POINT * LEADING


@dataclass(frozen=True, slots=True)
class Page:
    """Be one side of paper."""

    lines: tuple[Line, ...]
    foot: float  # millimetres from the top: where the rule above the source is drawn
    has_qr: bool


def arranged(whole: Leaflet, measure: Measure) -> tuple[Page, ...]:
    """Return the pages: one, unless a single rule is too long for one page at 18 points.

    Letters shrink first, down to 18 points; then what to bring and where to go gives way to
    a line that says whom to ask; then sentences no longer begin on new lines; then whole rules
    go, from the last, with a line that counts them.
    """
    leaflet: Leaflet | None = whole
    while leaflet is not None:
        shown = with_count(leaflet, whole)
        for body, title in SIZES:
            pages = _pages(shown, body, title, measure)
            if len(pages) == 1:
                return pages
        leaflet = leaflet.shorter()
    return pages


def broken(text: str, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    """Break a text into lines as Chinese is set: no comma begins a line, no bracket ends one."""
    lines: list[str] = []
    line, used = "", 0.0
    for cluster in _clusters(text):
        for piece in _fitting(cluster, width, size, measure):
            needed = measure(piece, size)
            if line and used + needed > width:
                lines.append(line)
                line, used = "", 0.0
            if line or not piece.isspace():  # no line begins with a gap
                line, used = line + piece, used + needed
    return tuple(words.rstrip() for words in (*lines, line) if words.strip())


def _clusters(text: str) -> Iterator[str]:
    """Yield what must stay on one line: a character with its brackets and marks, a word."""
    cluster, is_open = "", False
    for piece in _PIECE.findall(text):
        if cluster and not is_open and not (piece[0] in _NO_START and len(piece) == 1):
            yield cluster
            cluster = ""
        cluster += piece
        is_open = piece in _NO_END
    if cluster:
        yield cluster


def _fitting(cluster: str, width: float, size: float, measure: Measure) -> Iterable[str]:
    """Return the cluster, cut into letters if it is wider than the page (a long id)."""
    return (cluster,) if measure(cluster, size) <= width else tuple(cluster)


def _pages(leaflet: Leaflet, body: float, title: float, measure: Measure) -> tuple[Page, ...]:
    source = _source(leaflet, measure)
    foot = PAGE_HEIGHT - MARGIN - max(QR_SIZE + 7.0, sum(line.height for line in source) + 4.0)
    flow = list(_flow(leaflet, body, title, measure))
    sides: list[list[Line]] = [[]]
    y = MARGIN + HEAD_HEIGHT
    for gap, line in flow:
        if y + gap + line.height > foot - 3.0:
            sides.append([])
            y, gap = MARGIN + HEAD_HEIGHT, 0.0
        y += gap
        sides[-1].append(Line(line.x, y, line.size, line.text, line.bold, line.ink))
        if not _goes_on_beside(line):
            y += line.height
    return tuple(Page((*lines, *_placed(source, foot + 4.0)), foot, has_qr=True) for lines in sides)


def _goes_on_beside(line: Line) -> bool:
    """Tell whether the next line stands beside this one: a number before its sentence."""
    return line.text.endswith("、") and line.text[:-1].isdigit()


def _flow(
    leaflet: Leaflet, body: float, title: float, measure: Measure
) -> Iterator[tuple[float, Line]]:
    """Yield each line with the millimetres that stay free above it."""
    width = _even(leaflet.title, title, measure)
    for words in broken(leaflet.title, width, title, measure):
        yield 1.0, Line(MARGIN, 0.0, title, words, bold=True, ink=Ink.TEAL)
    if leaflet.holds:
        yield from _block(leaflet.holds, 18.0, measure, 2.5, ink=Ink.TEAL)
    if leaflet.warning:
        yield from _block(leaflet.warning, body, measure, 3.0, bold=True, ink=Ink.RED)
    for part in (*leaflet.rules, *leaflet.item):
        yield from _part(part, body, measure)
    for note in leaflet.notes:
        yield from _block(note, 18.0, measure, 3.5)
    office = leaflet.office
    # At most 24 points: the number must not be torn from its words.
    call = f"{wording.HOTLINE} {office.hotline}"
    yield from _block(call, min(body, 24.0), measure, 5.0, bold=True)
    yield from _block(wording.HOURS.format(hours=office.hours), 18.0, measure, 0.5)


def _even(text: str, size: float, measure: Measure) -> float:
    """Return the least width that takes no more lines: no title ends on a lonely letter."""
    needed = len(broken(text, WIDTH, size, measure))
    width, step = WIDTH, size * POINT
    while width - step > step and len(broken(text, width - step, size, measure)) == needed:
        width -= step
    return width


def _part(part: Part, size: float, measure: Measure) -> Iterator[tuple[float, Line]]:
    gap = 5.0
    if part.heading:
        yield from _block(part.heading, size, measure, 5.0, bold=True, ink=Ink.TEAL)
        gap = 1.5
    for number, text in enumerate(part.lines, 1):
        if part.numbered:
            label = f"{number}、"
            indent = measure("8、" if len(part.lines) < 10 else "88、", size)
            yield gap, Line(MARGIN, 0.0, size, label, bold=True, ink=Ink.TEAL)
            yield from _block(text, size, measure, 0.0, indent=indent)
        else:
            yield from _block(text, size, measure, gap)
        gap = 2.0


def _block(
    text: str,
    size: float,
    measure: Measure,
    gap: float,
    *,
    indent: float = 0.0,
    bold: bool = False,
    ink: Ink = Ink.BLACK,
) -> Iterator[tuple[float, Line]]:
    for index, words in enumerate(broken(text, WIDTH - indent, size, measure)):
        yield (0.0 if index else gap), Line(MARGIN + indent, 0.0, size, words, bold, ink)


def _source(leaflet: Leaflet, measure: Measure) -> list[Line]:
    width = WIDTH - QR_SIZE - QR_GAP
    return [
        Line(MARGIN, 0.0, SMALL, words)
        for text in leaflet.source
        for words in broken(text, width, SMALL, measure)
    ]


def _placed(lines: list[Line], y: float) -> Iterator[Line]:
    for line in lines:
        yield Line(line.x, y, line.size, line.text, line.bold, line.ink)
        y += line.height
