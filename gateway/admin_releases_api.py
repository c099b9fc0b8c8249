"""Serves the release in force to editors: regression, publishing, rolling back, withdrawing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from core.errors import InvalidContent, NotFound
from core.knowledge import Release
from gateway.admin_json import release_json
from gateway.admin_parts import AdminParts
from gateway.api import Body, Json
from gateway.staff import SignedIn
from knowledge_base.review.regression import report_to_json

SHOWN = 50  # releases
Ids = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=1000)]


class Candidates(Body):
    """Choose versions for a regression run."""

    entries: Ids


class NewRelease(Body):
    """Publish versions."""

    entries: Ids
    note: str = Field(default="", max_length=1000)


class RollBack(Body):
    """Bring an earlier release back."""

    note: str = Field(default="", max_length=1000)


class Withdrawal(Body):
    """Take an entry or a document out of service."""

    document_id: str | None = Field(default=None, max_length=200)
    key: str | None = Field(default=None, max_length=200)
    reason: str = Field(min_length=1, max_length=1000)


def release_routes(api: APIRouter, parts: AdminParts, signed_in: SignedIn) -> None:
    """Add the routes."""
    publishing = parts.publishing

    async def shown(release: Release) -> Json:
        try:
            before = await parts.releases.release(release.number - 1)
        except NotFound:
            before = None
        return release_json(release, before)

    @api.post("/regression")
    async def regression(body: Candidates) -> Json:
        """Ask every test question before and after these versions are published."""
        return report_to_json(await publishing.regression(body.entries))

    @api.post("/releases", status_code=201)
    async def publish(body: NewRelease, member: SignedIn = signed_in) -> Json:
        """Publish approved versions, unless the regression falls."""
        return await shown(await publishing.publish(body.entries, by=member.name, note=body.note))

    @api.get("/releases")
    async def releases() -> Json:
        """Return releases, newest first."""
        found = await parts.releases.releases(SHOWN + 1)
        befores = [*found[1:], None][: len(found)]  # none at all before the first release
        return {
            "releases": [
                release_json(one, before)
                for one, before in list(zip(found, befores, strict=True))[:SHOWN]
            ],
            "in_force": found[0].number if found else 0,
            "loaded": publishing.loaded,
        }

    @api.post("/releases/{number}/rollback", status_code=201)
    async def roll_back(number: int, body: RollBack, member: SignedIn = signed_in) -> Json:
        """Bring the members of an earlier release back."""
        return await shown(await publishing.roll_back(number, by=member.name, note=body.note))

    @api.post("/withdrawals", status_code=201)
    async def withdraw(body: Withdrawal, member: SignedIn = signed_in) -> Json:
        """Take an entry or a document out of service, at once."""
        if (body.key is None) == (body.document_id is None):
            raise InvalidContent("either a key or a document")
        return await shown(
            await publishing.withdraw(
                key=body.key,
                document_id=body.document_id,
                by=member.name,
                reason=body.reason,
            )
        )
