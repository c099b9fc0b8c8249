"""Opens the knowledge base off the request path, and follows its releases."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import yaml

from core.catalogue import Catalogue
from core.contracts import Found, ItemFinder, ItemGuess, Passage
from core.errors import EngineUnavailable
from core.store import ReleaseStore
from core.store.vectors import VectorStore
from gateway.settings import Settings
from knowledge_base.documents import entry_of
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.item_finder import CatalogueItemFinder
from knowledge_base.review.remembering import RememberingEmbedder
from knowledge_base.serving import ENGINE, ServedKnowledge
from knowledge_base.uncovered import read_uncovered
from knowledge_base.vector_engine import VectorEngine

POPULAR = "popular.yml"
ASKED_EVERY = 1.0  # seconds; so long another gateway may still answer from the former release
# Where gateways share an engine, each search asks: all change over at the same commit. Who asks
# while a large index is still being made here is answered from the former release instead.
WAITED_FOR = 1.0  # seconds


class Knowledge:
    """Fulfil Retriever and ItemFinder as soon as `load` has run; until then nobody answers."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        releases: ReleaseStore,
        report: Callable[[str], None] | None = None,
        today: Callable[[], date] | None = None,
    ) -> None:
        """Take where models and the index lie; `report` is told how far it is.

        `today` says what is in force; None: this machine's own clock, in China.
        """
        self._settings = settings
        self._catalogue = catalogue
        self._releases = releases
        self._report = report
        self.likeness = SentenceEmbedder(settings.models / settings.likeness_model)
        self._embedder = SentenceEmbedder(settings.models / settings.embedding_model)
        # With several gateways, one of them works a release's vectors out, and all use them.
        url = settings.vectors_url.get_secret_value()
        self._engine = VectorEngine(VectorStore(url)) if url else None
        self._asked_every = 0.0 if self._engine else ASKED_EVERY
        self._taking_over: asyncio.Task[None] | None = None
        # A regression asks the same thousand questions each time: their vectors are remembered.
        self.served = ServedKnowledge(
            RememberingEmbedder(self._embedder),
            settings.index,
            uncovered=read_uncovered(),
            report=self._tell,
            engine=self._engine,
            today=today,
        )
        self._finder: ItemFinder | None = None
        self._asked_at = float("-inf")
        popular = settings.packs.parent / POPULAR
        self.popular: Mapping[str, Sequence[str]] = yaml.safe_load(popular.read_text("utf-8"))

    def regions(self) -> Sequence[str]:
        """Return the regions that published entries speak for."""
        return self.served.regions()

    async def load(self) -> None:
        """Load the model and the index, building what the index has not yet."""
        await asyncio.to_thread(self._embedder.load)
        await asyncio.to_thread(self.likeness.load)
        await self._follow()
        self._finder = await asyncio.to_thread(
            CatalogueItemFinder, self._catalogue, self.likeness, self._settings.index
        )

    async def search(
        self,
        question: str,
        *,
        region: str | None,
        limit: int = 3,
        on: date | None = None,
        version: str = "standard",
    ) -> Found:
        """Search the release in force, or raise EngineUnavailable."""
        await self._keep_up()
        return await self.served.search(
            question, region=region, limit=limit, on=on, version=version
        )

    async def entry(self, document_id: str) -> Passage | None:
        """Return a passage in force, or raise EngineUnavailable."""
        await self._keep_up()
        return await self.served.entry(document_id)

    async def find(self, text: str) -> tuple[ItemGuess, ...]:
        """Find service items, or raise EngineUnavailable."""
        if self._finder is None:
            raise EngineUnavailable(ENGINE)
        return await self._finder.find(text)

    async def answers(self) -> bool:
        """Tell whether the engine of the vectors answers; here in the process it always does."""
        return self._engine is None or await self._engine.answers()

    async def close(self) -> None:
        """Stop what is being made, and close the engine's connections."""
        if self._taking_over is not None:
            self._taking_over.cancel()
            await asyncio.gather(self._taking_over, return_exceptions=True)
        if self._engine is not None:
            await asyncio.to_thread(self._engine.close)

    async def _keep_up(self) -> None:
        """Take over what another gateway published or withdrew."""
        if self.served.number and time.monotonic() - self._asked_at >= self._asked_every:
            await self._follow(WAITED_FOR)

    async def _follow(self, seconds: float | None = None) -> None:
        """Take over the newest release, or leave it under way after so many seconds."""
        self._asked_at = time.monotonic()
        if await self._releases.newest_number() <= self.served.number:
            return
        if self._taking_over is None or self._taking_over.done():
            self._taking_over = asyncio.create_task(self._take_over(), name="release")
        done, _ = await asyncio.wait({self._taking_over}, timeout=seconds)
        for finished in done:
            finished.result()  # its error is ours

    async def _take_over(self) -> None:
        number, versions = await self._releases.in_force()
        await self.served.serve(number, [entry_of(version) for version in versions])

    def _tell(self, done: int, total: int) -> None:
        if self._report is not None:
            self._report(f"indexed {done} of {total} sentences")
