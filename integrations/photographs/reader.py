"""Reads photographed documents, one at a time, on this machine alone."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from core import photo_wording
from core.errors import EngineUnavailable
from core.photos import DocumentKind, PhotoReading
from integrations.photographs.image_quality import cut_off, quality_problems
from integrations.photographs.kinds import kind_of, reading_of
from integrations.photographs.lines import Recognised

logger = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]
UPRIGHT = 0.9  # mean score of lines that do not stand on their heads
TALL = 1.5  # widths of a line in its height: it runs upwards
ENGINE = "photographs"  # for EngineUnavailable


class Engine(Protocol):
    """Find and recognise the lines of a picture."""

    def lines(self, pixels: Pixels) -> list[Recognised]:
        """Return the lines that stand in it, in any order."""
        ...


def rapid_ocr(threads: int) -> Engine:
    """Return the engine; its libraries are loaded now, not when the service starts."""
    from integrations.photographs.rapid_ocr import RapidOcr

    return RapidOcr(threads)


class RapidOcrReader:
    """Read photographs one at a time; fulfils PhotoReader."""

    def __init__(
        self,
        *,
        timeout: float = 20.0,
        threads: int = 1,
        load: Callable[[int], Engine] = rapid_ocr,
    ) -> None:
        """Take how many seconds a photograph may take, waiting included, and how many cores."""
        self._timeout = timeout
        self._threads = threads
        self._load = load
        self._free = asyncio.Lock()
        self._engine: Engine | None = None

    async def read(self, image: bytes, kind: DocumentKind | None) -> PhotoReading:
        """Return what stands on a JPEG; raise EngineUnavailable if that cannot be found out."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._free.acquire()
                work = asyncio.create_task(asyncio.to_thread(self._read, image, kind))
                work.add_done_callback(self._done)
                # A thread cannot be stopped: the next picture waits until it has ended.
                return await asyncio.shield(work)
        except TimeoutError as error:
            raise EngineUnavailable(ENGINE) from error

    def _done(self, work: asyncio.Task[PhotoReading]) -> None:
        self._free.release()
        if not work.cancelled() and work.exception() is not None:
            logger.warning("a photograph could not be read: %s", type(work.exception()).__name__)

    def _read(self, image: bytes, kind: DocumentKind | None) -> PhotoReading:
        started = time.monotonic()
        try:
            if self._engine is None:
                self._engine = self._load(self._threads)
            reading = read_photograph(self._engine, image, kind)
        # What its native libraries raise is not documented: cv2.error, OSError, ValueError ...
        except (RuntimeError, OSError, ValueError, ImportError, cv2.error) as error:
            raise EngineUnavailable(ENGINE) from error
        milliseconds = (time.monotonic() - started) * 1000
        logger.info(
            "photograph %s %d values %d ms", reading.kind, len(reading.values), milliseconds
        )
        return reading


def read_photograph(engine: Engine, image: bytes, kind: DocumentKind | None) -> PhotoReading:
    """Return what stands on a JPEG, and what is wrong with the picture."""
    pixels = cv2.imdecode(np.frombuffer(image, dtype=np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("not a picture")
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    lines, shape = upright(engine, np.asarray(pixels, dtype=np.uint8))
    reading = reading_of(lines, kind)
    problems = reading.problems
    if problems or not reading.values:
        # Where everything was read, the picture was good enough.
        faults = quality_problems(np.asarray(grey, dtype=np.uint8))
        if not lines and faults:
            problems = ()  # the fault is why nothing was read
        problems = (*faults, *problems)
    if cut_off(lines, shape[1], shape[0]):
        problems = (photo_wording.CUT_OFF, *problems)
    return PhotoReading(reading.kind, reading.values, problems)


def upright(engine: Engine, pixels: Pixels) -> tuple[list[Recognised], tuple[int, ...]]:
    """Return the lines, read the right way up, and the shape of the picture turned so."""
    lines = engine.lines(pixels)
    if _runs_upwards(lines):
        pixels = np.ascontiguousarray(np.rot90(pixels))
        lines = engine.lines(pixels)
    if lines and kind_of(lines) is None and _legibility(lines) < UPRIGHT:
        turned = np.ascontiguousarray(np.rot90(pixels, 2))
        others = engine.lines(turned)
        if _legibility(others) > _legibility(lines):
            return others, turned.shape
    return lines, pixels.shape


def _runs_upwards(lines: Sequence[Recognised]) -> bool:
    tall = wide = 0.0
    for line in lines:
        # By its extents: with which corner the engine begins depends on the slope.
        width, height = np.ptp(np.array(line.corners), axis=0)
        tall += height if height > TALL * width else 0.0
        wide += width if width > TALL * height else 0.0
    return tall > wide


def _legibility(lines: Sequence[Recognised]) -> float:
    letters = sum(len(line.text) for line in lines)
    return sum(line.score * len(line.text) for line in lines) / letters if letters else 0.0
