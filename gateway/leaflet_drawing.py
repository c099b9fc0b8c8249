"""Draws a leaflet as PDF: head, lines, and a QR code that leads to the source."""

from __future__ import annotations

import logging
from datetime import datetime

import segno
from fpdf import FPDF
from fpdf.enums import TextMode

from core import leaflet_wording as wording
from gateway.leaflet import Leaflet
from gateway.leaflet_font import FontFile
from gateway.leaflet_layout import (
    HEAD_HEIGHT,
    MARGIN,
    PAGE_WIDTH,
    POINT,
    QR_SIZE,
    WIDTH,
    Ink,
    Line,
    Page,
    arranged,
)

logger = logging.getLogger(__name__)

FAMILY = "leaflet"
COLOURS = {Ink.BLACK: (0, 0, 0), Ink.TEAL: (11, 79, 92), Ink.RED: (163, 16, 27)}
HEAD_SIZE = 18.0  # points
CAPTION_SIZE = 12.0  # points
BOLD = 0.03  # of the size: how far the outline of bold letters is drawn; one font file is enough


def drawn(leaflet: Leaflet, at: datetime, font: FontFile) -> bytes:
    """Return the leaflet as a PDF file, with what it uses of the font inside."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(leaflet.title)
    pdf.set_author(leaflet.office.bureau)
    pdf.set_lang("zh-CN")
    pdf.set_creation_date(at)
    pdf.add_font(FAMILY, "", font.path, collection_font_number=font.number)

    def measure(text: str, size: float) -> float:
        pdf.set_font(FAMILY, size=size)
        return pdf.get_string_width(text)

    pages = arranged(leaflet, measure)
    if len(pages) > 1:
        logger.warning("leaflet of %s takes %d pages", leaflet.url, len(pages))
    for number, page in enumerate(pages, 1):
        pdf.add_page()
        _head(pdf, leaflet, number, len(pages))
        for line in page.lines:
            _write(pdf, line)
        _foot(pdf, page, leaflet.url)
    return bytes(pdf.output())


def _head(pdf: FPDF, leaflet: Leaflet, number: int, pages: int) -> None:
    """Write who gives the leaflet out, and a line under it."""
    right = (
        wording.HEAD
        if pages == 1
        else f"{wording.HEAD} {wording.PAGE.format(page=number, pages=pages)}"
    )
    y = MARGIN - 3.0
    _write(pdf, Line(MARGIN, y, HEAD_SIZE, leaflet.office.bureau, ink=Ink.TEAL))
    x = PAGE_WIDTH - MARGIN - pdf.get_string_width(right)
    _write(pdf, Line(x, y, HEAD_SIZE, right, ink=Ink.TEAL))
    pdf.set_draw_color(*COLOURS[Ink.TEAL])
    pdf.set_line_width(0.8)
    pdf.line(MARGIN, MARGIN + HEAD_HEIGHT - 8.0, MARGIN + WIDTH, MARGIN + HEAD_HEIGHT - 8.0)


def _write(pdf: FPDF, line: Line) -> None:
    """Write one line; bold is the same font with an outline."""
    colour = COLOURS[line.ink]
    pdf.set_font(FAMILY, size=line.size)
    pdf.set_text_color(*colour)
    pdf.set_draw_color(*colour)
    pdf.set_line_width(line.size * POINT * BOLD)
    # Chinese letters reach about 0.76 of their size above the baseline at their middle.
    baseline = line.y + (line.height + line.size * POINT * 0.76) / 2
    with pdf.local_context(text_mode=TextMode.FILL_STROKE if line.bold else TextMode.FILL):
        pdf.text(line.x, baseline, line.text)


def _foot(pdf: FPDF, page: Page, url: str) -> None:
    """Draw the rule above the source, and the QR code beside it."""
    pdf.set_draw_color(*COLOURS[Ink.TEAL])
    pdf.set_line_width(0.4)
    pdf.line(MARGIN, page.foot, MARGIN + WIDTH, page.foot)
    x, y = MARGIN + WIDTH - QR_SIZE, page.foot + 3.0
    modules = [list(row) for row in segno.make(url, error="m").matrix]
    side = QR_SIZE / len(modules)
    pdf.set_fill_color(0, 0, 0)
    for row, cells in enumerate(modules):
        for start, length in _runs(cells):
            pdf.rect(x + start * side, y + row * side, length * side, side, style="F")
    pdf.link(x, y, QR_SIZE, QR_SIZE, url)
    pdf.set_font(FAMILY, size=CAPTION_SIZE)
    width = pdf.get_string_width(wording.SCAN)
    centre = x + (QR_SIZE - width) / 2
    _write(pdf, Line(centre, y + QR_SIZE - 0.5, CAPTION_SIZE, wording.SCAN))


def _runs(cells: list[int]) -> list[tuple[int, int]]:
    """Return where dark modules begin and how many stand in a row: seams would show in print."""
    runs: list[tuple[int, int]] = []
    for index, dark in enumerate(cells):
        if not dark:
            continue
        if runs and sum(runs[-1]) == index:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs
