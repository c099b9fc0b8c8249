"""Serves access tokens, the JS-SDK's ticket, and the check of the door's address."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import TypeAdapter

from integrations.wechat_simulator.customer_messages import Body
from integrations.wechat_simulator.platform import Platform
from integrations.wechat_simulator.refusals import Refused, said
from integrations.wechat_simulator.requests_read import body, query

Json = dict[str, object]


class Wanted(Body):
    """Be the body of /cgi-bin/stable_token."""

    grant_type: str
    appid: str
    secret: str
    force_refresh: bool = False


class Checked(Body):
    """Be the body of /cgi-bin/callback/check."""

    action: str
    check_operator: str


def token_routes(platform: Platform) -> APIRouter:
    """Return the routes."""
    routes, tokens = APIRouter(), platform.tokens
    wanted, checked = TypeAdapter(Wanted), TypeAdapter(Checked)

    @routes.get("/cgi-bin/token")
    async def plain(request: Request) -> Json:
        kind, app_id, secret = query(request, "grant_type", "appid", "secret")
        if kind != "client_credential":
            raise Refused(40002)
        tokens.admit(app_id, secret)
        return tokens.plain()

    @routes.post("/cgi-bin/stable_token")
    async def stable(request: Request) -> Json:
        query(request)
        asked = await body(request, wanted)
        if asked.grant_type != "client_credential":
            raise Refused(40002)
        tokens.admit(asked.appid, asked.secret)
        return tokens.stable(force=asked.force_refresh)

    @routes.get("/cgi-bin/ticket/getticket")
    async def ticket(request: Request) -> Json:
        token, kind = query(request, "access_token", "type")
        tokens.check(token)
        if kind != "jsapi":
            raise Refused(40097)
        return said(0) | platform.tickets.current()

    @routes.post("/cgi-bin/callback/check")
    async def check(request: Request) -> Json:
        tokens.check(*query(request, "access_token"))
        await body(request, checked)
        good = await platform.pusher.check_address()
        return {"dns": [], "ping": [], "answered": good}

    return routes
