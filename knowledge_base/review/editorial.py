"""Leads an entry from its first draft to its approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from core import editorial_wording as wording
from core.errors import ChangedMeanwhile, InvalidContent, NotFound, NotReadyForReview
from core.knowledge import EntryState, EntryVersion, PolicyDocument
from core.knowledge_json import content_changed, document_changed, doubts_from_json
from core.store import EntryStore
from knowledge_base.review.diff import FieldDiff, differences
from knowledge_base.review.doubts import resolved_at, with_text
from knowledge_base.review.drafts import blank_draft, new_document
from knowledge_base.review.shortcomings import shortcomings

Json = Mapping[str, object]


class Editorial:
    """Do what an editor asks for, and see to what must hold before it is done."""

    def __init__(self, *, entries: EntryStore, now: Callable[[], datetime]) -> None:
        """Take the store."""
        self._entries = entries
        self._now = now

    async def begin_document(self, fields: Json, by: str) -> EntryVersion:
        """Begin a document with one blank draft; its id is made of what is given."""
        document = document_changed(PolicyDocument("", "", "", None, None, None, ""), fields)
        if not document.title.strip() or not document.region.strip():
            raise InvalidContent("no title or region", wording.UNTITLED)
        draft = new_document(document, by, await self._entries.document_ids())
        return await self._entries.add_draft(draft, by=by, at=self._now())

    async def change_document(self, document_id: str, fields: Json, by: str) -> PolicyDocument:
        """Change what is known of a document, in all its drafts."""
        return await self._entries.change_document(
            document_id, lambda document: document_changed(document, fields), by=by, at=self._now()
        )

    async def begin_entry(
        self, document_id: str, by: str, question: str | None = None
    ) -> EntryVersion:
        """Begin an entry of a document with a blank draft."""
        newest = await self._entries.newest_of_document(document_id)
        place = await self._entries.last_place(document_id) + 1
        asked = () if question is None else (question,)
        draft = blank_draft(newest[-1].content.document, place, by, asked)
        return await self._entries.add_draft(draft, by=by, at=self._now())

    async def begin_version(self, key: str, by: str) -> EntryVersion:
        """Begin a new version of an entry with what the published one says."""
        return await self._entries.draft_of(key, by=by, at=self._now())

    async def edit(
        self, key: str, number: int, revision: int, fields: Json, by: str
    ) -> EntryVersion:
        """Replace fields of a draft; doubts whose characters were rewritten are resolved."""
        version = await self._current(key, number, revision)
        claimed = doubts_from_json(fields["doubts"]) if "doubts" in fields else ()
        fields = {name: value for name, value in fields.items() if name != "doubts"}
        changed = content_changed(version.content, fields)
        moved, resolved = with_text(version.content, changed.text, claimed)
        content = replace(changed, doubts=moved.doubts)
        if content == version.content:
            return version
        detail: dict[str, object] = {"fields": sorted(fields)}
        if resolved:
            detail["resolved"] = [doubt.quote for doubt in resolved]
        return await self._entries.save(
            version, content, by=by, at=self._now(), action="edited", detail=detail
        )

    async def resolve_doubt(
        self,
        key: str,
        number: int,
        revision: int,
        span: tuple[int, int],
        replacement: str,
        by: str,
    ) -> EntryVersion:
        """Put other characters, or the same, in the place of doubtful ones; (start, end)."""
        version = await self._current(key, number, revision)
        doubts = [d for d in version.content.doubts if (d.start, d.end) == span]
        if not doubts:
            raise NotFound(f"doubt at {span}", wording.NO_SUCH_DOUBT)
        # As strict about the characters as any other change of the text.
        content_changed(version.content, {"text": replacement})
        content = resolved_at(version.content, *span, replacement)
        detail = {"kind": doubts[0].kind, "quote": doubts[0].quote, "replacement": replacement}
        return await self._entries.save(
            version, content, by=by, at=self._now(), action="doubt_resolved", detail=detail
        )

    async def accept_flag(
        self, key: str, number: int, revision: int, quote: str, by: str
    ) -> EntryVersion:
        """Take note of a warning of the import."""
        version = await self._current(key, number, revision)
        left = tuple(flag for flag in version.content.flags if flag.quote != quote)
        if left == version.content.flags:
            raise NotFound("flag", wording.NO_SUCH_FLAG)
        content = replace(version.content, flags=left)
        return await self._entries.save(
            version,
            content,
            by=by,
            at=self._now(),
            action="flag_accepted",
            detail={"quote": quote},
        )

    async def submit(self, key: str, number: int, revision: int, by: str) -> EntryVersion:
        """Send a draft to review, or raise NotReadyForReview."""
        version = await self._current(key, number, revision)
        if version.state is EntryState.DRAFT and (undone := shortcomings(version.content)):
            raise NotReadyForReview(version.id, undone)
        return await self._moved(key, number, revision, EntryState.IN_REVIEW, by)

    async def approve(self, key: str, number: int, revision: int, by: str) -> EntryVersion:
        """Approve what a colleague wrote; NotPermitted for one's own work."""
        return await self._moved(key, number, revision, EntryState.APPROVED, by)

    async def send_back(
        self, key: str, number: int, revision: int, by: str, note: str
    ) -> EntryVersion:
        """Return an entry to its authors, saying why."""
        return await self._moved(key, number, revision, EntryState.DRAFT, by, note)

    async def discard(self, key: str, number: int, revision: int, by: str) -> EntryVersion:
        """Give a draft up."""
        return await self._moved(key, number, revision, EntryState.DISCARDED, by)

    async def diff(self, key: str, number: int) -> tuple[str | None, tuple[FieldDiff, ...]]:
        """Return what a version changes: against which published version, and the fields."""
        versions = {v.version: v for v in await self._entries.versions_of(key)}
        if number not in versions:
            raise NotFound(f"entry {key}@{number}")
        for other in versions.values():
            if other.state is EntryState.PUBLISHED and other.version != number:
                return other.id, differences(other.content, versions[number].content)
        return None, ()

    async def _current(self, key: str, number: int, revision: int) -> EntryVersion:
        """Return a version, or raise ChangedMeanwhile if it is not the one that the page shows."""
        version = await self._entries.entry(key, number)
        if version.revision != revision:
            raise ChangedMeanwhile(version.id)
        return version

    async def _moved(
        self,
        key: str,
        number: int,
        revision: int,
        state: EntryState,
        by: str,
        note: str | None = None,
    ) -> EntryVersion:
        return await self._entries.move(
            key, number, revision, state, by=by, at=self._now(), note=note
        )
