"""Turns every error into problem JSON (RFC 9457) with a Chinese sentence, never a stack trace."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from core import wording
from core.errors import (
    EngineUnavailable,
    NotAllowedNow,
    NotAuthorised,
    NotFound,
    YibaoError,
)

logger = logging.getLogger(__name__)

LARGEST_BODY = 65_536  # bytes

KNOWN: dict[type[YibaoError], tuple[int, str, str]] = {
    NotFound: (404, "not-found", wording.NOT_FOUND),
    NotAuthorised: (401, "not-authorised", wording.NOT_AUTHORISED),
    NotAllowedNow: (409, "not-allowed-now", wording.NOT_ALLOWED_NOW),
    EngineUnavailable: (503, "engine-unavailable", wording.ENGINE_DOWN),
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


def problem(status: int, kind: str, detail: str) -> JSONResponse:
    """Return a problem document; `detail` is a sentence that a citizen can act on."""
    return JSONResponse(
        {"type": f"/problems/{kind}", "title": kind, "status": status, "detail": detail},
        status_code=status,
        media_type="application/problem+json",
    )


def install(app: FastAPI) -> None:
    """Let every error of the application leave as a problem document."""

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
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        del request
        detail = BY_STATUS.get(error.status_code, wording.SERVER_PROBLEM)
        return problem(error.status_code, "http-error", detail)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected error at %s", request.url.path, exc_info=error)
        return problem(500, "error", wording.SERVER_PROBLEM)


class BodyLimit:
    """Refuse bodies that are longer than any honest request, before they are read."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        """Take the application behind, and the limit in bytes."""
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413, also where no length is given."""
        if scope["type"] == "http" and scope["method"] in {"POST", "PUT", "PATCH"}:
            headers = dict(scope["headers"])
            length = headers.get(b"content-length", b"0")
            chunked = b"transfer-encoding" in headers
            if chunked or not length.isdigit() or int(length) > self._largest:
                response = problem(413, "too-long", wording.BODY_TOO_LARGE)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
