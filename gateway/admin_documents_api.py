"""Serves editors' documents: the list, what is known of one, and the import of files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from core.knowledge import EntryState
from core.knowledge_json import document_to_json
from gateway.admin_json import import_json, row_json
from gateway.admin_parts import AdminParts
from gateway.api import Body, Json
from gateway.staff import SignedIn

Line = Annotated[str, Field(max_length=300)]


class NewDocument(Body):
    """Begin a document."""

    title: Line
    issuer: Line = ""
    number: Line | None = None
    date: str | None = Field(default=None, max_length=10)  # such as 2020-09-23
    date_note: Line | None = None
    region: Annotated[str, Field(max_length=32)]


class DocumentChange(Body):
    """Say what else is known of a document."""

    title: Line = ""
    issuer: Line = ""
    number: Line | None = None
    date: str | None = Field(default=None, max_length=10)
    date_note: Line | None = None
    region: Annotated[str, Field(max_length=32)] = ""


def document_routes(api: APIRouter, parts: AdminParts, signed_in: SignedIn) -> None:
    """Add the routes."""

    @api.get("/documents")
    async def documents() -> Json:
        """Return every document with how far its entries are."""
        summaries = await parts.overviews.documents()
        return {
            "documents": [
                {**document_to_json(one.document), "counts": dict(one.counts)} for one in summaries
            ]
        }

    @api.post("/documents", status_code=201)
    async def begin_document(body: NewDocument, member: SignedIn = signed_in) -> Json:
        """Begin a document with one blank draft."""
        draft = await parts.editorial.begin_document(body.model_dump(), member.name)
        return {"document": document_to_json(draft.content.document), "entry": draft.id}

    @api.get("/documents/{document_id}")
    async def document(document_id: str) -> Json:
        """Return a document with the newest version of each entry."""
        newest = await parts.entries.newest_of_document(document_id)
        published = {
            version.key: version.version
            for version in await parts.entries.entries(EntryState.PUBLISHED, document_id)
        }
        (summary,) = [
            one for one in await parts.overviews.documents() if one.document.id == document_id
        ]
        return {
            "document": {**document_to_json(summary.document), "counts": dict(summary.counts)},
            "entries": [
                {**row_json(version), "published_version": published.get(version.key)}
                for version in newest
            ],
        }

    @api.patch("/documents/{document_id}")
    async def change_document(
        document_id: str, body: DocumentChange, member: SignedIn = signed_in
    ) -> Json:
        """Change what is known of a document, in all its drafts."""
        await parts.entries.newest_of_document(document_id)
        changed = await parts.editorial.change_document(
            document_id, body.model_dump(exclude_unset=True), member.name
        )
        return document_to_json(changed)

    @api.post("/imports", status_code=202)
    async def import_file(
        request: Request,
        name: Annotated[str, Query(min_length=1, max_length=1000)],
        member: SignedIn = signed_in,
    ) -> Json:
        """Begin to import the file that the body is."""
        return {"id": await parts.import_jobs.begin(name, await request.body(), member.name)}

    @api.get("/imports")
    async def imports() -> Json:
        """Return imports, newest first."""
        return {
            "imports": [
                import_json(file, parts.import_jobs.step_of(file.id))
                for file in await parts.imports.newest()
            ]
        }

    @api.get("/imports/{import_id}")
    async def one_import(import_id: str) -> Json:
        """Return how far an import is."""
        return import_json(
            await parts.imports.imported(import_id), parts.import_jobs.step_of(import_id)
        )
