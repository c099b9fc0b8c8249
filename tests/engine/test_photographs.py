"""Tests the real recogniser on drawn documents: its models come with the wheel."""

from __future__ import annotations

import random
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from core import photo_wording
from core.errors import EngineUnavailable
from core.photos import DocumentKind
from integrations.photographs.image_check import checked
from integrations.photographs.rapid_ocr import RapidOcr, letter_scores
from integrations.photographs.reader import RapidOcrReader
from tests.photographs.camera import Shot, as_jpeg, photographed
from tests.photographs.documents import DRAWN

pytestmark = pytest.mark.engine
PLAIN = Shot(tilted=3, askew=0.02, noise=4, quality=70, longest=1600)


@pytest.fixture(scope="module")
def reader() -> RapidOcrReader:
    return RapidOcrReader(timeout=120.0)


@pytest.fixture(autouse=True)
def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every attempt to fetch something fail."""

    def refuse(*arguments: object) -> None:
        raise AssertionError("it wants to fetch something")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def photograph(kind: DocumentKind, shot: Shot, seed: int = 7) -> tuple[bytes, dict[str, str]]:
    document = DRAWN[kind](random.Random(seed))
    picture = photographed(document.image, shot, seed)
    return checked(as_jpeg(picture, shot.quality)).jpeg, document.values


@pytest.mark.parametrize("kind", list(DRAWN))
async def test_an_ordinary_photograph_is_read(reader: RapidOcrReader, kind: DocumentKind) -> None:
    jpeg, values = photograph(kind, PLAIN)

    reading = await reader.read(jpeg, kind)

    assert reading.kind is kind
    assert {k: v for k, v in reading.values.items() if values.get(k) != v} == {}
    assert len(reading.values) >= len(values) - 1


@pytest.mark.parametrize("turned", [90, 180, 270])
@pytest.mark.parametrize("kind", [DocumentKind.ID_CARD, DocumentKind.BANK_CARD])
async def test_a_photograph_that_lies_on_its_side_is_read(
    reader: RapidOcrReader, kind: DocumentKind, turned: int
) -> None:
    jpeg, values = photograph(kind, replace(PLAIN, turned=turned))

    reading = await reader.read(jpeg, None)

    key = "id_number" if kind is DocumentKind.ID_CARD else "bank_card"
    assert reading.kind is kind
    assert reading.values[key] == values[key]


async def test_what_is_hopelessly_blurred_gives_no_value_and_the_reason(
    reader: RapidOcrReader,
) -> None:
    jpeg, values = photograph(DocumentKind.ID_CARD, replace(PLAIN, blurred=9))

    reading = await reader.read(jpeg, DocumentKind.ID_CARD)

    assert all(values[key] == value for key, value in reading.values.items())
    assert "id_number" not in reading.values
    assert reading.problems[0] == photo_wording.BLURRED


async def test_another_paper_is_named(reader: RapidOcrReader) -> None:
    jpeg, _ = photograph(DocumentKind.BANK_CARD, PLAIN)

    reading = await reader.read(jpeg, DocumentKind.ID_CARD)

    assert reading.problems[0] == "这像是银行卡，这里要的是身份证。"


async def test_without_its_models_the_reader_is_unavailable(tmp_path: Path) -> None:
    reader = RapidOcrReader(load=lambda threads: RapidOcr(threads, tmp_path))
    jpeg, _ = photograph(DocumentKind.ID_CARD, PLAIN)

    with pytest.raises(EngineUnavailable):
        await reader.read(jpeg, None)


def test_scores_belong_to_their_characters_although_spaces_are_left_out() -> None:
    scores = letter_scores("姓名 高怡", (1.0 + 1.0 + 0.4 + 0.9 + 0.8) / 5, [1.0, 1.0, 0.4, 0.9])

    assert scores == pytest.approx((1.0, 1.0, 1.0, 0.9, 0.8))
    assert letter_scores("姓名", 0.9, [0.9]) == ()
