"""Has the published answers rendered beforehand, a clause at a time, while nobody calls."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator

from core.errors import YibaoError
from voice.clauses import characters, pace_within
from voice.prepare import SPARE
from voice.published import Published, spoken
from voice.speaker import Render
from voice.speech import SLOW, USUAL
from voice.synthesizers.recordings import MOST_BYTES, RATE, Recordings

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two looks
A_SECOND = 25_000  # bytes of a recording, measured
SHARE = 0.5  # of what may be removed again: the rest is for what was said besides

Fetch = Callable[[str], Awaitable[Published | None]]


class AnswerPreparation:
    """Follow the releases: what a new one adds is rendered, what is there is kept longer."""

    every = EVERY

    def __init__(
        self,
        fetch: Fetch,
        recordings: Recordings,
        render: Render,
        *,
        ready: Callable[[], Awaitable[bool]],
        nobody_calls: Callable[[], bool],
        most_bytes: int = int(MOST_BYTES * SHARE),
    ) -> None:
        """Take what tells the answers (None: as the version it is given), and who renders."""
        self._fetch = fetch
        self._recordings = recordings
        self._render = render
        self._ready = ready
        self._nobody_calls = nobody_calls
        self._most_bytes = most_bytes
        self._version = ""
        self._missing: deque[tuple[str, float]] = deque()  # clauses with their pace

    async def step(self) -> None:
        """Render what is missing until somebody calls; the next step goes on from there."""
        if not self._nobody_calls() or not await self._ready():
            return
        try:
            published = await self._fetch(self._version)
            if published is not None:
                self._missing = deque(await asyncio.to_thread(self._missing_of, published))
                self._version = published.version
                logger.info("answers %s: %d clauses to render", self._version, len(self._missing))
            await self._render_missing()
        except YibaoError as error:
            logger.warning("answers are not prepared now: %s", error)

    async def _render_missing(self) -> None:
        rendered = 0
        while self._missing and self._nobody_calls():
            clause, pace = self._missing[0]
            pcm = await self._render(clause, pace=pace, rate=RATE, spare=SPARE)
            await asyncio.to_thread(self._recordings.keep, clause, pcm, pace=pace)
            self._missing.popleft()
            rendered += 1
        if rendered:
            logger.info("%d clauses of answers were rendered", rendered)

    def _missing_of(self, published: Published) -> list[tuple[str, float]]:
        return [
            (clause, pace)
            for clause, pace in self._affordable(published)
            if not self._recordings.touch(clause, pace=pace)
        ]

    def _affordable(self, published: Published) -> Iterator[tuple[str, float]]:
        """Yield what is to be there, what is heard first in front, as far as it may take room."""
        parts = spoken(published)
        left = float(self._most_bytes)
        for part, pace in (
            (parts.beginnings, USUAL),
            (parts.beginnings, SLOW),
            (parts.rest, USUAL),
        ):
            for clause in part:
                left -= characters(clause) / pace_within(pace) * A_SECOND
                if left < 0:
                    logger.warning("there is no room for all recordings of answers")
                    return
                yield clause, pace_within(pace)
