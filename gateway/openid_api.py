"""Serves staff's sign-in with the bureau's OpenID provider."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Cookie, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import Field

from core import account_wording as say
from core.errors import EngineUnavailable, NotAuthorised, NotFound
from gateway.account_api import SIGNED_OUT, AccountParts, BackTo, Code, with_session
from gateway.api import Body, Json
from gateway.openid_door import LASTS
from gateway.plain_page import told_page
from gateway.problems import problem

OPENID = "/api/v1/staff/openid"
RETURN, LEFT = f"{OPENID}/return", f"{OPENID}/left"
FIRST_PAGE = "/desk"
ATTEMPT = "yibao_openid"  # the attempt's secret, sent back below OPENID only
Secret = Annotated[str, Cookie(alias=ATTEMPT, max_length=64)]


class Wanted(Body):
    """Begin, from one of the pages of staff."""

    back: BackTo = Field(default="/desk")


def openid_routes(parts: AccountParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter()
    door = parts.openid

    async def entered(response: Response, name: str, token: str) -> Response:
        await parts.tell(name, {"type": SIGNED_OUT, "detail": say.REPLACED})
        response.delete_cookie(ATTEMPT, path=OPENID)
        return with_session(response, token, secure=parts.secure_cookies)

    async def told(secret: str, sentence: str, status: int) -> Response:
        page = await door.page(secret) or FIRST_PAGE
        return told_page(say.OPENID_TITLE, sentence, status, way_on=say.OPENID_WAY_BACK, to=page)

    @api.get(OPENID)
    async def state(secret: Secret = "") -> Json:
        """Tell whether there is such a sign-in, and whether this browser only owes a code."""
        return {
            "offered": door.offered,
            "code_wanted": door.offered and await door.wants_code(secret),
        }

    @api.post(OPENID)
    async def begin(body: Wanted) -> Response:
        """Begin an attempt; the page goes to `url`."""
        try:
            url, secret = await door.begin(body.back)
        except EngineUnavailable:
            return problem(503, "engine-unavailable", say.OPENID_AWAY)
        response = JSONResponse({"url": url})
        response.set_cookie(
            ATTEMPT,
            secret,
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="lax",  # it comes back from another site
            secure=parts.secure_cookies,
            path=OPENID,
        )
        return response

    @api.get(RETURN, include_in_schema=False)
    async def come_back(
        request: Request,
        secret: Secret = "",
        state: Annotated[str, Query(max_length=64)] = "",
        code: Annotated[str, Query(max_length=4096)] = "",
        iss: Annotated[str, Query(max_length=512)] = "",
        error: Annotated[str, Query(max_length=512)] = "",
    ) -> Response:
        """Take a browser back from the provider, to its page or to the reason why not."""
        try:
            came = await door.come_back(
                secret, state, code, issuer=iss, error=error, address=_address(request)
            )
        except EngineUnavailable:
            return await told(secret, say.OPENID_AWAY, 503)
        except (NotAuthorised, NotFound) as refusal:
            return await told(secret, str(refusal.args[1]), 403)
        response = RedirectResponse(came.back, 303)
        if came.token is None:
            return response
        return await entered(response, came.name, came.token)

    @api.get(LEFT, include_in_schema=False)
    async def left(state: Annotated[str, Query(max_length=64)] = "") -> Response:
        """Take a browser back from the provider's sign-out, to the page that it left."""
        return RedirectResponse(state if state in get_args(BackTo) else FIRST_PAGE, 303)

    @api.post(f"{OPENID}/code", status_code=204)
    async def show_code(body: Code, request: Request, secret: Secret = "") -> Response:
        """Show the code of the phone, where the provider did not check more than a password."""
        name, token = await door.show_code(secret, body.code, _address(request))
        return await entered(Response(status_code=204), name, token)

    return api


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
