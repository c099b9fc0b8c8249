"""Is the database of vectors that all gateways of the cluster search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.postgresql import PostgreSQL


@dataclass(frozen=True, slots=True)
class Vectors:
    """Be one database of a server that has pgvector."""

    server: PostgreSQL
    name: str

    @property
    def url(self) -> str:
        """Return its address, as SQLAlchemy wants it."""
        return self.server.url(self.name)

    def shelves(self) -> list[int]:
        """Return how many wordings lie on each shelf."""
        counted = "SELECT count(*) FROM yibao_vectors.wordings GROUP BY shelf"
        return [int(one) for one in self.server.order(counted, self.name).split()]

    def searches(self) -> int:
        """Return how often the wordings were read through an index, or one after the other."""
        read = "SELECT idx_scan + seq_scan FROM pg_stat_user_tables WHERE relname = 'wordings'"
        return int(self.server.order(read, self.name))

    @contextmanager
    def away(self) -> Iterator[None]:
        """Let nobody in for the time of the block, and put out who is in."""
        self.server.order(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false")
        self.server.order(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'"
        )
        try:
            yield
        finally:
            self.server.order(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")
