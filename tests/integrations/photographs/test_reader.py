"""Tests integrations.photographs.reader with an engine that gives back recorded lines."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from core import photo_wording
from core.errors import EngineUnavailable
from core.photos import DocumentKind
from integrations.photographs.lines import Corners, Recognised
from integrations.photographs.reader import RapidOcrReader, upright
from tests.integrations.photographs.recorded import recorded
from tests.photographs.camera import Shot, as_jpeg, photographed
from tests.photographs.cards import id_card

PICTURE = as_jpeg(photographed(id_card(random.Random(1)).image, Shot()))
CARD = recorded(DocumentKind.ID_CARD)
Pixels = NDArray[np.uint8]


class RecordedEngine:
    """Recognise the same lines again and again."""

    def __init__(self, *answers: list[Recognised]) -> None:
        self.seen: list[Pixels] = []
        self._answers = answers

    def lines(self, pixels: Pixels) -> list[Recognised]:
        self.seen.append(pixels)
        return self._answers[min(len(self.seen), len(self._answers)) - 1]


def reader_with(engine: RecordedEngine) -> RapidOcrReader:
    return RapidOcrReader(load=lambda threads: engine)


def upwards(lines: list[Recognised]) -> list[Recognised]:
    return [replace(line, corners=_turned(line)) for line in lines]


def _turned(line: Recognised) -> Corners:
    first, second, third, fourth = ((y, CARD.width - x) for x, y in line.corners)
    return second, third, fourth, first


async def test_a_good_photograph_gives_values_and_no_problems() -> None:
    reading = await reader_with(RecordedEngine(CARD.lines)).read(PICTURE, DocumentKind.ID_CARD)

    assert dict(reading.values) == CARD.values
    assert reading.problems == ()


async def test_where_nothing_is_read_the_reason_is_given_instead() -> None:
    dark = as_jpeg(photographed(id_card(random.Random(1)).image, Shot(light=0.15)))

    reading = await reader_with(RecordedEngine([])).read(dark, DocumentKind.ID_CARD)

    assert (dict(reading.values), reading.problems) == ({}, (photo_wording.DARK,))


async def test_the_engine_is_loaded_once_and_not_before_it_is_needed() -> None:
    loaded: list[int] = []

    def load(threads: int) -> RecordedEngine:
        loaded.append(threads)
        return RecordedEngine(CARD.lines)

    reader = RapidOcrReader(load=load, threads=2)
    before = list(loaded)
    await asyncio.gather(reader.read(PICTURE, None), reader.read(PICTURE, None))

    assert (before, loaded) == ([], [2])


@pytest.mark.parametrize("error", [OSError("no model"), RuntimeError("onnx"), ImportError("cv2")])
async def test_an_engine_that_cannot_start_is_unavailable(error: Exception) -> None:
    def load(threads: int) -> RecordedEngine:
        raise error

    with pytest.raises(EngineUnavailable):
        await RapidOcrReader(load=load).read(PICTURE, None)


async def test_bytes_that_are_no_picture_are_unreadable() -> None:
    with pytest.raises(EngineUnavailable):
        await reader_with(RecordedEngine(CARD.lines)).read(b"not a picture", None)


async def test_a_picture_that_takes_too_long_keeps_the_others_waiting_but_not_the_citizen() -> None:
    go_on, all_ended = threading.Event(), threading.Event()
    running: list[int] = []

    class SlowEngine(RecordedEngine):
        def lines(self, pixels: Pixels) -> list[Recognised]:
            running.append(1)
            assert go_on.wait(10.0)
            all_ended.set()
            return super().lines(pixels)

    reader = RapidOcrReader(timeout=0.05, load=lambda threads: SlowEngine(CARD.lines))

    for _ in range(2):
        with pytest.raises(EngineUnavailable):
            await reader.read(PICTURE, None)
    at_once = len(running)
    go_on.set()
    ended = await asyncio.to_thread(all_ended.wait, 10.0)

    assert (at_once, ended) == (1, True)


@pytest.mark.parametrize(
    ("answers", "turns"),
    [
        ((CARD.lines,), 1),
        ((upwards(CARD.lines), CARD.lines), 2),
        ((upwards(CARD.lines), [replace(CARD.lines[0], text="亻日", score=0.4)], CARD.lines), 3),
    ],
)
def test_a_picture_is_turned_until_it_can_be_read(
    answers: tuple[list[Recognised], ...], turns: int
) -> None:
    engine = RecordedEngine(*answers)
    pixels = np.zeros((CARD.height, CARD.width, 3), dtype=np.uint8)

    lines, shape = upright(engine, pixels)

    assert lines == CARD.lines
    assert len(engine.seen) == turns
    assert shape[:2] == engine.seen[-1].shape[:2]


def test_a_page_that_nobody_can_read_is_turned_only_once() -> None:
    poor: Callable[[float], list[Recognised]] = lambda score: [  # noqa: E731
        replace(CARD.lines[0], text="模糊", score=score)
    ]
    engine = RecordedEngine(poor(0.6), poor(0.5))

    lines, _ = upright(engine, np.zeros((10, 10, 3), dtype=np.uint8))

    assert lines == poor(0.6)
    assert len(engine.seen) == 2
