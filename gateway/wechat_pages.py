"""Leads citizens from WeChat to our pages, signed in to their own conversation."""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from core import wechat_wording as say
from core.errors import EngineUnavailable
from gateway.pages.menu import CHAT
from gateway.pages.menu import PAGES as CITIZEN_PAGES
from gateway.plain_page import told_page
from integrations.wechat.channel import WeChat
from integrations.wechat.faults import ApiRefused
from integrations.wechat.rendering import PAGES
from integrations.wechat.sign_in import PreviewOnly

logger = logging.getLogger(__name__)

BACK = "/wechat/back"
ENTER = "/static/wechat/enter.html"
STATE_COOKIE = "yibao_wechat_state"
STATE_LENGTH = 32  # characters before the page's name
LASTS = 300  # seconds, as long as a code
# What pages in the menu there are is known there; "/" in an old message meant the chat.
ALLOWED = frozenset(page.path for page in CITIZEN_PAGES) - {"/"}


def wechat_pages(channel: WeChat, *, public_url: str, secure_cookies: bool) -> APIRouter:
    """Return the routes; `public_url` is our own address, as WeChat's console knows it."""
    api = APIRouter(include_in_schema=False)
    own = public_url.rstrip("/")

    @api.get(PAGES)
    async def go(to: Annotated[str, Query(max_length=64)] = CHAT) -> Response:
        """Send the browser to WeChat, which tells us whose it is without asking anything."""
        page = to if to in ALLOWED else CHAT
        # WeChat lets nothing but letters and digits through.
        state = f"{secrets.token_hex(STATE_LENGTH // 2)}{page.strip('/')}"
        response = RedirectResponse(channel.sign_in.address(own + BACK, state), 303)
        response.set_cookie(
            STATE_COOKIE,
            state,
            max_age=LASTS,
            httponly=True,
            samesite="lax",  # it comes back from another site
            secure=secure_cookies,
            path="/wechat",
        )
        return response

    @api.get(BACK)
    async def back(
        code: Annotated[str, Query(max_length=512)] = "",
        state: Annotated[str, Query(max_length=128)] = "",
        yibao_wechat_state: Annotated[str, Cookie()] = "",
    ) -> Response:
        """Take the browser back; a state that this browser was not given is refused."""
        known = yibao_wechat_state.encode()
        if not known or not hmac.compare_digest(state.encode(), known):
            return _told(say.SIGN_IN_OVER, 403)
        if not code:
            return _told(say.SIGN_IN_REFUSED, 403)
        try:
            openid = await channel.sign_in.openid(code)
        except PreviewOnly:
            return _told(say.SIGN_IN_SNAPSHOT, 403)
        except ApiRefused as refused:  # used already, or too old
            logger.info("sign-in refused: errcode %d", refused.code)
            return _told(say.SIGN_IN_OVER, 403)
        except EngineUnavailable:
            return _told(say.SIGN_IN_DOWN, 503)
        conversation, token = await channel.conversation_of(openid)
        page = "/" + state[STATE_LENGTH:]
        kept = {"id": conversation.id, "token": token, "to": page}
        # What stands behind "#" is never sent to anybody; the page keeps it and drops it.
        response = RedirectResponse(f"{ENTER}#{urlencode(kept)}", 303)
        response.headers["Cache-Control"] = "no-store"
        response.delete_cookie(STATE_COOKIE, path="/wechat")
        return response

    return api


def _told(sentence: str, status: int) -> HTMLResponse:
    response = told_page(say.SIGN_IN_TITLE, sentence, status)
    response.delete_cookie(STATE_COOKIE, path="/wechat")
    return response
