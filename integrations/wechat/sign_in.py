"""Learns from WeChat whose browser it is that opens a page of ours (OAuth2, base scope)."""

from __future__ import annotations

from urllib.parse import quote

from core.errors import YibaoError
from integrations.wechat.faults import NotReached
from integrations.wechat.token_keeper import Account
from integrations.wechat.wire import Wire

AUTHORIZE = "/connect/oauth2/authorize"
EXCHANGE = "/sns/oauth2/access_token"
LONGEST_OPENID = 64


class PreviewOnly(YibaoError):
    """Say that WeChat shows a preview (快照页): who it names does not exist."""


class SignIn:
    """Send browsers to WeChat, and ask WeChat whom it sent back.

    We never ask for a name or a picture: an openid is all that a conversation needs.
    """

    def __init__(self, wire: Wire, account: Account, *, url: str) -> None:
        """Take the address of WeChat's own pages."""
        self._wire = wire
        self._account = account
        self._url = url.rstrip("/")

    def address(self, back_to: str, state: str) -> str:
        """Return where to send a browser; it comes back with a code and the state."""
        # WeChat wants exactly this order, and the fragment at the end.
        return (
            f"{self._url}{AUTHORIZE}?appid={quote(self._account.appid)}"
            f"&redirect_uri={quote(back_to, safe='')}&response_type=code"
            f"&scope=snsapi_base&state={quote(state, safe='')}#wechat_redirect"
        )

    async def openid(self, code: str) -> str:
        """Return who came back; a code works once.

        Raise PreviewOnly, ApiRefused (an old or used code), NotReached or OutcomeUnknown.
        """
        answer = await self._wire.get(
            EXCHANGE,
            {
                "appid": self._account.appid,
                "secret": self._account.secret,
                "code": code,
                "grant_type": "authorization_code",
            },
        )
        if answer.get("is_snapshotuser") in {1, "1"}:
            raise PreviewOnly("a preview page")
        openid = answer.get("openid")
        if not isinstance(openid, str) or not 0 < len(openid) <= LONGEST_OPENID:
            raise NotReached
        return openid
