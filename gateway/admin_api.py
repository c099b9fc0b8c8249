"""Serves policy editors: the routes under /api/v1/admin, and who may call them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends

from gateway.admin_documents_api import document_routes
from gateway.admin_entries_api import entry_routes
from gateway.admin_gaps_api import gap_routes
from gateway.admin_parts import AdminParts
from gateway.admin_releases_api import release_routes
from gateway.admin_tests_api import hit_test_routes
from gateway.problems import ADMIN
from gateway.staff import KNOWLEDGE, SignedIn


def admin_routes(parts: AdminParts) -> APIRouter:
    """Return the routes; each of them wants the duty of editing policies."""

    async def editor(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, KNOWLEDGE)

    # FastAPI replaces this default by who is signed in, in every route that names it.
    signed_in: SignedIn = Depends(editor)
    api = APIRouter(prefix=ADMIN, dependencies=[Depends(editor)])
    for routes in (document_routes, entry_routes, release_routes, gap_routes):
        routes(api, parts, signed_in)
    hit_test_routes(api, parts)
    return api
