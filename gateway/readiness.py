"""Watches whether everything that answers citizens is ready."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from core.errors import EngineUnavailable
from core.store import Database

logger = logging.getLogger(__name__)


class WarmUp(Protocol):
    """Be an engine whose first turn is slow."""

    async def warm_up(self) -> None:
        """Do one whole turn, or raise EngineUnavailable."""
        ...


class Index(Protocol):
    """Be what policy questions are compared with."""

    async def load(self) -> None:
        """Load it whole, or raise EngineUnavailable."""
        ...

    async def answers(self) -> bool:
        """Tell whether the engine of its vectors answers now."""
        ...

    async def close(self) -> None:
        """Close what was opened."""
        ...


class Readiness:
    """Know what is missing until citizens can be served."""

    def __init__(
        self,
        *,
        dialogue: WarmUp,
        index: Index,
        database: Database,
        interval: float = 5.0,
    ) -> None:
        """Take what must be ready, and the seconds between two looks at Rasa."""
        self._dialogue = dialogue
        self._loaded = index
        self._database = database
        self._interval = interval
        self._dialogue_ready = False
        self._index_ready = False

    @property
    def dialogue(self) -> bool:
        """Tell whether Rasa answered when it was asked last."""
        return self._dialogue_ready

    @property
    def index(self) -> bool:
        """Tell whether the index is loaded."""
        return self._index_ready

    async def watch(self) -> None:
        """Load the index, then look after Rasa for ever; cancelled, it closes the index."""
        try:
            await asyncio.gather(self._index(), self._rasa())
        finally:
            await self._loaded.close()

    async def missing(self) -> list[str]:
        """Return the names of what is not ready."""
        missing = []
        if not self._dialogue_ready:
            missing.append("rasa")
        if not self._index_ready:
            missing.append("index")
        elif not await self._loaded.answers():
            missing.append("vectors")
        try:
            await self._database.answers()
        except SQLAlchemyError:
            missing.append("database")
        return missing

    async def _index(self) -> None:
        while True:
            try:
                await self._loaded.load()
            except EngineUnavailable as error:
                logger.warning("the index is not loaded: %s", error)
                await asyncio.sleep(self._interval)
            else:
                break
        self._index_ready = True
        logger.info("the index is loaded")

    async def _rasa(self) -> None:
        # Also after it was restarted, the first turn must not be a citizen's.
        while True:
            try:
                await self._dialogue.warm_up()
            except EngineUnavailable:
                self._dialogue_ready = False
            else:
                if not self._dialogue_ready:
                    logger.info("rasa answers")
                self._dialogue_ready = True
            await asyncio.sleep(self._interval if self._dialogue_ready else 0.5)
