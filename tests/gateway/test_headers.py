"""Checks what every answer tells the browser to allow."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gateway.headers import Headers


async def _answer(path: str, tiles: str = "", host: str = "desk") -> httpx.Response:
    def said(_request: object) -> PlainTextResponse:
        return PlainTextResponse("好")

    app = Headers(Starlette(routes=[Route(path, said)]), tiles=tiles)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
        return await http.get(path, headers={"Host": host})


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


@pytest.mark.parametrize(
    "host", ["desk.example", "desk.example:8443", "127.0.0.1:8000", "[::1]:80"]
)
async def test_pages_may_speak_with_their_own_host_alone(host: str) -> None:
    answer = await _answer("/chat", host=host)

    assert (
        f"connect-src 'self' ws://{host} wss://{host};" in answer.headers["Content-Security-Policy"]
    )


@pytest.mark.parametrize("host", ["a;script-src *", "a b", "*", ""])
async def test_a_name_that_is_none_adds_nothing_to_the_policy(host: str) -> None:
    answer = await _answer("/chat", host=host)

    assert "connect-src 'self';" in answer.headers["Content-Security-Policy"]


async def test_what_the_api_says_is_not_kept() -> None:
    answer = await _answer("/api/v1/calls/c1/ice")

    assert answer.headers["Cache-Control"] == "no-store"


async def test_only_the_map_may_ask_where_the_browser_is_and_shows_one_more_hosts_pictures() -> (
    None
):
    tiles = "https://tiles.example/{z}/{x}/{y}.png?key=1"

    places, chat = await _answer("/places", tiles), await _answer("/chat", tiles)
    schematic = await _answer("/places")

    assert "geolocation=(self)" in places.headers["Permissions-Policy"]
    assert "geolocation=()" in chat.headers["Permissions-Policy"]
    assert "img-src 'self' https://tiles.example data:" in places.headers["Content-Security-Policy"]
    assert "tiles.example" not in chat.headers["Content-Security-Policy"]
    assert "img-src 'self' data:" in schematic.headers["Content-Security-Policy"]
