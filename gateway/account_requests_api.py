"""Serves administrators: what takes two of them, under /api/v1/accounts/requests."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from core.administration import BY_PASSWORD
from gateway.accounts_api import AccountsParts, administrators_only, temporary
from gateway.api import Json
from gateway.staff import SignedIn


def account_request_routes(parts: AccountsParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/accounts/requests")

    administrator = Depends(administrators_only(parts.door))

    @api.get("")
    async def requests(member: SignedIn = administrator) -> Json:
        """Return what waits for a second administrator."""
        return {
            "requests": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "name": one.name,
                    "display_name": one.display_name,
                    "duties": one.duties.split(","),
                    "requested_by": one.requested_by,
                    "requested_at": one.requested_at.isoformat(),
                    "mine": one.requested_by == member.name,
                    "about_me": one.name == member.name,
                }
                for one in await parts.administration.requests()
            ]
        }

    @api.post("/{request_id}/approve")
    async def approve(request_id: str, member: SignedIn = administrator) -> Json:
        """Approve what another administrator asked for; a password, if any, is shown this once."""
        password = temporary()
        done = await parts.administration.approve(
            request_id, await parts.door.hash_of(password), at=parts.door.now(), by=member.name
        )
        return {"name": done.name, "password": password if done.kind in BY_PASSWORD else None}

    @api.post("/{request_id}/refuse", status_code=204)
    async def refuse(request_id: str, member: SignedIn = administrator) -> Response:
        """Refuse a request, or take back one's own."""
        await parts.administration.refuse(request_id, at=parts.door.now(), by=member.name)
        return Response(status_code=204)

    return api
