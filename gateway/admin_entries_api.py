"""Serves editors' entries, from the first draft to the approval."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from core.knowledge import EntryState
from gateway.admin_json import diff_json, entry_json, event_json, row_json
from gateway.admin_parts import AdminParts
from gateway.api import Body, Json
from gateway.staff import SignedIn

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[str, Field(max_length=200)]
ONE = "/entries/{key}/{version}"


class NewEntry(Body):
    """Begin an entry in a document."""

    document_id: Id
    question: str | None = Field(default=None, max_length=500)
    gap_id: Id | None = None


class Revision(Body):
    """Say which revision the page shows."""

    revision: Number


class Edit(Revision):
    """Replace fields of a draft."""

    content: dict[str, object]


class DoubtResolution(Revision):
    """Replace doubtful characters."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    replacement: str = Field(max_length=10_000)


class FlagAcceptance(Revision):
    """Take note of a warning."""

    quote: str


class Return(Revision):
    """Say what must be done again."""

    note: str = Field(min_length=1, max_length=1000)


def entry_routes(api: APIRouter, parts: AdminParts, signed_in: SignedIn) -> None:
    """Add the routes."""
    editorial = parts.editorial

    @api.get("/entries")
    async def entries(
        state: EntryState | None = None,
        document: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Json:
        """Return versions in that state, of that document."""
        return {"entries": [row_json(one) for one in await parts.entries.entries(state, document)]}

    @api.post("/entries", status_code=201)
    async def begin(body: NewEntry, member: SignedIn = signed_in) -> Json:
        """Begin an entry with a blank draft, or with the questions of a gap."""
        if body.gap_id is not None:
            draft = await parts.gap_queue.draft(body.gap_id, body.document_id, member.name)
        else:
            draft = await editorial.begin_entry(body.document_id, member.name, body.question)
        return entry_json(draft)

    # The static paths first: a key matches everything.
    @api.get("/entries/{key}/history")
    async def history(key: str) -> Json:
        """Return who did what, oldest first."""
        return {"events": [event_json(event) for event in await parts.overviews.history(key)]}

    @api.post("/entries/{key}/draft", status_code=201)
    async def begin_version(key: str, member: SignedIn = signed_in) -> Json:
        """Begin a new version of an entry."""
        return entry_json(await editorial.begin_version(key, member.name))

    @api.get(ONE)
    async def entry(key: str, version: Number) -> Json:
        """Return one version."""
        return entry_json(await parts.entries.entry(key, version))

    @api.patch(ONE)
    async def edit(key: str, version: Number, body: Edit, member: SignedIn = signed_in) -> Json:
        """Replace fields of a draft."""
        return entry_json(
            await editorial.edit(key, version, body.revision, body.content, member.name)
        )

    @api.post(ONE + "/doubts/resolve")
    async def resolve(
        key: str, version: Number, body: DoubtResolution, member: SignedIn = signed_in
    ) -> Json:
        """Put other characters, or the same, in the place of doubtful ones."""
        span = (body.start, body.end)
        return entry_json(
            await editorial.resolve_doubt(
                key, version, body.revision, span, body.replacement, member.name
            )
        )

    @api.post(ONE + "/flags/accept")
    async def accept(
        key: str, version: Number, body: FlagAcceptance, member: SignedIn = signed_in
    ) -> Json:
        """Take note of a warning of the import."""
        return entry_json(
            await editorial.accept_flag(key, version, body.revision, body.quote, member.name)
        )

    @api.post(ONE + "/submit")
    async def submit(
        key: str, version: Number, body: Revision, member: SignedIn = signed_in
    ) -> Json:
        """Send a draft to review."""
        return entry_json(await editorial.submit(key, version, body.revision, member.name))

    @api.post(ONE + "/approve")
    async def approve(
        key: str, version: Number, body: Revision, member: SignedIn = signed_in
    ) -> Json:
        """Approve what a colleague wrote."""
        return entry_json(await editorial.approve(key, version, body.revision, member.name))

    @api.post(ONE + "/return")
    async def send_back(
        key: str, version: Number, body: Return, member: SignedIn = signed_in
    ) -> Json:
        """Return an entry to its authors."""
        return entry_json(
            await editorial.send_back(key, version, body.revision, member.name, body.note)
        )

    @api.post(ONE + "/discard", status_code=204)
    async def discard(
        key: str, version: Number, body: Revision, member: SignedIn = signed_in
    ) -> Response:
        """Give a draft up."""
        await editorial.discard(key, version, body.revision, member.name)
        return Response(status_code=204)

    @api.get(ONE + "/diff")
    async def diff(key: str, version: Number) -> Json:
        """Return what a version changes against the published one."""
        against, fields = await editorial.diff(key, version)
        return {"against": against, "fields": diff_json(fields)}
