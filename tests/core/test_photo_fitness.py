"""Tests core.photo_fitness."""

from __future__ import annotations

import pytest

from core import photo_wording
from core.photo_fitness import will_do
from core.photos import DocumentKind, PhotoReading

READ = {"name": "王秀英"}


@pytest.mark.parametrize(
    ("values", "problems", "does"),
    [
        (READ, (), True),
        ({}, (), True),
        (READ, (photo_wording.not_clear(("address",)),), True),
        (READ, (photo_wording.BLURRED, photo_wording.not_clear(("address",))), True),
        ({}, (photo_wording.BLURRED, photo_wording.UNKNOWN_KIND), False),
        ({}, (photo_wording.NO_TEXT,), False),
        (READ, (photo_wording.CUT_OFF,), False),
        ({}, (photo_wording.UNREAD,), True),
    ],
)
def test_a_photograph_will_do_if_it_shows_the_paper(
    values: dict[str, str], problems: tuple[str, ...], does: bool
) -> None:
    assert will_do(PhotoReading(DocumentKind.ID_CARD, values, problems)) is does
