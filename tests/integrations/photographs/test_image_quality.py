"""Tests integrations.photographs.image_quality on drawn documents, photographed well and badly."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from core import photo_wording
from core.photos import DocumentKind
from integrations.photographs.image_quality import cut_off, quality_problems
from integrations.photographs.lines import Recognised, corners_from
from tests.integrations.photographs.recorded import recorded
from tests.photographs.camera import Shot, photographed
from tests.photographs.documents import DRAWN

KINDS = [DocumentKind.ID_CARD, DocumentKind.BANK_CARD, DocumentKind.DISCHARGE_RECORD]
GOOD = Shot(tilted=2, noise=4)


def grey(kind: DocumentKind, shot: Shot) -> NDArray[np.uint8]:
    document = DRAWN[kind](random.Random(5))
    return np.asarray(photographed(document.image, shot).convert("L"), dtype=np.uint8)


@pytest.mark.parametrize("kind", list(DRAWN))
def test_a_good_photograph_is_left_in_peace(kind: DocumentKind) -> None:
    assert quality_problems(grey(kind, GOOD)) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_shaken_photograph_is_called_blurred(kind: DocumentKind) -> None:
    problems = quality_problems(grey(kind, replace(GOOD, blurred=5)))

    assert problems == (photo_wording.BLURRED,)


@pytest.mark.parametrize("kind", KINDS)
def test_a_photograph_at_night_is_called_dark(kind: DocumentKind) -> None:
    assert quality_problems(grey(kind, replace(GOOD, light=0.2))) == (photo_wording.DARK,)


def test_a_washed_out_photograph_is_called_too_bright() -> None:
    white = np.full((900, 1200), 252, dtype=np.uint8)
    white[300:600, 300:600] = 190

    assert quality_problems(white) == (photo_wording.OVEREXPOSED,)


@pytest.mark.parametrize("kind", [DocumentKind.ID_CARD, DocumentKind.BANK_CARD])
def test_a_lamp_in_the_card_is_called_glare(kind: DocumentKind) -> None:
    assert photo_wording.GLARE in quality_problems(grey(kind, replace(GOOD, glare=True)))


def test_white_paper_is_no_glare_and_a_scan_is_not_cut_off() -> None:
    page = recorded(DocumentKind.DISCHARGE_RECORD)
    shot = Shot(margin=0.0)

    assert quality_problems(grey(DocumentKind.DISCHARGE_RECORD, shot)) == ()
    assert not cut_off(page.lines, page.width, page.height)


def test_text_that_runs_over_the_edge_is_cut_off() -> None:
    page = recorded(DocumentKind.DISCHARGE_RECORD)
    outside = min(line.corners[0][0] for line in page.lines)
    shifted = [
        Recognised(
            line.text,
            line.score,
            corners_from((max(0.0, x - outside - 20), y) for x, y in line.corners),
        )
        for line in page.lines
    ]

    assert cut_off(shifted, page.width, page.height)
