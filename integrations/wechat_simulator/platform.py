"""Joins the parts of the platform."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from integrations.wechat_simulator.account import Account
from integrations.wechat_simulator.acts import Acts
from integrations.wechat_simulator.ciphers import MessageCipher
from integrations.wechat_simulator.citizens import Citizens
from integrations.wechat_simulator.clock import Clock
from integrations.wechat_simulator.faults import Faults
from integrations.wechat_simulator.keeping import Keeping
from integrations.wechat_simulator.media import MediaShelf
from integrations.wechat_simulator.menus import MenuBoard
from integrations.wechat_simulator.notices import SentOnce
from integrations.wechat_simulator.pusher import Manner, Pusher
from integrations.wechat_simulator.record import Record
from integrations.wechat_simulator.reply_check import ReplyCheck
from integrations.wechat_simulator.tokens import AccessTokens
from integrations.wechat_simulator.web_sign_in import WebSignIn

TICKET_LASTS = 7200.0  # seconds


class Tickets:
    """Hand out the JS-SDK's ticket: the same for two hours."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Take the time in Unix seconds."""
        self._now = now
        self._text, self._until = "", float("-inf")

    def current(self) -> dict[str, object]:
        """Return the ticket in force."""
        now = self._now()
        if self._until <= now:
            self._text, self._until = secrets.token_urlsafe(64), now + TICKET_LASTS
        return {"ticket": self._text, "expires_in": int(self._until - now)}


@dataclass(frozen=True, slots=True)
class Platform:
    """Be the platform: what its routes use."""

    account: Account
    clock: Clock
    tokens: AccessTokens
    citizens: Citizens
    media: MediaShelf
    record: Record
    faults: Faults
    pusher: Pusher
    acts: Acts
    sign_in: WebSignIn
    tickets: Tickets
    board: MenuBoard
    keeping: Keeping
    sent_once: SentOnce = field(default_factory=SentOnce)


def make_platform(
    account: Account,
    client: httpx.AsyncClient,
    *,
    clock: Clock | None = None,
    faults: Faults | None = None,
    manner: Manner | None = None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    kept: Path | None = None,
) -> Platform:
    """Return the platform of one account; `client` is the way to its door."""
    now, broken = clock or Clock(), faults or Faults()
    media, record, citizens = MediaShelf(now), Record(now), Citizens(account.app_id)
    board = MenuBoard()
    keeping = Keeping(kept, board, citizens)
    keeping.load()
    cipher = MessageCipher(account.aes_key, account.app_id)
    check = ReplyCheck(account, cipher, media.has)
    pusher = Pusher(account, client, check, record, broken, now, manner, sleep)
    return Platform(
        account=account,
        clock=now,
        tokens=AccessTokens(account.app_id, account.secret, now),
        citizens=citizens,
        media=media,
        record=record,
        faults=broken,
        pusher=pusher,
        acts=Acts(account, citizens, record, pusher, now),
        sign_in=WebSignIn(now),
        tickets=Tickets(now),
        board=board,
        keeping=keeping,
    )
