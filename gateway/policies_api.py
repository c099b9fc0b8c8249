"""Serves the policy reader: documents, entries, leaflets; all of it is public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from core import leaflet_wording as wording
from core.catalogue import Catalogue
from core.errors import NotAllowedNow, NotFound
from gateway.leaflet import Leaflet, Office, entry_leaflet, topic_leaflet
from gateway.leaflet_pdf import LeafletPress
from gateway.policies import (
    EntryReader,
    PolicyEntry,
    Standing,
    chapters,
    document_json,
    document_of,
    documents,
    entry_json,
    on_topic,
    standing_on,
)
from gateway.problems import problem

Json = dict[str, object]
READER = "/policies"  # where the page answers


@dataclass(frozen=True, slots=True)
class PolicyParts:
    """Hold what the policy reader's routes use."""

    entries: EntryReader
    catalogue: Catalogue
    press: LeafletPress | None  # None: this machine has no Chinese font
    office: Office
    public_url: str  # how citizens reach us, for QR codes; empty: as the request did
    now: Callable[[], datetime]


def policy_routes(parts: PolicyParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")

    async def of_document(document_id: str) -> tuple[PolicyEntry, ...]:
        serving = await parts.entries.in_service()
        found = tuple(entry for entry in serving if document_of(entry) == document_id)
        if not found:
            raise NotFound(f"document {document_id}")
        return found

    async def version(entry_id: str) -> tuple[PolicyEntry, Standing]:
        """Return one version; an id without a version means the one in service."""
        if "@" not in entry_id:
            return await in_service(entry_id), Standing.IN_FORCE
        found = await parts.entries.version(entry_id)
        if found is None:
            raise NotFound(f"entry {entry_id}")
        return found

    async def in_service(key: str) -> PolicyEntry:
        for entry in await parts.entries.in_service():
            if entry.passage.key == key:
                return entry
        raise NotFound(f"entry {key}")

    async def pdf(leaflet: Leaflet) -> Response:
        if parts.press is None:
            return problem(503, "no-font", wording.NO_FONT)
        content = await parts.press.printed(leaflet, parts.now())
        name = quote(wording.FILE_NAME.format(title=leaflet.title.rstrip("？")), safe="")
        return Response(
            content,
            media_type="application/pdf",
            headers={"Content-Disposition": f"inline; filename*=UTF-8''{name}"},
        )

    def address(request: Request) -> str:
        return (parts.public_url or str(request.base_url)).rstrip("/") + READER

    @api.get("/policies")
    async def list_documents(
        region: Annotated[str | None, Query(max_length=32)] = None,
    ) -> Json:
        """Return the documents in service; for a region, its own and the nation's."""
        groups = documents(await parts.entries.in_service(), region or None)
        return {"documents": [document_json(group) for group in groups]}

    @api.get("/policies/{document_id}")
    async def document(document_id: str) -> Json:
        """Return one document with its entries by chapter."""
        entries, today = await of_document(document_id), parts.now().date()
        return {
            "document": document_json(entries),
            "chapters": [
                {"section": section, "entries": [entry_json(entry, today) for entry in group]}
                for section, group in chapters(entries)
            ],
        }

    @api.get("/policies/{document_id}/leaflet.pdf", response_class=Response)
    async def document_leaflet(
        document_id: str,
        request: Request,
        topic: Annotated[str, Query(max_length=64)] = "",
    ) -> Response:
        """Return what a document says on one topic, in large print on one page."""
        entries = await of_document(document_id)
        if not topic.strip():
            return problem(422, "no-topic", wording.NO_TOPIC)
        chosen = on_topic(entries, topic.strip())
        if not chosen:
            raise NotFound(f"topic {topic} in {document_id}")
        return await pdf(
            topic_leaflet(
                [entry.passage for entry in chosen],
                topic.strip(),
                catalogue=parts.catalogue,
                office=parts.office,
                address=address(request),
                today=parts.now().date(),
            )
        )

    @api.get("/knowledge/entries/{entry_id}")
    async def entry(entry_id: str) -> Json:
        """Return one version of an entry, also an old one, so that every citation resolves."""
        found, standing = await version(entry_id)
        today = parts.now().date()
        key = found.passage.key
        serving = [e for e in await parts.entries.in_service() if e.passage.key == key]
        return {
            **entry_json(found, today),
            "document": document_json([found]),
            "state": standing_on(found, standing, today).value,
            "in_service": serving[0].passage.document_id if serving else None,
        }

    @api.get("/knowledge/entries/{entry_id}/leaflet.pdf", response_class=Response)
    async def leaflet(entry_id: str, request: Request) -> Response:
        """Return one entry in large print on one page."""
        found, standing = await version(entry_id)
        if standing is Standing.REPLACED:
            raise NotAllowedNow(entry_id, wording.REPLACED)
        if standing is Standing.WITHDRAWN:
            raise NotAllowedNow(entry_id, wording.WITHDRAWN)
        return await pdf(
            entry_leaflet(
                found.passage,
                catalogue=parts.catalogue,
                office=parts.office,
                address=address(request),
                today=parts.now().date(),
            )
        )

    return api
