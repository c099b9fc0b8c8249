"""Judges what comes to WeChat's door: is it WeChat, for us, and in the mode we agreed on (pure)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from integrations.wechat.ciphers import MessageCipher
from integrations.wechat.faults import PushRefused
from integrations.wechat.passive import sealed_reply, text_reply
from integrations.wechat.pushes import Push, read_push
from integrations.wechat.signing import is_signed, signature
from integrations.wechat.strict_xml import LARGEST, read_fields

# Retries and clocks that are wrong must get in, a captured push of last month must not: what was
# done with it may be forgotten by then.
FRESH = timedelta(days=7)
_ECHO = re.compile(r"[A-Za-z0-9+/=_-]{1,1024}")
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TIME = re.compile(r"[0-9]{1,12}")


class Mode(StrEnum):
    """Name how the account's messages travel; it is chosen in WeChat's console."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Opened:
    """Be a push that is to be believed, and what its answer must look like."""

    push: Push | None  # None: nothing that we know or that is for us
    key: int | None  # number of the key it came under; None: it was not encrypted
    nonce: str
    called_at: int  # by WeChat's clock, seconds since 1970: each attempt has its own


class Door:
    """Check and open pushes, and close answers."""

    def __init__(
        self,
        *,
        token: str,
        mode: Mode,
        account: str,
        cipher: MessageCipher | None,
    ) -> None:
        """Take the shared Token and the account's original id (gh_...); empty: any is ours."""
        if not token or (mode is not Mode.PLAIN and cipher is None):
            raise ValueError("no Token, or no EncodingAESKey for an encrypted mode")
        self._token = token
        self._mode = mode
        self._account = account
        self._cipher = cipher

    def echo(self, query: Mapping[str, str]) -> str:
        """Return what the address check wants back, or raise PushRefused."""
        echo, timestamp, nonce = query.get("echostr", ""), *_stamp(query)
        if _ECHO.fullmatch(echo) is None:  # nothing of it may ever run in somebody's browser
            raise PushRefused("no echostr")
        if "msg_signature" in query and self._cipher is not None:
            if not is_signed(query["msg_signature"], self._token, timestamp, nonce, echo):
                raise PushRefused("wrong signature")
            plain = self._cipher.opened(echo).message.decode("utf-8", "replace")
            if _ECHO.fullmatch(plain) is None:
                raise PushRefused("no echostr")
            return plain
        if not is_signed(query.get("signature", ""), self._token, timestamp, nonce):
            raise PushRefused("wrong signature")
        return echo

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Opened:
        """Return the push, or raise PushRefused."""
        if len(body) > LARGEST:
            raise PushRefused("too long", 413)
        timestamp, nonce = _stamp(query)
        if abs(now.timestamp() - int(timestamp)) > FRESH.total_seconds():
            raise PushRefused("too old")
        encrypted = query.get("encrypt_type", "raw") not in {"", "raw"}
        if encrypted:
            fields, key = self._decrypted(query, body, timestamp, nonce)
        else:
            # Whoever could choose the mode could leave the encryption out.
            if self._mode is not Mode.PLAIN:
                raise PushRefused("not encrypted")
            if not is_signed(query.get("signature", ""), self._token, timestamp, nonce):
                raise PushRefused("wrong signature")
            fields, key = read_fields(body), None
        push = read_push(fields)
        if push is not None and self._account and push.account != self._account:
            push = None
        return Opened(push, key, nonce, int(timestamp))

    def closed(self, opened: Opened, text: str, now: datetime) -> str:
        """Return a text as the passive reply to what was opened."""
        push = opened.push
        if push is None:
            raise ValueError("nobody to answer")
        at = int(now.timestamp())
        plain = text_reply(to=push.openid, account=push.account, at=at, text=text)
        if opened.key is None or self._cipher is None:
            return plain
        timestamp, nonce = str(at), secrets.token_hex(8)
        encrypted = self._cipher.sealed(plain.encode(), key=opened.key)
        return sealed_reply(
            encrypted=encrypted,
            signature=signature(self._token, timestamp, nonce, encrypted),
            timestamp=timestamp,
            nonce=nonce,
        )

    def _decrypted(
        self, query: Mapping[str, str], body: bytes, timestamp: str, nonce: str
    ) -> tuple[Mapping[str, str], int]:
        """Return the fields inside `Encrypt`; what stands beside it in clear is ignored."""
        if self._cipher is None:
            raise PushRefused("encrypted, and there is no key")
        encrypted = read_fields(body).get("Encrypt", "")
        # `signature` says nothing of the body: it is never enough in these modes.
        claimed = query.get("msg_signature", "")
        if not encrypted or not is_signed(claimed, self._token, timestamp, nonce, encrypted):
            raise PushRefused("wrong signature")
        found = self._cipher.opened(encrypted)
        return read_fields(found.message), found.key


def _stamp(query: Mapping[str, str]) -> tuple[str, str]:
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if _TIME.fullmatch(timestamp) is None or _NONCE.fullmatch(nonce) is None:
        raise PushRefused("no timestamp or nonce")
    return timestamp, nonce
