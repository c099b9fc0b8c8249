"""Turns every error into problem JSON (RFC 9457) with a Chinese sentence, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from core import account_wording, editorial_wording, photo_wording, wording
from core.errors import (
    AccountOwes,
    CodeWanted,
    EngineUnavailable,
    InvalidContent,
    NotAllowedNow,
    NotAuthorised,
    NotFound,
    NotPermitted,
    YibaoError,
)
from core.policy_answer import HOTLINE
from gateway.headers import HEADERS
from gateway.plain_page import told_page

logger = logging.getLogger(__name__)

NO_SUCH = 404
API = "/api/"
LARGEST_BODY = 65_536  # bytes
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes
CONVERSATIONS = "/api/v1/conversations/"
CALLS = "/api/v1/calls/"
ADMIN = "/api/v1/admin"
LARGER_BODIES = (  # the beginning of a path and its bytes; who calls these is signed in
    (f"{ADMIN}/imports", 20 * 1024 * 1024),
    (f"{ADMIN}/hit-test/batch", 20 * 1024 * 1024),
    (f"{ADMIN}/entries", 1024 * 1024),
)

KNOWN: dict[type[YibaoError], tuple[int, str, str]] = {
    NotFound: (404, "not-found", wording.NOT_FOUND),
    NotAuthorised: (401, "not-authorised", wording.NOT_AUTHORISED),
    CodeWanted: (401, "code-wanted", account_wording.CODE_WANTED),
    AccountOwes: (403, "account-owes", account_wording.OWES_PASSWORD),
    NotAllowedNow: (409, "not-allowed-now", wording.NOT_ALLOWED_NOW),
    NotPermitted: (403, "not-permitted", editorial_wording.NOT_PERMITTED),
    InvalidContent: (422, "invalid-content", editorial_wording.INVALID_CONTENT),
    # It may be the database: then nothing was taken in, and nobody may be told that it was.
    EngineUnavailable: (503, "engine-unavailable", wording.NOT_TAKEN_IN),
}
BY_STATUS = {
    400: wording.BAD_REQUEST,
    401: wording.NOT_AUTHORISED,
    403: wording.NOT_AUTHORISED,
    404: wording.NOT_FOUND,
    405: wording.NOT_FOUND,
    413: wording.BODY_TOO_LARGE,
    429: wording.TOO_MANY,
}


def problem(
    status: int, kind: str, detail: str, members: Mapping[str, object] | None = None
) -> JSONResponse:
    """Return a problem document; `detail` is a sentence that a citizen can act on."""
    own = {"type": f"/problems/{kind}", "title": kind, "status": status, "detail": detail}
    return JSONResponse(
        {**(members or {}), **own},
        status_code=status,
        media_type="application/problem+json",
    )


def install(app: FastAPI, *, hotline: str = HOTLINE) -> None:
    """Let every error of the application leave as a problem document, or a page for people."""

    @app.exception_handler(YibaoError)
    async def ours(request: Request, error: YibaoError) -> JSONResponse:
        del request
        status, kind, detail = KNOWN.get(type(error), (500, "error", wording.SERVER_PROBLEM))
        return problem(status, kind, str(error.args[1]) if len(error.args) > 1 else detail)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        del request
        places = {".".join(str(step) for step in e["loc"][1:]) for e in error.errors()}
        logger.info("invalid request: %s", sorted(places))
        return problem(422, "invalid-request", wording.BAD_REQUEST)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == NO_SUCH and _is_looked_at(request):
            sentence = wording.NO_PAGE.format(hotline=hotline)
            return told_page(
                *(wording.NO_PAGE_TITLE, sentence, NO_SUCH), way_on=wording.TO_FIRST_PAGE
            )
        detail = BY_STATUS.get(error.status_code, wording.SERVER_PROBLEM)
        return problem(error.status_code, "http-error", detail)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected error at %s", request.url.path, exc_info=error)
        response = problem(500, "error", wording.SERVER_PROBLEM)
        response.headers.update(HEADERS)  # Starlette answers this one outside all middleware
        return response


class BodyLimit:
    """Refuse bodies that are longer than any honest request, before they are read."""

    def __init__(
        self,
        app: ASGIApp,
        largest: int = LARGEST_BODY,
        larger: Sequence[tuple[str, int]] = LARGER_BODIES,
    ) -> None:
        """Take the application behind, the limit in bytes, and (path, limit) where more comes."""
        self._app = app
        self._largest = largest
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413, also where no length is given."""
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            length = headers.get(b"content-length", b"0")
            chunked = b"transfer-encoding" in headers
            if chunked or not length.isdigit() or int(length) > self._largest_of(scope["path"]):
                sentence = (
                    photo_wording.TOO_LARGE if _is_photo(scope["path"]) else wording.BODY_TOO_LARGE
                )
                response = problem(413, "too-long", sentence)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _largest_of(self, path: str) -> int:
        if _is_photo(path):
            return LARGEST_PHOTO
        return next((size for start, size in self._larger if path.startswith(start)), self._largest)


class AddressIsText:
    """Refuse addresses with a NUL in them: no name has one, and PostgreSQL cannot look for it."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application behind."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 422."""
        if scope["type"] == "http" and _has_nul(scope):
            response = problem(422, "invalid-request", wording.BAD_REQUEST)
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _has_nul(scope: Scope) -> bool:
    return "\x00" in scope["path"] or b"%00" in scope["query_string"]


def _is_looked_at(request: Request) -> bool:
    """Tell whether somebody opened a page, rather than a program an interface."""
    asked_for = request.headers.get("accept", "")
    return "text/html" in asked_for and not request.url.path.startswith(API)


def _is_photo(path: str) -> bool:
    return path.startswith((CONVERSATIONS, CALLS)) and path.endswith("/photos")
