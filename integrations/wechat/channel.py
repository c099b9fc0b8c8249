"""Is the WeChat channel as a whole: what the gateway serves, and what goes on behind it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.conversation import Conversation
from core.hashing import hashed
from core.store.wechat_contacts import ContactStore
from core.store.wechat_inbox import InboxStore
from integrations.wechat.answering import Answering
from integrations.wechat.door import Door, Opened
from integrations.wechat.menu import MenuKeeper
from integrations.wechat.news import News
from integrations.wechat.outbox import Outbox
from integrations.wechat.page_tickets import PageTickets
from integrations.wechat.passive import SUCCESS
from integrations.wechat.reception import Reception
from integrations.wechat.sign_in import SignIn
from integrations.wechat.vault import Vault


@dataclass(frozen=True, slots=True)
class Given:
    """Be what WeChat's call is answered with."""

    body: str
    written: Callable[[float], Awaitable[None]] | None  # to be told after how many seconds


class WeChat:
    """Join the parts; nothing of WeChat is known outside of them."""

    def __init__(
        self,
        *,
        door: Door,
        reception: Reception,
        answering: Answering,
        contacts: ContactStore,
        inbox: InboxStore,
        outbox: Outbox,
        news: News,
        menu: MenuKeeper,
        sign_in: SignIn,
        tickets: PageTickets,
        vault: Vault,
        now: Callable[[], datetime],
    ) -> None:
        """Take the parts."""
        self._door = door
        self._reception = reception
        self._answering = answering
        self._contacts = contacts
        self._inbox = inbox
        self._outbox = outbox
        self._news = news
        self._vault = vault
        self._now = now
        self.menu = menu
        self.sign_in = sign_in
        self.tickets = tickets

    def echo(self, query: Mapping[str, str]) -> str:
        """Answer the check of our address, or raise PushRefused."""
        return self._door.echo(query)

    async def push(
        self,
        query: Mapping[str, str],
        body: bytes,
        gone: Callable[[], Awaitable[bool]],
    ) -> Given:
        """Take in a push; raise PushRefused if it is none, NoAnswer if there must be no answer."""
        started = time.monotonic()
        opened: Opened = self._door.open(query, body, self._now())
        if opened.push is None:
            return Given(SUCCESS, None)
        passive = await self._reception.receive(opened.push, started, gone, opened.called_at)
        if passive is None:
            return Given(SUCCESS, None)
        return Given(self._door.closed(opened, passive.text, self._now()), passive.written)

    async def conversation_of(self, openid: str) -> tuple[Conversation, str]:
        """Return the conversation of whoever signed in, and what opens it on our pages.

        The token is the same every time, so that two pages of one citizen both stay signed in.
        """
        await self._contacts.meet(openid, self._now())
        conversation = await self._answering.conversation_of(openid)
        return conversation, await self._token(conversation.id)

    async def step(self) -> None:
        """Do what waits: answer what was left, send what is due."""
        await self._reception.step()
        await self._news.step()
        await self._outbox.step()

    async def tidy(self) -> None:
        """Forget what nobody can ask for again."""
        await self._inbox.tidy(self._now())

    async def settled(self) -> None:
        """Wait until everything that was begun is done."""
        await self._reception.settled()

    async def close(self) -> None:
        """Let go; what is not done stays in its rows."""
        await self._reception.close()

    async def _token(self, conversation_id: str) -> str:
        token = self._vault.token_for("conversation", conversation_id)
        await self._contacts.use_token(conversation_id, hashed(token), self._now())
        return token
