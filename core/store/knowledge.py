"""Stores the versions of entries while editors work on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import editorial_wording as wording
from core.errors import ChangedMeanwhile, NotAllowedNow, NotFound, NotPermitted, OpenAlready
from core.knowledge import EntryContent, EntryState, EntryVersion, PolicyDocument
from core.knowledge_json import document_to_json
from core.knowledge_tables import entry_versions
from core.store import gap_rows
from core.store.database import Database, write_audit
from core.store.entry_rows import (
    OPEN,
    add_entry,
    entries_in,
    entry_in,
    rewrite_entry,
    staff,
)

REFUSED = {  # what to say when an entry stands elsewhere
    EntryState.IN_REVIEW: wording.NOT_DRAFT_TO_SUBMIT,
    EntryState.APPROVED: wording.NOT_IN_REVIEW,
    EntryState.DRAFT: wording.NOT_RETURNABLE,
    EntryState.DISCARDED: wording.NOT_DISCARDABLE,
}
ACTIONS = {
    EntryState.IN_REVIEW: "submitted",
    EntryState.APPROVED: "approved",
    EntryState.DRAFT: "returned",
    EntryState.DISCARDED: "discarded",
}


class EntryStore:
    """Answer questions about entries, and store their moves with who made them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def entry(self, key: str, number: int) -> EntryVersion:
        """Return a version, or raise NotFound."""
        async with self._database.reading() as connection:
            return await entry_in(connection, key, number)

    async def entries(
        self, state: EntryState | None = None, document_id: str | None = None
    ) -> list[EntryVersion]:
        """Return the versions in that state, of that document, in the documents' order."""
        states = () if state is None else (state,)
        async with self._database.reading() as connection:
            return await entries_in(connection, document_id=document_id, states=states)

    async def versions_of(self, key: str) -> list[EntryVersion]:
        """Return every version of an entry, oldest first."""
        async with self._database.reading() as connection:
            return await entries_in(connection, key=key)

    async def published(self) -> tuple[EntryVersion, ...]:
        """Return what answers citizens."""
        return tuple(await self.entries(EntryState.PUBLISHED))

    async def newest_of_document(self, document_id: str) -> list[EntryVersion]:
        """Return the newest version of each entry, without discarded ones; NotFound if none."""
        newest = {
            version.key: version
            for version in await self.entries(document_id=document_id)
            if version.state is not EntryState.DISCARDED
        }
        if not newest:
            raise NotFound(f"document {document_id}")
        return sorted(newest.values(), key=lambda version: (version.place, version.key))

    async def document_ids(self) -> frozenset[str]:
        """Return the id of every document that ever had an entry."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(entry_versions.c.document_id).distinct())
            return frozenset(rows.scalars())

    async def last_place(self, document_id: str) -> int:
        """Return the place of the last entry of a document; 0 if it has none."""
        async with self._database.reading() as connection:
            last = await connection.execute(
                select(func.max(entry_versions.c.place)).where(
                    entry_versions.c.document_id == document_id
                )
            )
            return int(last.scalar_one() or 0)

    async def add_draft(
        self, draft: EntryVersion, *, by: str, at: datetime, for_gap: str | None = None
    ) -> EntryVersion:
        """Store a new entry's draft, written for a gap if one is given.

        Raises NotAllowedNow if the key is taken, or the gap has a draft already.
        """
        try:
            async with self._database.writing() as connection:
                await add_entry(
                    connection, draft, action="drafted", actor=staff(by), at=at, detail={}
                )
                if for_gap is not None:
                    await gap_rows.draft_begun(
                        connection, for_gap, draft.key, by=by, actor=staff(by), at=at
                    )
        except IntegrityError as error:
            raise NotAllowedNow(f"{draft.key} exists") from error
        return replace(draft, updated_at=at)

    async def draft_of(self, key: str, *, by: str, at: datetime) -> EntryVersion:
        """Store a new draft with the content of the published version, else of the newest."""
        async with self._database.writing() as connection:
            versions = await entries_in(connection, key=key)
            if not versions:
                raise NotFound(f"entry {key}")
            for version in versions:
                if version.state in OPEN:
                    raise OpenAlready(version.id)
            published = [v for v in versions if v.state is EntryState.PUBLISHED]
            origin = (published or versions)[-1]
            draft = EntryVersion(
                key=key,
                version=versions[-1].version + 1,
                content=origin.content,
                authors=(by,),
                updated_at=at,
                place=origin.place,
            )
            detail = {"from": origin.id}
            await add_entry(
                connection, draft, action="drafted", actor=staff(by), at=at, detail=detail
            )
            return draft

    async def save(
        self,
        version: EntryVersion,
        content: EntryContent,
        *,
        by: str,
        at: datetime,
        action: str,
        detail: Mapping[str, object],
    ) -> EntryVersion:
        """Store new content of a draft; ChangedMeanwhile if it is no longer as `version` says."""
        if version.state is not EntryState.DRAFT:
            raise NotAllowedNow(f"{version.id} is {version.state}", wording.NOT_EDITABLE)
        saved = replace(
            version,
            content=content,
            revision=version.revision + 1,
            authors=_with(version.authors, by),
            updated_at=at,
        )
        async with self._database.writing() as connection:
            await rewrite_entry(
                connection, version, saved, action=action, actor=staff(by), at=at, detail=detail
            )
        return saved

    async def move(
        self,
        key: str,
        number: int,
        revision: int,
        state: EntryState,
        *,
        by: str,
        at: datetime,
        note: str | None = None,
    ) -> EntryVersion:
        """Send to review, approve, return or discard; nobody approves what they wrote."""
        async with self._database.writing() as connection:
            version = await entry_in(connection, key, number)
            if version.revision != revision:
                raise ChangedMeanwhile(version.id)
            if version.state not in (*OPEN,) or state not in REFUSED:
                raise NotAllowedNow(f"{version.id} is {version.state}", wording.NOT_EDITABLE)
            try:
                moved = version.moved_to(state)
            except NotAllowedNow as error:
                raise NotAllowedNow(str(error), REFUSED[state]) from error
            if state is EntryState.APPROVED and by in version.authors:
                raise NotPermitted(f"{by} wrote {version.id}", wording.OWN_WORK)
            moved = replace(
                moved,
                revision=revision + 1,
                reviewer=by if state is EntryState.APPROVED else None,
                note=note,
                updated_at=at,
            )
            actor, detail = staff(by), {} if note is None else {"note": note}
            await rewrite_entry(
                connection, version, moved, action=ACTIONS[state], actor=actor, at=at, detail=detail
            )
            if state is EntryState.DISCARDED:
                await gap_rows.draft_discarded(connection, key, actor=actor, at=at)
            return moved

    async def change_document(
        self,
        document_id: str,
        change: Callable[[PolicyDocument], PolicyDocument],
        *,
        by: str,
        at: datetime,
    ) -> PolicyDocument:
        """Store what is known of a document in all its drafts; NotAllowedNow if it has none."""
        async with self._database.writing() as connection:
            drafts = await entries_in(
                connection, document_id=document_id, states=[EntryState.DRAFT]
            )
            if not drafts:
                raise NotAllowedNow(f"document {document_id} has no draft", wording.NO_OPEN_DRAFT)
            newest = max(drafts, key=lambda draft: draft.revision)
            document = change(newest.content.document)
            for draft in drafts:
                saved = replace(
                    draft,
                    content=replace(draft.content, document=document),
                    revision=draft.revision + 1,
                    authors=_with(draft.authors, by),
                )
                await rewrite_entry(
                    connection,
                    draft,
                    saved,
                    action="document_changed",
                    actor=staff(by),
                    at=at,
                    detail={},
                )
            await write_audit(
                connection,
                at=at,
                actor=staff(by),
                subject=f"document:{document_id}",
                action="changed",
                detail=document_to_json(document),
            )
            return document


def _with(authors: tuple[str, ...], by: str) -> tuple[str, ...]:
    return authors if by in authors else (*authors, by)
