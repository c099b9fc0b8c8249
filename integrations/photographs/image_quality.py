"""Judges whether a photograph is fit to be read, by the person and by the machine."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from core import photo_wording
from integrations.photographs.lines import Recognised

Grey = NDArray[np.uint8]

LOOKED_AT = 1000  # pixels of the long side at which sharpness is measured
TILES = 8  # a side; a table around a small card must not make it look blurred
SHARPEST = 90  # percentile of the tiles that must be sharp
# Measured with bench/photos.py --quality: see docs/adr/0007-reading-photographs.md.
LEAST_SHARPNESS = 60.0  # variance of the Laplacian
LEAST_LIGHT = 55.0  # of 255, the 90th percentile of the picture
WHITE = 251
BRIGHT = 225.0  # of 255, the median
LEAST_BLACK = 150.0  # of 255, the 2nd percentile: no ink is left
GLARE_PART = (0.01, 0.3)  # of the picture that one white blot covers
PAPER = 240.0  # median from which paper is as white as glare
EDGE = 0.003  # of a side: text that reaches there goes on outside


def quality_problems(grey: Grey) -> tuple[str, ...]:
    """Return what is wrong with the picture, in Chinese sentences."""
    if float(np.percentile(grey, 90)) < LEAST_LIGHT:
        return (photo_wording.DARK,)
    if float(np.median(grey)) > BRIGHT and float(np.percentile(grey, 2)) > LEAST_BLACK:
        return (photo_wording.OVEREXPOSED,)
    problems = (photo_wording.BLURRED,) if sharpness(grey) < LEAST_SHARPNESS else ()
    return (*problems, photo_wording.GLARE) if has_glare(grey) else problems


def sharpness(grey: Grey) -> float:
    """Return the variance of the Laplacian in the sharper parts, at a size of its own."""
    shrunk = _at_most(grey, LOOKED_AT)
    # The camera's noise is not sharpness.
    edges = cv2.Laplacian(cv2.GaussianBlur(shrunk, (3, 3), 0), cv2.CV_64F)
    rows = np.array_split(edges, TILES, axis=0)
    tiles = [tile.var() for row in rows for tile in np.array_split(row, TILES, axis=1)]
    return float(np.percentile(tiles, SHARPEST))


def has_glare(grey: Grey) -> bool:
    """Tell whether a lamp or the sun is mirrored in a card."""
    if float(np.median(grey)) > PAPER:
        return False
    shrunk = _at_most(grey, LOOKED_AT // 2)
    white = (cv2.GaussianBlur(shrunk, (5, 5), 0) >= WHITE).astype(np.uint8)
    count, _, figures, _ = cv2.connectedComponentsWithStats(white)
    areas = figures[1:count, cv2.CC_STAT_AREA] / shrunk.size
    return bool(((areas > GLARE_PART[0]) & (areas < GLARE_PART[1])).any())


def cut_off(lines: Sequence[Recognised], width: int, height: int) -> bool:
    """Tell whether text reaches over the edge of the picture.

    A scan shows no table around the paper, so the paper's own edge proves nothing.
    """
    near_x, near_y = max(2.0, EDGE * width), max(2.0, EDGE * height)
    return any(
        x <= near_x or y <= near_y or x >= width - 1 - near_x or y >= height - 1 - near_y
        for line in lines
        if len(line.text) > 1
        for x, y in line.corners
    )


def _at_most(grey: Grey, longest: int) -> Grey:
    scale = longest / max(grey.shape)
    if scale >= 1:
        return grey
    size = (round(grey.shape[1] * scale), round(grey.shape[0] * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
