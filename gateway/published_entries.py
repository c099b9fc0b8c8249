"""Gives the policy reader what was published, from the database."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import NotFound
from core.knowledge import EntryState, EntryVersion
from core.store import EntryStore, ReleaseStore
from core.store.releases import split_id
from gateway.policies import PolicyEntry, Standing
from knowledge_base.documents import entry_of


class PublishedEntries:
    """Fulfil EntryReader; the entries in service are read once for each release."""

    def __init__(
        self, entries: EntryStore, releases: ReleaseStore, served: Callable[[], int]
    ) -> None:
        """Take the stores, and how to ask for the number of the release in service."""
        self._entries = entries
        self._releases = releases
        self._served = served
        self._kept: tuple[int, tuple[PolicyEntry, ...]] | None = None

    async def in_service(self) -> tuple[PolicyEntry, ...]:
        """Return the entries of the release in service, in document order."""
        number = self._served()  # asked before the rows: a release between them is read again
        if self._kept is None or self._kept[0] != number:
            _, versions = await self._releases.in_force()
            self._kept = number, tuple(_readable(version) for version in versions)
        return self._kept[1]

    async def version(self, entry_id: str) -> tuple[PolicyEntry, Standing] | None:
        """Return a version that is or was published; None for drafts and unknown ids."""
        try:
            version = await self._entries.entry(*split_id(entry_id))
        except NotFound:
            return None
        if version.state is EntryState.PUBLISHED:
            return _readable(version), Standing.IN_FORCE
        if version.state is not EntryState.RETIRED:
            return None
        keys = {entry.passage.key for entry in await self.in_service()}
        standing = Standing.REPLACED if version.key in keys else Standing.WITHDRAWN
        return _readable(version), standing


def _readable(version: EntryVersion) -> PolicyEntry:
    updated = version.updated_at.date() if version.updated_at is not None else None
    return PolicyEntry(entry_of(version).passage, version.content.superseded_by, updated)
