"""Declares what the editorial side needs of the search and of the importer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from core.contracts import Found
from knowledge_base.documents import Entry
from knowledge_base.importing.document import ImportedDocument

Progress = Callable[[str, int, int], None]  # step in Chinese, done, total; from any thread


class Searchable(Protocol):
    """Be an index that can be asked; every method may be slow, so call it in a thread."""

    def found_all(
        self, asked: Sequence[tuple[str, str | None]], day: date, limit: int = 3
    ) -> list[Found]:
        """Answer many (question, region) at once."""
        ...


class Served(Protocol):
    """Be the release that answers citizens."""

    @property
    def number(self) -> int:
        """Return the number of the release in service, 0 before the first."""
        ...

    async def candidate(self, entries: Sequence[Entry]) -> Searchable:
        """Return an index of these entries that is not in service."""
        ...

    async def serve(self, number: int, entries: Sequence[Entry]) -> None:
        """Put a release into service: when this returns, every later search uses it."""
        ...


class DocumentReader(Protocol):
    """Read a file of any format that we know."""

    def read(self, name: str, content: bytes, progress: Progress) -> ImportedDocument:
        """Return the document, or raise UnreadableDocument; slow, so call it in a thread."""
        ...
