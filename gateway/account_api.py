"""Serves one's own account to staff: signing in and out, password, one-time codes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import segno
from fastapi import APIRouter, Cookie, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from core import account_wording as say
from gateway.accounts_api import AccountsParts
from gateway.api import Body, Json
from gateway.openid_door import OpenIdDoor, SignedOut
from gateway.own_account import OwnAccount
from gateway.staff import StaffDoor

COOKIE = "yibao_staff"
SIGNED_OUT = "signed_out"  # type of the event that tells a page that its session is over
STAYS = "Signed out here; the OpenID provider's own session is ended at `url`, or stays."
# From which somebody signs in or out, and to which they come back.
BackTo = Literal["/desk", "/cases", "/admin", "/admin/health", "/admin/board", "/admin/staff"]
Token = Annotated[str | None, Cookie(alias=COOKIE)]
Tell = Callable[[str, Mapping[str, object]], Awaitable[None]]  # one member of staff, an event


class Credentials(Body):
    """Sign in."""

    name: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)
    code: str = Field(default="", max_length=32)  # of the phone, or a recovery code


class NewPassword(Body):
    """Take another password."""

    old: str = Field(min_length=1, max_length=256)
    new: str = Field(min_length=1, max_length=256)


class Password(Body):
    """Prove who one is."""

    password: str = Field(min_length=1, max_length=256)


class Code(Body):
    """Show what the phone shows."""

    code: str = Field(min_length=1, max_length=32)


@dataclass(frozen=True, slots=True)
class AccountParts:
    """Hold what these routes use."""

    door: StaffDoor
    account: OwnAccount
    others: AccountsParts  # what administrators do with accounts
    openid: OpenIdDoor
    tell: Tell  # the pages of somebody
    secure_cookies: bool


def account_routes(parts: AccountParts) -> APIRouter:
    """Return the routes; they are open to who still owes a password or a code."""
    api = APIRouter(prefix="/api/v1/staff")

    @api.post("/session", status_code=204)
    async def sign_in(body: Credentials, request: Request) -> Response:
        """Sign in; the session is an HttpOnly cookie, and it is the only one of the account."""
        address = request.client.host if request.client else ""
        token = await parts.door.sign_in(body.name, body.password, body.code, address)
        await parts.tell(body.name, {"type": SIGNED_OUT, "detail": say.REPLACED})
        return with_session(Response(status_code=204), token, secure=parts.secure_cookies)

    @api.delete("/session", status_code=204, responses={200: {"description": STAYS}})
    async def sign_out(token: Token = None, back: BackTo = "/desk") -> Response:
        """Sign out; 200 where the OpenID provider has a session, too: the page goes to `url`."""
        over = await parts.openid.sign_out(token, back)
        if over == SignedOut():
            return _without_cookie(Response(status_code=204))
        return _without_cookie(JSONResponse({"url": over.url, "detail": over.detail}))

    @api.delete("/sessions", status_code=204)
    async def sign_out_everywhere(token: Token = None) -> Response:
        """End every session of the account, wherever it is open."""
        name = await parts.account.sign_out_everywhere(token)
        await parts.tell(name, {"type": SIGNED_OUT, "detail": say.ENDED_EVERYWHERE})
        return _without_cookie(Response(status_code=204))

    @api.post("/session/active", status_code=204)
    async def active(token: Token = None) -> Response:
        """Say that somebody is at the keyboard; nothing else keeps a session from idling."""
        await parts.door.still_there(token)
        return Response(status_code=204)

    @api.get("/me")
    async def me(token: Token = None) -> Json:
        """Tell who is signed in, what they owe first, and what their account lacks."""
        entered = await parts.door.entered(token)
        has_code = entered.member.totp_secret is not None
        return {
            "name": entered.member.name,
            "display_name": entered.member.display_name,
            "duties": sorted(entered.member.duties),
            "owes": list(entered.owes),
            "has_code": has_code,
            "advice": None if has_code else say.NO_CODE_YET,
        }

    @api.put("/me/password", status_code=204)
    async def change_password(body: NewPassword, token: Token = None) -> Response:
        """Take another password; every other session of the account ends."""
        await parts.account.change_password(token, body.old, body.new)
        return Response(status_code=204)

    @api.post("/me/code")
    async def offer_code(body: Password, token: Token = None) -> Json:
        """Return a secret for an authenticator app, as a QR code and as letters."""
        offer = await parts.account.offer_code(token, body.password)
        picture = segno.make(offer.address, error="m").svg_data_uri(scale=6, border=4)
        return {"secret": offer.secret, "address": offer.address, "picture": picture}

    @api.put("/me/code")
    async def bind_code(body: Code, token: Token = None) -> Json:
        """Bind the phone that shows this code; the recovery codes are shown this once."""
        return {"recovery_codes": list(await parts.account.bind_code(token, body.code))}

    @api.post("/me/code/removal", status_code=204)
    async def unbind_code(body: Password, token: Token = None) -> Response:
        """Do without a phone, where the rules allow it."""
        await parts.account.unbind_code(token, body.password)
        return Response(status_code=204)

    @api.post("/stream-ticket")
    async def ticket(token: Token = None) -> Json:
        """Return a ticket that opens one stream, once, within a minute."""
        return {"ticket": await parts.account.ticket(token)}

    return api


def with_session(response: Response, token: str, *, secure: bool) -> Response:
    """Let the browser keep a session."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/")
    return response


def _without_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/")
    return response
