"""Calls WeChat's interface with the access token, by the policy of its error codes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from core.store.wechat_kept import KeptStore
from integrations.wechat.error_codes import Policy, midnight, policy
from integrations.wechat.faults import ApiRefused, NotReached
from integrations.wechat.token_keeper import TokenKeeper
from integrations.wechat.wire import Wire

logger = logging.getLogger(__name__)

T = TypeVar("T")

CUSTOM_SEND = "/cgi-bin/message/custom/send"
TYPING = "/cgi-bin/message/custom/typing"
TEMPLATE_SEND = "/cgi-bin/message/template/send"
SUBSCRIPTION_SEND = "/cgi-bin/message/subscribe/bizsend"
MEDIA_GET = "/cgi-bin/media/get"
MEDIA_UPLOAD = "/cgi-bin/media/upload"
MENU = "/cgi-bin/menu/create"
TICKET = "/cgi-bin/ticket/getticket"
REST = timedelta(minutes=1)  # after a new access token was refused as well
MISCONFIGURED_REST = timedelta(minutes=5)


class Api:
    """Call; every method raises ApiRefused, NotReached or OutcomeUnknown."""

    def __init__(
        self,
        wire: Wire,
        tokens: TokenKeeper,
        kept: KeptStore,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """Take what calls, and what all processes know of pauses that WeChat asked for."""
        self._wire = wire
        self._tokens = tokens
        self._kept = kept
        self._now = now

    async def send(self, message: Mapping[str, object]) -> None:
        """Send a customer message; it has no id, so nobody may repeat it blindly."""
        await self._post(CUSTOM_SEND, message)

    async def typing(self, openid: str) -> None:
        """Show that somebody is typing; it lasts 15 seconds, or until a message comes."""
        await self._post(TYPING, {"touser": openid, "command": "Typing"})

    async def template(self, message: Mapping[str, object]) -> None:
        """Send a template message; `client_msg_id` keeps it from coming twice in ten minutes."""
        await self._post(TEMPLATE_SEND, message)

    async def subscription(self, message: Mapping[str, object]) -> None:
        """Send a notice that the citizen subscribed to."""
        await self._post(SUBSCRIPTION_SEND, message)

    async def media(self, media_id: str) -> bytes:
        """Return what a citizen sent: a picture, a recording."""

        async def ask(token: str) -> bytes:
            query = {"access_token": token, "media_id": media_id}
            return await self._wire.download(MEDIA_GET, query)

        return await self._with_token(MEDIA_GET, ask)

    async def upload_voice(self, mp3: bytes) -> str:
        """Keep a recording at WeChat for three days; return its media_id."""

        async def ask(token: str) -> Mapping[str, object]:
            query = {"access_token": token, "type": "voice"}
            return await self._wire.upload(MEDIA_UPLOAD, query, "answer.mp3", mp3, "audio/mpeg")

        media_id = (await self._with_token(MEDIA_UPLOAD, ask)).get("media_id")
        if not isinstance(media_id, str):
            raise NotReached
        return media_id

    async def set_menu(self, menu: Mapping[str, object]) -> None:
        """Replace the account's menu."""
        await self._post(MENU, menu)

    async def page_ticket(self) -> tuple[str, int]:
        """Return the ticket with which pages sign for the JS-SDK, and its seconds."""

        async def ask(token: str) -> Mapping[str, object]:
            return await self._wire.get(TICKET, {"access_token": token, "type": "jsapi"})

        answer = await self._with_token(TICKET, ask)
        ticket, seconds = answer.get("ticket"), answer.get("expires_in")
        if not isinstance(ticket, str) or not isinstance(seconds, int):
            raise NotReached
        return ticket, seconds

    async def _post(self, path: str, body: Mapping[str, object]) -> None:
        async def ask(token: str) -> Mapping[str, object]:
            return await self._wire.post(path, body, {"access_token": token})

        await self._with_token(path, ask)

    async def _with_token(self, path: str, ask: Callable[[str], Awaitable[T]]) -> T:
        await self._not_paused("all")
        await self._not_paused(path)
        token = await self._tokens.token()
        try:
            try:
                return await ask(token)
            except ApiRefused as refused:
                if policy(refused.code) is not Policy.RENEW:
                    raise
            return await ask(await self._tokens.another(token))
        except ApiRefused as refused:
            await self._note(path, refused.code)
            raise

    async def _not_paused(self, what: str) -> None:
        kept = await self._kept.kept(f"pause:{what}")
        if kept is not None and self._now() < kept.until:
            raise ApiRefused(int(kept.value))

    async def _note(self, path: str, code: int) -> None:
        """Pause for everybody what it makes no sense to go on asking for."""
        now = self._now()
        match policy(code):
            case Policy.RENEW:
                await self._pause("all", code, now + REST)
            case Policy.TOMORROW:
                await self._pause(path, code, midnight(now))
            case Policy.MISCONFIGURED | Policy.OFF:
                await self._pause(path, code, now + MISCONFIGURED_REST)
            case _:
                return
        logger.error("wechat refuses %s: errcode %d; somebody has to look", path, code)

    async def _pause(self, what: str, code: int, until: datetime) -> None:
        await self._kept.keep(f"pause:{what}", str(code), until)
