"""Writes the XML of a passive reply so that no text can add a field to it (pure)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

SUCCESS = "success"  # WeChat's word for: taken, nothing to say now
HUNG_UP = 6.0  # seconds after which WeChat surely waits no more
LONGEST_BYTES = 2048  # of a text, in UTF-8
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MORE = "…"


@dataclass(frozen=True, slots=True)
class Passive:
    """Be what WeChat is given as the answer to its call."""

    text: str
    written: Callable[[float], Awaitable[None]]  # to be told after how many seconds it was out


def text_reply(*, to: str, account: str, at: int, text: str) -> str:
    """Return the XML of a text to `to`; `at` in seconds since 1970."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName>"
        f"<FromUserName>{cdata(account)}</FromUserName><CreateTime>{at}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content>{cdata(fitting(text))}</Content></xml>"
    )


def sealed_reply(*, encrypted: str, signature: str, timestamp: str, nonce: str) -> str:
    """Return the envelope of an encrypted reply."""
    return (
        f"<xml><Encrypt>{cdata(encrypted)}</Encrypt>"
        f"<MsgSignature>{cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )


def cdata(text: str) -> str:
    """Return the text as character data; a "]]>" in it ends one section and begins the next."""
    return "<![CDATA[" + writable(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def writable(text: str) -> str:
    """Return the text without what XML 1.0 cannot hold: control characters, half characters."""
    return _NOT_XML.sub("", text)


def fitting(text: str, longest: int = LONGEST_BYTES) -> str:
    """Return as much of the text as fits, cut between two characters."""
    data = text.encode("utf-8", "ignore")
    if len(data) <= longest:
        return text
    kept = data[: longest - len(MORE.encode())].decode("utf-8", "ignore")
    return kept + MORE
