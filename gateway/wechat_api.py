"""Serves WeChat's pushes and the signatures of our pages in WeChat."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.background import BackgroundTask

from gateway.api import Json
from gateway.wechat_door import DOOR
from integrations.wechat.channel import WeChat
from integrations.wechat.faults import NoAnswer, PushRefused

logger = logging.getLogger(__name__)


def wechat_routes(channel: WeChat) -> APIRouter:
    """Return the routes."""
    api = APIRouter()

    @api.get(DOOR, include_in_schema=False)
    async def check(request: Request) -> Response:
        """Answer the check of our address in WeChat's console."""
        try:
            return _text(channel.echo(request.query_params))
        except PushRefused as refused:
            return _refused(refused)

    @api.post(DOOR, include_in_schema=False)
    async def push(request: Request) -> Response:
        """Take in what somebody sent or did."""
        started = time.monotonic()
        try:
            given = await channel.push(
                request.query_params, await request.body(), request.is_disconnected
            )
        except PushRefused as refused:
            return _refused(refused)
        except NoAnswer:
            return Response(status_code=503)  # nobody listens any more
        if given.written is None:
            return _text(given.body)
        out = BackgroundTask(_tell, given.written, started)
        return Response(given.body, media_type="application/xml", background=out)

    @api.get("/api/v1/wechat/js-sdk")
    async def js_sdk(url: Annotated[str, Query(min_length=1, max_length=2000)]) -> Json:
        """Return what wx.config() wants for a page of ours; `url` is the page's whole address."""
        return await channel.tickets.signed(url)

    return api


async def _tell(written: Callable[[float], Awaitable[None]], started: float) -> None:
    await written(time.monotonic() - started)


def _refused(refused: PushRefused) -> Response:
    logger.warning("wechat's door: %s", refused)
    return Response(status_code=refused.status)  # nothing of what came goes back


def _text(body: str) -> Response:
    return Response(body, media_type="text/plain")
