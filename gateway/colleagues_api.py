"""Serves the names of the staff at the desk, so that work can be given to one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie

from core.store import StaffStore
from gateway.staff import DESK, StaffDoor

Json = dict[str, object]


def colleague_routes(staff: StaffStore, door: StaffDoor) -> APIRouter:
    """Return the route under /api/v1/desk."""
    api = APIRouter(prefix="/api/v1/desk")

    @api.get("/colleagues")
    async def colleagues(yibao_staff: Annotated[str | None, Cookie()] = None) -> Json:
        """Return who serves at the desk, by name, whoever asks among them."""
        await door.who(yibao_staff, DESK)
        return {
            "staff": [
                {"name": one.name, "display_name": one.display_name}
                for one in await staff.with_duty(DESK)
            ]
        }

    return api
