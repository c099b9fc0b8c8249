"""Judges whether a picture that a page sent is a signature, and cleans it."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from core import shared_form_wording as say
from core.errors import NotAllowedNow

MOST_BYTES = 200 * 1024
WIDEST, HIGHEST = 3000, 1500  # pixels
NARROWEST, LOWEST = 120, 40  # pixels
CONTRAST = 64  # of 255: how far ink stands out from the paper
LEAST_INK = 80  # pixels: a touch of the finger is no signature
LEAST_STROKE = 24  # pixels: width or height over which the ink goes
PNG = b"\x89PNG\r\n\x1a\n"


def checked(picture: bytes) -> bytes:
    """Return the picture as a plain PNG, without anything hidden in it.

    Raise NotAllowedNow, with a sentence for the citizen, if it is no PNG, too big or blank.
    """
    if len(picture) > MOST_BYTES:
        raise NotAllowedNow(say.SIGNATURE_TOO_BIG)
    if not picture.startswith(PNG):
        raise NotAllowedNow(say.SIGNATURE_UNREADABLE)
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG",)) as image:
            _must_fit(*image.size)  # before a single pixel is unpacked
            drawn = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAllowedNow(say.SIGNATURE_UNREADABLE) from error
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    flat = paper.convert("L")
    _must_be_written(flat)
    kept = io.BytesIO()
    flat.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _must_fit(width: int, height: int) -> None:
    if not (NARROWEST <= width <= WIDEST and LOWEST <= height <= HIGHEST):
        raise NotAllowedNow(say.SIGNATURE_SIZE)


def _must_be_written(flat: Image.Image) -> None:
    counts = flat.histogram()
    background = max(range(len(counts)), key=counts.__getitem__)
    apart = ImageChops.difference(flat, Image.new("L", flat.size, background))
    ink = apart.point([255 if level >= CONTRAST else 0 for level in range(256)])
    box = ink.getbbox()
    if box is None or ink.histogram()[255] < LEAST_INK:
        raise NotAllowedNow(say.SIGNATURE_BLANK)
    left, top, right, bottom = box
    if max(right - left, bottom - top) < LEAST_STROKE:
        raise NotAllowedNow(say.SIGNATURE_BLANK)
