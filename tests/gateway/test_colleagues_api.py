"""Tests gateway.colleagues_api: to whom work at the desk can be given."""

from __future__ import annotations

from datetime import timedelta

import httpx
from fastapi import FastAPI

from gateway.account_api import COOKIE
from gateway.colleagues_api import colleague_routes
from gateway.problems import install
from gateway.staff import StaffDoor
from tests.fakes.bureau import Bureau
from tests.fakes.bureau import bureau as bureau
from tests.gateway.case_desk import ANNA, BEN, CHEAP, PASSWORD

COLLEAGUES = "/api/v1/desk/colleagues"


async def test_only_the_desk_is_named_and_only_to_the_desk(bureau: Bureau) -> None:
    door = StaffDoor(bureau.staff, now=bureau.clock, session=timedelta(hours=8), hasher=CHEAP)
    await door.add(ANNA, "安工", PASSWORD, ("desk",))
    await door.add(BEN, "编辑", PASSWORD, ("knowledge",))
    app = FastAPI()
    install(app)
    app.include_router(colleague_routes(bureau.staff, door))

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as http:
        stranger = await http.get(COLLEAGUES)
        http.cookies.set(COOKIE, await door.sign_in(BEN, PASSWORD))
        editor = await http.get(COLLEAGUES)
        http.cookies.set(COOKIE, await door.sign_in(ANNA, PASSWORD))
        member = await http.get(COLLEAGUES)

    assert (stranger.status_code, editor.status_code) == (401, 403)
    assert [(one["name"], one["display_name"]) for one in member.json()["staff"]] == [
        ("1001", "王工"),
        ("1002", "李工"),
        (ANNA, "安工"),
    ]
