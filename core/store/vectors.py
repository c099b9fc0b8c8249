"""Keeps the vectors of wordings in PostgreSQL (pgvector), and finds there which are nearest.

They follow from the rows of the releases and can be worked out again: so they lie in a schema of
their own, which no migration and no backup knows, in any database that has the extension.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from core.errors import EngineUnavailable
from core.store import vector_statements as say
from core.store.postgresql import lock_key

ENGINE = "vectors"
EXACT_UP_TO = 20_000  # wordings; who asks for any region among more of them asks an HNSW index
NEVER = 2**31 - 1  # day of what answers nobody
KEPT_DAYS = 7  # without a reader, after which a shelf is thrown away
_BATCH = 1_000  # rows sent at once

Vector = list[float]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Name what holds the wordings of one index: made in one step, and never changed."""

    name: str  # letters and digits: a hash of what is on it
    size: int  # wordings
    dimensions: int

    @property
    def indexed(self) -> bool:
        """Tell whether it is so large that it has an HNSW index."""
        return self.size > EXACT_UP_TO


@dataclass(frozen=True, slots=True)
class Wording:
    """Be a row of a shelf, without its vector."""

    place: int  # on its shelf
    key: str  # of the text and of what made its vector: equal keys have equal vectors
    region: str
    day: int  # ordinal of the first day on which it may answer


@dataclass(frozen=True, slots=True)
class Near:
    """Be a wording that was found."""

    place: int
    cosine: float


class VectorStore:
    """Answer questions about shelves; raise EngineUnavailable if the database does not answer."""

    def __init__(self, url: str) -> None:
        """Take the address of a PostgreSQL; all methods must be called on one event loop."""
        self._engine = create_async_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"server_settings": say.SETTINGS},
        )

    async def prepare(self) -> None:
        """Make the tables if there are none; the extension must be there, or be allowed to us."""
        async with self._writing() as connection:
            turn = text("SELECT pg_advisory_xact_lock(:key)")
            await connection.execute(turn, {"key": lock_key("yibao_vectors")})
            if (await connection.execute(say.THERE)).scalar_one_or_none() is None:
                await connection.execute(text("CREATE EXTENSION vector"))
            for statement in say.TABLES:
                await connection.execute(text(statement))

    async def holds(self, shelf: Shelf) -> bool:
        """Tell whether a shelf is there and whole; who asks keeps it from being thrown away."""
        async with self._writing() as connection:
            found = await connection.execute(say.SEEN, {"n": shelf.name})
            return found.scalar_one_or_none() is not None

    async def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Return those of the keys whose vectors are there, on whatever shelf."""
        async with self._reading() as connection:
            found = await connection.execute(say.KNOWN, {"keys": list(keys)})
            return frozenset(found.scalars())

    @asynccontextmanager
    async def making(self, shelf: Shelf) -> AsyncIterator[None]:
        """Wait until no other gateway makes that shelf, and keep others from it meanwhile."""
        # A session's lock: embedding takes minutes, for which no transaction should be open.
        asked = {"key": lock_key(f"yibao_vectors:{shelf.name}")}
        async with self._reading() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(:key)"), asked)
            try:
                yield
            finally:
                await connection.execute(text("SELECT pg_advisory_unlock(:key)"), asked)

    async def fill(
        self,
        shelf: Shelf,
        wordings: Sequence[Wording],
        vector_of: Callable[[str], Vector | None],
    ) -> None:
        """Make a shelf in one step; None from `vector_of`: another shelf has that key's."""
        async with self._writing() as connection:
            there: list[Wording] = []
            for part in _parts(wordings):
                vectors = [(wording, vector_of(wording.key)) for wording in part]
                fresh = [_row(shelf, wording, v) for wording, v in vectors if v is not None]
                there += [wording for wording, vector in vectors if vector is None]
                if fresh:
                    await connection.execute(say.ADD, fresh)
            for part in _parts(there):
                await connection.execute(say.COPY, _columns(shelf, part))
            if shelf.indexed:
                await connection.execute(say.index_of(shelf.name, shelf.dimensions))
            # Nobody who searches waits until autovacuum has noticed how much has come: without
            # figures the planner would not use the index.
            await connection.execute(text("ANALYZE yibao_vectors.wordings"))
            await _throw_away_old(connection)
            await connection.execute(say.SHELVED, {"n": shelf.name})

    async def nearest(
        self,
        shelf: Shelf,
        asked: Sequence[Vector],
        most: int,
        *,
        regions: Sequence[str] | None,
        day: int,
    ) -> list[list[Near]]:
        """Return for each question the wordings nearest to it, best first.

        Only those of the regions (None: of any) that may answer on that day.
        """
        statement, named = _question(shelf, regions)
        named |= {"day": day, "most": most}
        async with self._reading() as connection:
            return [await _found(connection, statement, named | {"asked": one}) for one in asked]

    async def cosines(self, shelf: Shelf, asked: Vector, places: Sequence[int]) -> list[Near]:
        """Return how alike a question is to those of these wordings that are on the shelf."""
        named = {"shelf": shelf.name, "asked": asked, "places": list(places)}
        async with self._reading() as connection:
            return await _found(connection, say.COSINES, named)

    async def vectors(self, shelf: Shelf, places: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of those of these wordings that are on the shelf, by place."""
        named = {"shelf": shelf.name, "places": list(places)}
        async with self._reading() as connection:
            rows = await connection.execute(say.VECTORS, named)
            return {place: list(vector) for place, vector in rows}

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        # One statement each: there is nothing that a transaction would keep together.
        async with self._connected() as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        async with self._connected() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise EngineUnavailable(ENGINE) from error


def _question(shelf: Shelf, regions: Sequence[str] | None) -> tuple[TextClause, dict[str, object]]:
    """Return how to ask a shelf: who has said a region is compared with all that speaks for it."""
    if regions is not None:
        return say.AMONG, {"shelf": shelf.name, "regions": list(regions)}
    if shelf.indexed:
        return say.by_index(shelf.name, shelf.dimensions), {}
    return say.ANYWHERE, {"shelf": shelf.name}


async def _throw_away_old(connection: AsyncConnection) -> None:
    """Remove the shelves that nobody has asked for in a long time."""
    old = await connection.execute(say.OLD, {"days": KEPT_DAYS})
    for name in old.scalars().all():
        await connection.execute(say.no_index_of(name))
        await connection.execute(say.GONE, {"n": name})


async def _found(
    connection: AsyncConnection, statement: TextClause, named: Mapping[str, object]
) -> list[Near]:
    rows = await connection.execute(statement, dict(named))
    return [Near(place, cosine) for place, cosine in rows]


def _row(shelf: Shelf, wording: Wording, vector: Vector) -> dict[str, object]:
    return {
        "shelf": shelf.name,
        "place": wording.place,
        "key": wording.key,
        "region": wording.region,
        "day": wording.day,
        "vector": vector,
    }


def _columns(shelf: Shelf, wordings: Sequence[Wording]) -> dict[str, object]:
    return {
        "shelf": shelf.name,
        "places": [wording.place for wording in wordings],
        "keys": [wording.key for wording in wordings],
        "regions": [wording.region for wording in wordings],
        "days": [wording.day for wording in wordings],
    }


def _parts(wordings: Sequence[Wording]) -> Iterator[Sequence[Wording]]:
    for start in range(0, len(wordings), _BATCH):
        yield wordings[start : start + _BATCH]
