"""Says what a push is: who did what, and by which key it is known again (pure)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from integrations.wechat.faults import PushRefused

LONGEST_OPENID = 64
LONGEST_TEXT = 4_000  # characters that are kept of what somebody wrote
LONGEST_KEY = 512
SAYS = "say:"  # a menu key that stands for words of the citizen
UNSUPPORTED = "【收到不支持的消息类型，暂无法显示】"  # WeChat's own words in place of a sticker


class Kind(StrEnum):
    """Name what somebody sent or did."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    LOCATION = "location"
    OTHER = "other"  # video, link, what is not known yet: answered with what we can read
    CLICK = "click"  # a menu entry that sends us a key
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    SCAN = "scan"
    TOO_FAST = "too fast"  # one of the above beyond what one account may send
    NEWS = "news"  # an event that nobody answers: VIEW, LOCATION, TEMPLATESENDJOBFINISH


MESSAGES = {
    "text": Kind.TEXT,
    "image": Kind.IMAGE,
    "voice": Kind.VOICE,
    "location": Kind.LOCATION,
}
OTHER_MESSAGES = frozenset({"video", "shortvideo", "link"})
EVENTS = {
    "CLICK": Kind.CLICK,
    "SUBSCRIBE": Kind.SUBSCRIBE,
    "UNSUBSCRIBE": Kind.UNSUBSCRIBE,
    "SCAN": Kind.SCAN,
}
KEPT = {
    Kind.TEXT: ("Content",),
    Kind.IMAGE: ("MediaId",),
    Kind.VOICE: ("MediaId", "MediaId16K", "Format"),
    Kind.LOCATION: ("Location_X", "Location_Y", "Label"),
    Kind.OTHER: ("MsgType",),
    Kind.CLICK: ("EventKey",),
    Kind.SUBSCRIBE: ("EventKey",),
    Kind.UNSUBSCRIBE: (),
    Kind.SCAN: ("EventKey",),
    Kind.NEWS: ("Event", "Status", "MsgID"),
}


@dataclass(frozen=True, slots=True)
class Push:
    """Be one thing that somebody did in WeChat."""

    key: str  # the same for every attempt to bring it
    openid: str  # who
    account: str  # ToUserName: the original id (gh_...) of the account it was sent to
    kind: Kind
    message_id: str  # of the line that records it
    at: datetime  # CreateTime; UTC
    content: Mapping[str, str] = field(default_factory=dict)  # only the fields of KEPT


def read_push(fields: Mapping[str, str]) -> Push | None:
    """Return what a push says; None for a type that nobody knows; raise PushRefused if broken."""
    openid, account = fields.get("FromUserName", ""), fields.get("ToUserName", "")
    sort, created = fields.get("MsgType", ""), fields.get("CreateTime", "")
    if not 0 < len(openid) <= LONGEST_OPENID or not account or not sort:
        raise PushRefused("no sender, receiver or type")
    if not created.isascii() or not created.isdigit() or len(created) > 12:
        raise PushRefused("no time")
    at = datetime.fromtimestamp(int(created), UTC)
    if sort == "event":
        return _event(fields, openid, account, created, at)
    kind = MESSAGES.get(sort, Kind.OTHER if sort in OTHER_MESSAGES else None)
    number = fields.get("MsgId", "")
    if kind is None:
        return None
    if not number.isascii() or not number.isdigit() or len(number) > 20:
        raise PushRefused("no MsgId")
    if kind is Kind.TEXT and fields.get("Content", "").strip() == UNSUPPORTED:
        kind = Kind.OTHER
    # A MsgId can be the same for several people (WxJava issue 333).
    key = f"{openid}|{number}"
    return Push(key, openid, account, kind, f"wx:{number}", at, _kept(kind, fields))


def _event(
    fields: Mapping[str, str], openid: str, account: str, created: str, at: datetime
) -> Push:
    event, key = fields.get("Event", ""), fields.get("EventKey", "")
    if not event or len(event) > LONGEST_OPENID:
        raise PushRefused("no event")
    kind = EVENTS.get(event.upper(), Kind.NEWS)
    # Two events may come within one second: subscribe and SCAN, subscribe and CLICK.
    what = _short(f"{event}|{key}|{fields.get('MsgID', '')}")
    kept = _kept(kind, fields)
    return Push(
        f"{openid}|{created}|{what}", openid, account, kind, f"wxe:{created}:{what}", at, kept
    )


def _kept(kind: Kind, fields: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is needed to answer; where somebody is, for instance, is kept only if sent."""
    longest = LONGEST_TEXT if kind is Kind.TEXT else LONGEST_KEY
    return {name: fields[name][:longest] for name in KEPT[kind] if name in fields}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
