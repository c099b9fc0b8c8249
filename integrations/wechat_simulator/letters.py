"""Writes what citizens do as the XML that the platform pushes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

Fields = Mapping[str, "str | int | Fields"]
UNSUPPORTED = (
    "【收到不支持的消息类型，暂无法显示】"  # the platform's words for what it cannot pass on
)


@dataclass(frozen=True, slots=True)
class Letter:
    """Be one message or event, pushed with the same content however often it is sent."""

    openid: str
    kind: str  # MsgType, or the Event
    fields: Fields  # what is particular to the kind
    words: str = ""  # what the citizen said or tapped, for the record
    message_id: str = ""  # 64 bits; events have none
    created: int = 0  # Unix seconds
    is_event: bool = False

    def xml(self, account: str, cipher: str = "") -> str:
        """Return the body for the account; `cipher` is added in the compatible mode."""
        kind: dict[str, str | int | Fields] = {"MsgType": self.kind}
        if self.is_event:
            kind = {"MsgType": "event", "Event": self.kind}
        whole: dict[str, str | int | Fields] = {
            "ToUserName": account,
            "FromUserName": self.openid,
            "CreateTime": self.created,
            **kind,
            **self.fields,
        }
        if not self.is_event:
            # A number in the XML; 64 bits, so nobody may keep it in a double.
            whole["MsgId"] = int(self.message_id)
        if cipher:
            whole["Encrypt"] = cipher
        return f"<xml>{_written(whole)}</xml>"

    def at(self, now: float, message_id: str = "") -> Letter:
        """Return the letter as it is sent off; a message gets an id unless one is given."""
        number = "" if self.is_event else message_id or str(24_000_000_000_000_000 + _below(10**15))
        return replace(self, created=int(now), message_id=number)


def text(openid: str, content: str, menu_id: str = "") -> Letter:
    """Write a text; `menu_id` is set if an entry of a msgmenu was tapped."""
    more = {"bizmsgmenuid": menu_id} if menu_id else {}
    return Letter(openid, "text", {"Content": content, **more}, content)


def image(openid: str, media_id: str, url: str) -> Letter:
    """Write that a picture was sent."""
    return Letter(openid, "image", {"PicUrl": url, "MediaId": media_id}, "[图片]")


def voice(openid: str, media_id: str) -> Letter:
    """Write that something was spoken; Recognition is empty since WeChat gave it up in 2023."""
    fields = {"MediaId": media_id, "Format": "amr", "Recognition": ""}
    return Letter(openid, "voice", fields, "[语音]")


def location(openid: str, latitude: str, longitude: str, label: str) -> Letter:
    """Write that a place was sent; degrees of GCJ-02 as decimal text."""
    fields: Fields = {
        "Location_X": latitude,
        "Location_Y": longitude,
        "Scale": 15,
        "Label": label,
    }
    return Letter(openid, "location", fields, f"[位置] {label}")


def unsupported(openid: str) -> Letter:
    """Write what the platform makes of a kind that it does not pass on (a recalled one, too)."""
    return Letter(openid, "text", {"Content": UNSUPPORTED}, UNSUPPORTED)


def event(openid: str, name: str, fields: Fields, words: str = "") -> Letter:
    """Write an event."""
    return Letter(openid, name, fields, words or f"[{name}]", is_event=True)


def _below(number: int) -> int:
    return secrets.randbelow(number)


def _written(fields: Fields) -> str:
    parts = []
    for name, value in fields.items():
        match value:
            case str():
                # The end mark of CDATA may be part of what a citizen wrote.
                inside = value.replace("]]>", "]]]]><![CDATA[>")
                parts.append(f"<{name}><![CDATA[{inside}]]></{name}>")
            case int():
                parts.append(f"<{name}>{value}</{name}>")
            case _:
                parts.append(f"<{name}>{_written(value)}</{name}>")
    return "".join(parts)
