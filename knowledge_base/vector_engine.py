"""Compares questions with wordings whose vectors PostgreSQL keeps (pgvector), for all gateways."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Coroutine, Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from core.errors import EngineUnavailable
from core.knowledge import NATION
from core.store.vectors import ENGINE, NEVER, Near, Vector, VectorStore, Wording
from core.store.vectors import Shelf as Stored
from knowledge_base.embedder import Embedder, Matrix
from knowledge_base.nearest import Rows
from knowledge_base.shelves import Scores
from knowledge_base.slots import Keys
from knowledge_base.vectors import Progress, embedded

SEARCH_SECONDS = 2.0  # an action has three
CLOSED_WITHIN = 5.0  # seconds
_Answer = TypeVar("_Answer")


class VectorEngine:
    """Make shelves, and ask them; its store lives on a thread of its own, beside any event loop.

    A search is calculation on a worker thread, and waits there; the gateway's event loop does not.
    """

    def __init__(self, store: VectorStore, *, seconds: float = SEARCH_SECONDS) -> None:
        """Take the longest that a citizen's search may wait; who makes a shelf has time."""
        self._store = store
        self._seconds = seconds
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=ENGINE, daemon=True)
        self._thread.start()
        self._prepared = False
        self._serving: Stored | None = None

    def shelved(
        self,
        rows: ShelfRows,
        embedder: Embedder,
        report: Progress | None = None,
    ) -> EngineShelf:
        """Return the shelf with these wordings; the first gateway that wants it makes it."""
        if not self._prepared:
            self._wait_for(self._store.prepare(), None)
            self._prepared = True
        shelf = rows.shelf(embedder)
        if rows.texts and not self._wait_for(self._store.holds(shelf), None):
            self._wait_for(self._make(shelf, rows, embedder, report), None)
        return EngineShelf(self, shelf, rows.slots)

    def serve(self, shelf: EngineShelf) -> None:
        """Take note of the shelf that citizens are answered from."""
        self._serving = shelf.stored

    async def answers(self) -> bool:
        """Tell whether the shelf in service can be asked, which also keeps it there."""
        if self._serving is None:
            return True
        asked = asyncio.run_coroutine_threadsafe(self._store.holds(self._serving), self._loop)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(asked)
        except (EngineUnavailable, TimeoutError):
            return False

    def close(self) -> None:
        """Close the connections and end the thread."""
        self._wait_for(self._store.close(), CLOSED_WITHIN)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def nearest(
        self, shelf: Stored, questions: Matrix, most: int, ruling: str | None, day: date
    ) -> list[list[Near]]:
        """Return the nearest of a shelf, as VectorStore does."""
        regions = None if ruling is None else sorted({ruling, NATION})
        asked = [row.tolist() for row in questions]
        return self._wait_for(
            self._store.nearest(shelf, asked, most, regions=regions, day=day.toordinal()),
            self._limit(shelf),
        )

    def cosines(self, shelf: Stored, vector: Matrix, places: Sequence[int]) -> list[Near]:
        """Return how alike a question is to these wordings, as VectorStore does."""
        asked = self._store.cosines(shelf, vector.tolist(), places)
        return self._wait_for(asked, self._limit(shelf))

    def vectors(self, shelf: Stored, places: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of these wordings, as VectorStore does."""
        return self._wait_for(self._store.vectors(shelf, places), None)

    async def _make(
        self, shelf: Stored, rows: ShelfRows, embedder: Embedder, report: Progress | None
    ) -> None:
        """Embed what no shelf has yet, and put the shelf there in one step."""
        async with self._store.making(shelf):
            if await self._store.holds(shelf):  # another gateway was quicker
                return
            wordings = rows.wordings(embedder)
            known = await self._store.known([wording.key for wording in wordings])
            fresh = [n for n, wording in enumerate(wordings) if wording.key not in known]
            vectors = np.zeros((0, shelf.dimensions), dtype=np.float16)
            if fresh:
                texts = [rows.texts[n] for n in fresh]
                worked_out = await asyncio.to_thread(embedded, texts, embedder, report)
                vectors = worked_out.astype(np.float16)  # as slots keep them
            places = {wordings[n].key: place for place, n in enumerate(fresh)}

            def vector_of(key: str) -> Vector | None:
                place = places.get(key)
                return None if place is None else vectors[place].tolist()

            await self._store.fill(shelf, wordings, vector_of)

    def _limit(self, shelf: Stored) -> float | None:
        """Return how long a question to a shelf may take; None: nobody waits at it.

        An index asks hundreds of questions of its shelf while it is made, an editor a thousand.
        """
        return self._seconds if shelf == self._serving else None

    def _wait_for(
        self, asked: Coroutine[object, object, _Answer], seconds: float | None
    ) -> _Answer:
        """Let the store answer, while this thread waits."""
        answer = asyncio.run_coroutine_threadsafe(asyncio.wait_for(asked, seconds), self._loop)
        try:
            return answer.result()
        except TimeoutError as error:
            raise EngineUnavailable(ENGINE) from error


class ShelfRows:
    """Hold what is to be on a shelf: one row per slot, in the order of their keys.

    So gateways whose slots are numbered otherwise find the same shelf.
    """

    def __init__(
        self,
        keys: Keys,
        slots: Rows,
        texts: Sequence[str],
        regions: Sequence[str | None],
        days: Sequence[date | None],
    ) -> None:
        """Take one line per wording; a day of None: it answers nobody."""
        _, first = np.unique(keys, return_index=True)
        chosen = first.tolist()
        self._keys = [keys[n].decode("ascii") for n in chosen]
        self.slots: Rows = slots[first]
        self.texts = [texts[n] for n in chosen]
        self._regions = [regions[n] or "" for n in chosen]
        self._days = [NEVER if (day := days[n]) is None else day.toordinal() for n in chosen]

    def wordings(self, embedder: Embedder) -> list[Wording]:
        """Return the rows; vectors of another model have other keys."""
        model = hashlib.sha256(embedder.name.encode()).hexdigest()[:8]
        every = zip(self._keys, self._regions, self._days, strict=True)
        return [
            Wording(place, f"{model}{key}", region, day)
            for place, (key, region, day) in enumerate(every)
        ]

    def shelf(self, embedder: Embedder) -> Stored:
        """Return the shelf that holds just these: what it is called follows from what is on it."""
        digest = hashlib.sha256()
        for wording in self.wordings(embedder):
            digest.update(f"{wording.key} {wording.region} {wording.day}\n".encode())
        dimensions = embedder.embed(self.texts[:1]).shape[1] if self.texts else 0
        return Stored(digest.hexdigest()[:32], len(self.texts), dimensions)


class EngineShelf:
    """Fulfil Shelf with the vectors of the engine."""

    def __init__(self, engine: VectorEngine, stored: Stored, slots: Rows) -> None:
        """Take the slot of each place on the shelf."""
        self._engine = engine
        self.stored = stored
        self._slots = slots
        self._order = np.argsort(slots)

    def nearest(
        self, questions: Matrix, most: int, ruling: str | None, day: date
    ) -> tuple[Matrix, Rows]:
        """Ask the engine."""
        if not len(self._slots):
            nothing = np.zeros((len(questions), 0), dtype=np.float32)
            return nothing, nothing.astype(np.int64)
        found = self._engine.nearest(self.stored, questions, most, ruling, day)
        widest = max(len(line) for line in found)
        cosines = np.zeros((len(found), widest), dtype=np.float32)
        slots = np.full((len(found), widest), -1)
        for n, line in enumerate(found):
            cosines[n, : len(line)] = [near.cosine for near in line]
            slots[n, : len(line)] = self._slots[[near.place for near in line]] if line else []
        return cosines, slots

    def cosines(self, vector: Matrix, slots: Rows) -> Scores:
        """Ask the engine."""
        places = self._places(slots)
        found = self._engine.cosines(self.stored, vector, places.tolist())
        self._all_there(len(found), places)
        alike = np.zeros(len(self._slots), dtype=np.float32)
        alike[[near.place for near in found]] = [near.cosine for near in found]
        return np.asarray(alike[places])

    def vectors(self, slots: Rows) -> Matrix:
        """Ask the engine."""
        places = self._places(slots)
        found = self._engine.vectors(self.stored, places.tolist())
        self._all_there(len(found), places)
        rows = [found[place] for place in places.tolist()]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.stored.dimensions)

    def _places(self, slots: Rows) -> Rows:
        """Return where on the shelf these slots are."""
        return np.asarray(self._order[np.searchsorted(self._slots, slots, sorter=self._order)])

    @staticmethod
    def _all_there(found: int, places: Rows) -> None:
        # Somebody emptied the schema: no answer is better than one from half of the wordings.
        if found != len(np.unique(places)):
            raise EngineUnavailable(ENGINE)
