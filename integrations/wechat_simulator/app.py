"""Makes the simulator's web application: WeChat's API, the phone, faults, and the record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from integrations.wechat_simulator.account_api import account_routes
from integrations.wechat_simulator.control_api import control_routes
from integrations.wechat_simulator.faulty_network import FaultyNetwork
from integrations.wechat_simulator.message_api import message_routes
from integrations.wechat_simulator.phone_api import phone_routes
from integrations.wechat_simulator.platform import Platform
from integrations.wechat_simulator.refusals import Mistaken, Refused, said
from integrations.wechat_simulator.sign_in_api import sign_in_routes
from integrations.wechat_simulator.token_api import token_routes

HEADERS = {
    # No inline code, as on the product's own pages; sounds come from here or from the recorder.
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(self), geolocation=(self)",
    "Cache-Control": "no-store",
}


def make_simulator(
    platform: Platform, hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
) -> FastAPI:
    """Return the application; `hosts` are the names under which it may be called."""

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        await platform.pusher.close()

    app = FastAPI(title="微信（模拟）", openapi_url=None, lifespan=living)
    app.add_middleware(FaultyNetwork, faults=platform.faults, lose_token=platform.tokens.lose)
    app.add_middleware(Headers)
    # A page that makes its own name point here must not reach the phone.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))

    @app.exception_handler(Refused)
    async def refused(_: Request, refusal: Refused) -> Response:
        platform.faults.refusals[str(refusal.code)] += 1
        return JSONResponse(said(refusal.code, refusal.more))

    @app.exception_handler(Mistaken)
    async def mistaken(_: Request, mistake: Mistaken) -> Response:
        platform.faults.mistakes.append(str(mistake))
        return JSONResponse({"mistake": str(mistake)}, 400)

    @app.exception_handler(404)
    async def missing(request: Request, _: Exception) -> Response:
        if not request.url.path.startswith("/phone/"):
            platform.faults.mistakes.append(f"no such endpoint: {request.url.path}")
        return JSONResponse({"mistake": f"no such endpoint: {request.url.path}"}, 404)

    @app.exception_handler(405)
    async def other_method(request: Request, _: Exception) -> Response:
        platform.faults.mistakes.append(f"{request.url.path}: not by {request.method}")
        return JSONResponse(said(43001 if request.method == "POST" else 43002))

    for routes in (
        *(token_routes, message_routes, account_routes),
        *(sign_in_routes, control_routes, phone_routes),
    ):
        app.include_router(routes(platform))
    return app


class Headers:
    """Add the headers to what leaves; plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application behind."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `send` that adds the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
