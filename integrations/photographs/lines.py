"""Puts recognised lines in order: level, row by row, label by label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]

# What recognisers write for something else; the forms are printed in simplified characters.
LOOKALIKES = str.maketrans("別證號：（）／，", "别证号:()/,")
WIDE = 2.0  # width of a box in heights from which its slope can be trusted
SAME_ROW = 0.6  # of a line's height by which neighbours in a row may be off
COLUMN = 1.5  # heights by which lines of one paragraph may begin apart


@dataclass(frozen=True, slots=True)
class Recognised:
    """Be one line as an engine gives it back."""

    text: str
    score: float  # 0..1
    corners: Corners  # pixels, from the left upper one clockwise
    letters: tuple[float, ...] = ()  # score of each character; empty: only their mean is known

    def surest(self) -> tuple[float, ...]:
        """Return what each character's score is at least."""
        worst = max(0.0, 1 - (1 - self.score) * len(self.text))
        return self.letters or (worst,) * len(self.text)


@dataclass(frozen=True, slots=True)
class Piece:
    """Be one line on a levelled page."""

    text: str
    letters: tuple[float, ...]  # score of each character, 0..1
    left: float
    right: float
    middle: float  # its height on the page, downwards
    height: float

    @property
    def score(self) -> float:
        """Return the score of the worst character."""
        return min(self.letters, default=0.0)


@dataclass(frozen=True, slots=True)
class Value:
    """Be what stands behind a label."""

    text: str
    score: float  # 0..1, of the worst character
    left: float  # where it begins
    row: int


def corners_from(points: Iterable[Iterable[float]]) -> Corners:
    """Return four points, from the left upper one clockwise."""
    first, second, third, fourth = ((float(x), float(y)) for x, y in points)
    return first, second, third, fourth


class Page:
    """Hold the pieces of a page in rows."""

    def __init__(self, lines: Iterable[Recognised], labels: Sequence[str]) -> None:
        """Take the lines and all the labels that are printed on that form."""
        self.rows = _rows(levelled(tuple(lines)))
        # Printers spread short labels: 姓 名.
        spread = (r"\s*".join(map(re.escape, label)) for label in sorted(labels, key=len)[::-1])
        self._labels = re.compile("|".join(spread))

    @property
    def pieces(self) -> list[Piece]:
        """Return all pieces in reading order."""
        return [piece for row in self.rows for piece in row]

    def behind(self, label: str) -> Value | None:
        """Return what stands in the row behind a label, up to the next label."""
        for number, row in enumerate(self.rows):
            value = self._behind(label, number, row)
            if value is not None:
                return value
        return None

    def below(self, value: Value, rows: int = 8) -> list[Piece]:
        """Return the pieces that go on with a value in the rows below, up to the next label."""
        found: list[Piece] = []
        for row in self.rows[value.row + 1 : value.row + 1 + rows]:
            if any(self.starts_label(piece.text) for piece in row):
                break
            first = next((p for p in row if abs(p.left - value.left) < COLUMN * p.height), None)
            if first is None:
                break
            found.append(first)
        return found

    def starts_label(self, text: str) -> bool:
        """Tell whether a label of the form begins the text."""
        return self._labels.match(text) is not None

    def _behind(self, label: str, number: int, row: Sequence[Piece]) -> Value | None:
        text, starts = "", []
        letters: list[float] = []
        for piece in row:
            starts.append(len(text))
            text += piece.text + " "
            letters += [*piece.letters, 1.0]
        marks = list(self._labels.finditer(text))
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            if re.sub(r"\s", "", mark[0]) != label:
                continue
            end = following.start() if following else len(text)
            words = text[mark.end() : end].strip(" :")
            if not words:
                labelled = row[_place(starts, mark.start())]
                return Value("", 0.0, labelled.right, number)
            begin = text.index(words, mark.end())
            within = _place(starts, begin)
            first = row[within]
            done = (begin - starts[within]) / max(1, len(first.text))
            left = first.left + (first.right - first.left) * done
            return Value(words, min(letters[begin : begin + len(words)]), left, number)
        return None


def _place(starts: Sequence[int], position: int) -> int:
    """Return in which piece a position of the row's text lies."""
    return sum(start <= position for start in starts) - 1


def levelled(lines: Sequence[Recognised]) -> list[Piece]:
    """Return the lines as if the page lay straight: slopes differ from top to bottom."""
    if not lines:
        return []
    corners = np.array([line.corners for line in lines], dtype=float)
    middle_left, middle_right = (
        (corners[:, 0] + corners[:, 3]) / 2,
        (corners[:, 1] + corners[:, 2]) / 2,
    )
    heights = np.linalg.norm(corners[:, 3] - corners[:, 0], axis=1)
    along = middle_right - middle_left
    widths = np.linalg.norm(along, axis=1)
    centres = corners.mean(axis=1)
    wide = (widths > WIDE * heights) & (along[:, 0] > 0)
    slope, change = 0.0, 0.0
    if wide.sum() >= 3:
        slopes = along[wide, 1] / along[wide, 0]
        change, slope = np.polyfit(centres[wide, 1], slopes, 1, w=np.sqrt(widths[wide]))
    slopes = slope + change * centres[:, 1]
    # The perspective leans columns, too, but rows are what we read by.
    middles = centres[:, 1] - slopes * (centres[:, 0] - centres[:, 0].mean())
    lefts = middle_left[:, 0] + slopes * (middles - middles.mean())
    return [
        Piece(
            text=line.text.translate(LOOKALIKES).strip(),
            letters=_stripped(line),
            left=float(left),
            right=float(left + width),
            middle=float(middle),
            height=float(height),
        )
        for line, left, width, middle, height in zip(
            lines, lefts, widths, middles, heights, strict=True
        )
    ]


def _stripped(line: Recognised) -> tuple[float, ...]:
    begin = len(line.text) - len(line.text.lstrip())
    return line.surest()[begin : len(line.text.rstrip())]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        near = [
            row
            for row in rows
            if row[-1].right < piece.left + piece.height
            and abs(row[-1].middle - piece.middle) < SAME_ROW * min(row[-1].height, piece.height)
        ]
        if near:
            min(near, key=lambda row: abs(row[-1].middle - piece.middle)).append(piece)
        else:
            rows.append([piece])
    return sorted(rows, key=lambda row: sum(p.middle for p in row) / len(row))
