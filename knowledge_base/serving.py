"""Serves one release of the knowledge base and swaps it for the next in one step."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.contracts import Found, Passage
from core.errors import EngineUnavailable
from core.stretches import Stretch, stretch
from knowledge_base.confidence import CONFIDENCE_LINE, Weights, read_weights
from knowledge_base.documents import Entry
from knowledge_base.embedder import Embedder
from knowledge_base.search import KnowledgeBase, make_knowledge_base
from knowledge_base.slots import Slots, WithoutVectors, load_slots, save_slots
from knowledge_base.vector_engine import EngineShelf, VectorEngine
from knowledge_base.vectors import Progress

logger = logging.getLogger(__name__)

ENGINE = "index"


@dataclass(frozen=True, slots=True)
class _Made:
    """Be an index that was made, with all that can be used again for the next."""

    entries: tuple[Entry, ...]
    regions: tuple[str, ...]  # that they speak for, in order
    base: KnowledgeBase
    slots: Slots


class ServedKnowledge:
    """Fulfil Retriever with the release in service; raise EngineUnavailable before the first."""

    def __init__(
        self,
        embedder: Embedder,
        folder: Path,
        *,
        uncovered: Sequence[str] = (),
        confidence_line: float = CONFIDENCE_LINE,
        weights: Weights | None = None,
        today: Callable[[], date] | None = None,
        report: Progress | None = None,
        engine: VectorEngine | None = None,
    ) -> None:
        """Take the folder of the index's snapshots; nothing is read before it is needed.

        `uncovered` are questions that no entry answers. An engine keeps the vectors for all
        gateways; without one they are kept here.
        """
        self._uncovered = uncovered
        self._weights = weights or read_weights()  # once: every release is judged alike
        self._embedder = embedder
        self._folder = folder
        self._line = confidence_line
        self._today = today
        self._report = report
        self._engine = engine
        self._kept_as = embedder if engine is None else WithoutVectors(embedder)
        self._served: _Made | None = None
        self._candidate: _Made | None = None
        self._number = 0
        self._making = asyncio.Lock()

    @property
    def number(self) -> int:
        """Return the number of the release in service, 0 before the first."""
        return self._number

    def in_service(self) -> Sequence[Passage]:
        """Return the passages that citizens can be answered with, expired ones included."""
        return [] if self._served is None else [entry.passage for entry in self._served.entries]

    def regions(self) -> Sequence[str]:
        """Return the regions that the passages in service speak for; every turn asks."""
        return () if self._served is None else self._served.regions

    async def candidate(self, entries: Sequence[Entry]) -> KnowledgeBase:
        """Return an index of these entries that is not in service."""
        async with self._making:
            return (await self._made(tuple(entries))).base

    async def serve(self, number: int, entries: Sequence[Entry]) -> None:
        """Put a release into service: when this returns, every later search uses it.

        An older release than the one in service is ignored: a colleague was faster.
        """
        async with self._making:
            if number < self._number:
                return
            made = await self._made(tuple(entries))
            self._served, self._number = made, number
            if self._engine is not None and isinstance(made.base.index.shelf, EngineShelf):
                self._engine.serve(made.base.index.shelf)
            try:
                await asyncio.to_thread(save_slots, made.slots, self._folder, self._kept_as)
            except OSError as error:  # it serves all the same; the next start takes longer
                logger.error("release %d is in service but was not saved: %s", number, error)

    async def search(
        self,
        question: str,
        *,
        region: str | None,
        limit: int = 3,
        on: date | None = None,
        version: str = "standard",
    ) -> Found:
        """Search the release in service."""
        if self._served is None:
            raise EngineUnavailable(ENGINE)
        with stretch(Stretch.SEARCH):
            return await self._served.base.search(
                question, region=region, limit=limit, on=on, version=version
            )

    async def evidence(
        self, question: str, region: str | None, on: date
    ) -> dict[str, dict[str, float]]:
        """Return what speaks for each passage, by its id."""
        if self._served is None:
            raise EngineUnavailable(ENGINE)
        return await asyncio.to_thread(self._served.base.evidence, question, region, on)

    async def entry(self, document_id: str) -> Passage | None:
        """Return the passage of that id if it is in service."""
        if self._served is None:
            raise EngineUnavailable(ENGINE)
        return await self._served.base.entry(document_id)

    async def _made(self, entries: tuple[Entry, ...]) -> _Made:
        """Make an index, or take the one made last."""
        for made in (self._candidate, self._served):
            if made is not None and made.entries == entries:
                return made
        self._candidate = await asyncio.to_thread(self._make, entries)
        return self._candidate

    def _make(self, entries: tuple[Entry, ...]) -> _Made:
        latest = self._candidate or self._served
        known = latest.slots if latest else load_slots(self._folder, self._kept_as)
        base, slots = make_knowledge_base(
            entries,
            known,
            self._embedder,
            uncovered=self._uncovered,
            confidence_line=self._line,
            weights=self._weights,
            today=self._today,
            report=self._report,
            engine=self._engine,
        )
        regions = tuple(dict.fromkeys(entry.passage.region for entry in entries))
        return _Made(entries, regions, base, slots)
