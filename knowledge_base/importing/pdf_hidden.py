"""Tells which letters of a PDF page its readers do not see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypedDict

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix

_INVISIBLE = {3, 7}  # text rendering modes: neither filled nor stroked; only clipped
_TINY = 3.0  # points
_BRIGHT = 0.94  # of 1; lighter letters vanish on white paper
_MARGIN = 2.0  # points outside of the page that may be rounding

Key = tuple[str, int, int]


class Letter(TypedDict, total=False):
    """Be what pdfplumber tells of a letter or of a rectangle."""

    text: str
    size: float
    x0: float
    x1: float
    y0: float
    top: float
    bottom: float
    fontname: str
    fill: bool
    non_stroking_color: object


class InvisibleLetters(PDFPageAggregator):
    """Collect the letters that a page draws in an invisible mode: pdfplumber does not tell."""

    def __init__(self) -> None:
        """Prepare for one page."""
        super().__init__(PDFResourceManager())
        self._mode = 0
        self.found: Counter[Key] = Counter()

    @classmethod
    def on(cls, page: PDFPage) -> Counter[Key]:
        """Return the invisible letters of a page, with how many lie on one spot."""
        device = cls()
        PDFPageInterpreter(device.rsrcmgr, device).process_page(page)
        return device.found

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Remember the mode of the letters that follow."""
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Keep a letter that is not shown."""
        advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        if self._mode in _INVISIBLE and self.cur_item is not None:
            last = list(self.cur_item)[-1]
            if isinstance(last, LTChar):
                self.found[(last.get_text(), round(last.x0), round(last.y0))] += 1
        return advance


def why_hidden(
    letter: Letter,
    invisible: Mapping[Key, int],
    grounds: Iterable[Letter],
    width: float,
    height: float,
) -> str | None:
    """Return why nobody sees a letter on a page of this size in points, None if it is seen."""
    if invisible.get((letter["text"], round(letter["x0"]), round(letter["y0"]))):
        return "设为不可见"
    if letter["size"] < _TINY:
        return "字号极小"
    if not (letter["x0"] >= -_MARGIN and letter["x1"] <= width + _MARGIN):
        return "移出页面以外"
    if not (letter["top"] >= -_MARGIN and letter["bottom"] <= height + _MARGIN):
        return "移出页面以外"
    if is_white(letter.get("non_stroking_color")) and not _lies_on_colour(letter, grounds):
        return "白色文字"
    return None


def is_white(colour: object) -> bool:
    """Tell whether a colour in gray, RGB or CMYK is nearly white."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    values = [part for part in parts if isinstance(part, int | float)]
    if len(values) != len(parts) or not values:
        return False
    if len(values) == 4:
        return all(part <= 1 - _BRIGHT for part in values)
    return len(values) in {1, 3} and all(part >= _BRIGHT for part in values)


def _lies_on_colour(letter: Letter, grounds: Iterable[Letter]) -> bool:
    """Tell whether a filled area that is not white lies below a letter."""
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return any(
        ground.get("fill")
        and not is_white(ground.get("non_stroking_color"))
        and ground["x0"] <= x <= ground["x1"]
        and ground["top"] <= y <= ground["bottom"]
        for ground in grounds
    )
