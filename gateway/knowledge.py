"""Opens the knowledge base off the request path: models are slow to load."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date

import yaml

from core.catalogue import Catalogue
from core.contracts import Found, ItemFinder, ItemGuess, Retriever
from core.errors import EngineUnavailable
from gateway.settings import Settings
from knowledge_base.documents import read_packs
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.item_finder import CatalogueItemFinder
from knowledge_base.search import open_knowledge_base

ENGINE = "index"
POPULAR = "popular.yml"


class Knowledge:
    """Fulfil Retriever and ItemFinder as soon as `load` has run; until then nobody answers."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        report: Callable[[str], None] | None = None,
    ) -> None:
        """Take where packs, models and the index lie; `report` is told how far it is."""
        self._settings = settings
        self._catalogue = catalogue
        self._report = report
        self._retriever: Retriever | None = None
        self._finder: ItemFinder | None = None
        regions = (entry.passage.region for entry in read_packs(settings.packs))
        self.regions: Sequence[str] = tuple(dict.fromkeys(regions))
        popular = settings.packs.parent / POPULAR
        self.popular: Sequence[str] = tuple(yaml.safe_load(popular.read_text("utf-8")))

    async def load(self) -> None:
        """Load the model and the index, building the index if the packs have changed."""
        await asyncio.to_thread(self._load)

    def _load(self) -> None:
        embedder = SentenceEmbedder(self._settings.models / self._settings.embedding_model)
        retriever = open_knowledge_base(
            embedder,
            self._settings.index,
            packs=self._settings.packs,
            report=self._tell,
        )
        self._finder = CatalogueItemFinder(self._catalogue, embedder, self._settings.index)
        embedder.load()
        self._retriever = retriever

    async def search(
        self, question: str, *, region: str | None, limit: int = 3, on: date | None = None
    ) -> Found:
        """Search the reviewed packs, or raise EngineUnavailable."""
        if self._retriever is None:
            raise EngineUnavailable(ENGINE)
        return await self._retriever.search(question, region=region, limit=limit, on=on)

    async def find(self, text: str) -> tuple[ItemGuess, ...]:
        """Find service items, or raise EngineUnavailable."""
        if self._finder is None:
            raise EngineUnavailable(ENGINE)
        return await self._finder.find(text)

    def _tell(self, done: int, total: int) -> None:
        if self._report is not None:
            self._report(f"indexed {done} of {total} sentences")
