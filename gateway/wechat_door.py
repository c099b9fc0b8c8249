"""Builds WeChat's door, which can be opened before the rest of the gateway is built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core.store import Database, InboxStore
from gateway.settings import Settings
from gateway.wechat_settings import WeChatSettings
from integrations.wechat.ciphers import MessageCipher
from integrations.wechat.door import Door, Mode
from integrations.wechat.doorstep import Doorstep

DOOR = "/wechat"


def wechat_door(wechat: WeChatSettings) -> Door:
    """Return what checks pushes; raise ValueError if the account's secrets are not whole."""
    keys = (wechat.aes_key, wechat.previous_aes_key)
    given = [key.get_secret_value() for key in keys if key.get_secret_value()]
    return Door(
        token=wechat.token.get_secret_value(),
        mode=Mode(wechat.mode),
        account=wechat.account,
        cipher=MessageCipher(given, wechat.app_id) if given else None,
    )


def wechat_doorstep(
    settings: Settings, database: Database, now: Callable[[], datetime]
) -> Doorstep | None:
    """Return what takes pushes in meanwhile; None if no account is configured."""
    if not settings.wechat.app_id:
        return None
    door = wechat_door(settings.wechat)
    return Doorstep(door, InboxStore(database), now=now)
