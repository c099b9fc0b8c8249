"""Shows 对方正在输入, and learns from it whether a message arrived."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from core.errors import EngineUnavailable
from core.store.wechat_contacts import ContactStore
from integrations.wechat.api import Api
from integrations.wechat.faults import ApiRefused

logger = logging.getLogger(__name__)

LASTS = timedelta(seconds=15)  # or until a message comes
POSSIBLE_WITHIN = timedelta(seconds=28)  # after the citizen did something; WeChat says 30
SURELY_ON = timedelta(seconds=2)  # before its end
TYPING_ALREADY = 45081


class TypingSigns:
    """Switch the sign on; WeChat itself switches it off when a message arrives."""

    def __init__(self, contacts: ContactStore, api: Api, *, now: Callable[[], datetime]) -> None:
        """Take who calls, and where it is kept whether the sign is on."""
        self._contacts = contacts
        self._api = api
        self._now = now

    async def show(self, openid: str) -> None:
        """Switch it on; that it did not work is of no consequence."""
        contact, now = await self._contacts.contact(openid), self._now()
        if contact is None or now > contact.last_at + POSSIBLE_WITHIN:
            return
        if contact.typing_until is not None and now < contact.typing_until:
            return
        try:
            await self._api.typing(openid)
        except EngineUnavailable as error:
            logger.info("no typing sign: %s", error)
            return
        await self._contacts.typing_until(openid, now + LASTS)

    async def ended(self, openid: str) -> None:
        """Note that a message arrived, which switched it off."""
        await self._contacts.typing_until(openid, None)

    async def was_ended(self, openid: str) -> bool | None:
        """Tell whether a message that nobody confirmed arrived; None: there is no telling.

        If the sign was on and can be switched on anew, a message switched it off.
        """
        contact, now = await self._contacts.contact(openid), self._now()
        if contact is None or contact.typing_until is None:
            return None
        if now > contact.typing_until - SURELY_ON or now > contact.last_at + POSSIBLE_WITHIN:
            return None
        try:
            await self._api.typing(openid)
        except ApiRefused as refused:
            return False if refused.code == TYPING_ALREADY else None
        except EngineUnavailable:
            return None
        await self._contacts.typing_until(openid, self._now() + LASTS)
        return True
