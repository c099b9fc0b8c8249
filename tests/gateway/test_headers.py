"""Checks what every answer tells the browser to allow."""

from __future__ import annotations

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gateway.headers import Headers


async def _answer(path: str) -> httpx.Response:
    def said(_request: object) -> PlainTextResponse:
        return PlainTextResponse("好")

    app = Headers(Starlette(routes=[Route(path, said)]))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
        return await http.get(path)


async def test_only_our_own_pages_may_use_camera_and_microphone() -> None:
    answer = await _answer("/call")

    allowed = answer.headers["Permissions-Policy"]
    assert "camera=(self)" in allowed
    assert "microphone=(self)" in allowed
    assert "geolocation=()" in allowed


async def test_no_inline_code_runs_on_the_call_page_and_its_link_is_told_to_nobody() -> None:
    answer = await _answer("/call")

    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Cache-Control" not in answer.headers


async def test_what_the_api_says_is_not_kept() -> None:
    answer = await _answer("/api/v1/calls/c1/ice")

    assert answer.headers["Cache-Control"] == "no-store"
