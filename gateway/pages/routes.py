"""Serves the pages, the libraries they use, and their scripts and styles."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from core.catalogue import Catalogue
from core.topics import Topic
from gateway.pages.assembly import (
    Bureau,
    Ingredients,
    assembled,
    assembled_for_staff,
    in_traditional,
)
from gateway.pages.files import ASK_AGAIN, UNCHANGING, Sendable, StaticFiles, answer
from gateway.pages.libraries import Libraries
from gateway.pages.menu import CHAT, CHAT_QUESTIONS
from gateway.pages.offers import offers_of

SCRIPT_COOKIE = "yibao_script"  # versions.js sets it: the page itself must know before it is sent
WEB = Path(__file__).resolve().parent.parent / "web"


def serve_pages(
    app: FastAPI,
    bureau: Bureau,
    catalogue: Catalogue,
    libraries: Path | None,
    topics: Sequence[Topic] = (),
    tiles: str = "",
) -> None:
    """Add the routes; `libraries` is where npm installed them, None: nowhere."""
    files, vendor = static_files(), Libraries(libraries)
    offers = offers_of(catalogue)
    pages = assembled(Ingredients(bureau, offers, vendor, WEB, files.release, topics, tiles))
    written = in_traditional(pages, files.release)
    app.router.routes.extend(page_routes(pages, written, vendor).routes)
    app.router.routes.extend(staff_page_routes(vendor).routes)
    app.mount("/static", files, name="static")


def staff_page_routes(vendor: Libraries) -> APIRouter:
    """Return the routes of the pages of staff; their scripts are `static_files`."""
    routes = APIRouter(include_in_schema=False)
    for path, page in assembled_for_staff(WEB, static_files().release, vendor).items():
        routes.add_api_route(path, _sending(page), methods=["GET"])
    return routes


def page_routes(
    pages: Mapping[str, Sendable], traditional: Mapping[str, Sendable], vendor: Libraries
) -> APIRouter:
    """Return the routes of citizens' pages, in both kinds of characters, and of libraries."""
    routes = APIRouter(include_in_schema=False)
    for path, page in pages.items():
        routes.add_api_route(path, _serving(page, traditional[path]), methods=["GET"])

    @routes.get("/static/vendor/{name}")
    async def library(request: Request, name: str) -> Response:
        found = vendor.file(name)
        if found is None:
            raise HTTPException(404)
        return answer(request, found, UNCHANGING if request.url.query else ASK_AGAIN)

    return routes


def _sending(page: Sendable) -> Callable[[Request], Awaitable[Response]]:
    async def sent(request: Request) -> Response:
        return answer(request, page, ASK_AGAIN)

    return sent


def _serving(page: Sendable, traditional: Sendable) -> Callable[[Request], Awaitable[Response]]:
    async def served(request: Request) -> Response:
        asked = {key: value for key, value in request.query_params.items() if key in CHAT_QUESTIONS}
        if asked and request.url.path == "/":
            return RedirectResponse(f"{CHAT}?{urlencode(asked)}", 303)
        wants_traditional = request.cookies.get(SCRIPT_COOKIE) == "hant"
        return answer(request, traditional if wants_traditional else page, ASK_AGAIN)

    return served


@cache
def static_files() -> StaticFiles:
    """Return the scripts and styles; they are read and packed once."""
    return StaticFiles(WEB)
