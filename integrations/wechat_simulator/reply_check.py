"""Reads the door's passive reply as strictly as the platform does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from integrations.wechat_simulator.account import Account, Mode
from integrations.wechat_simulator.ciphers import MessageCipher, Undecipherable, signature

TEXT_LIMIT = 2048  # bytes
ENVELOPE = {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
HEAD = {"ToUserName", "FromUserName", "CreateTime", "MsgType"}
MEDIA = {"image": "Image", "voice": "Voice", "video": "Video"}
Json = dict[str, object]


class Bad(Exception):
    """Be a reply that the platform cannot show; the citizen sees its error line instead."""


@dataclass(frozen=True, slots=True)
class Replied:
    """Be a good answer of the door."""

    body: Json | None  # None: only acknowledged
    is_handed_on: bool = False  # 转客服


class ReplyCheck:
    """Check replies to pushes of one account."""

    def __init__(
        self, account: Account, cipher: MessageCipher, is_media: Callable[[str, str], bool]
    ) -> None:
        """Take what tells whether a media id of a kind is known."""
        self._account, self._cipher, self._is_media = account, cipher, is_media

    def read(self, status: int, content: bytes, openid: str) -> Replied:
        """Return what the door said, or raise Bad."""
        if status != 200:
            raise Bad(f"HTTP {status}")
        if content in (b"", b"success"):
            return Replied(None)
        root = _parsed(content)
        if root.find("Encrypt") is not None:
            if self._account.mode is Mode.PLAIN:
                raise Bad("a cipher in the plain mode")
            root = _parsed(self._opened(root))
        elif self._account.mode is Mode.SAFE:
            raise Bad("plain text in the safe mode")
        return self._understood(root, openid)

    def _opened(self, root: Element) -> bytes:
        fields = _fields(root)
        if set(fields) != ENVELOPE:
            raise Bad("the envelope has other fields")
        cipher, moment, nonce = fields["Encrypt"], fields["TimeStamp"], fields["Nonce"]
        if fields["MsgSignature"] != signature(self._account.token, moment, nonce, cipher):
            raise Bad("MsgSignature is wrong")
        if not moment.isdigit():
            raise Bad("TimeStamp is no number")
        try:
            return self._cipher.decrypt(cipher)
        except Undecipherable as error:
            raise Bad(str(error)) from error

    def _understood(self, root: Element, openid: str) -> Replied:
        fields = _fields(root)
        if not set(fields) >= HEAD:
            raise Bad(f"{', '.join(sorted(HEAD - set(fields)))} missing")
        if (fields["ToUserName"], fields["FromUserName"]) != (openid, self._account.original_id):
            raise Bad("ToUserName and FromUserName are not swapped")
        if not fields["CreateTime"].isdigit():
            raise Bad("CreateTime is no number")
        kind, inner = fields["MsgType"], {name: fields[name] for name in set(fields) - HEAD}
        match kind:
            case "text":
                _only(inner, {"Content"})
                content = inner["Content"]
                if not content.strip():
                    raise Bad("Content is empty")
                if len(content.encode()) > TEXT_LIMIT:
                    raise Bad("Content is longer than 2048 bytes")
                return Replied({"msgtype": "text", "text": {"content": content}})
            case "image" | "voice" | "video":
                _only(inner, {MEDIA[kind]})
                named = _fields(_child(root, MEDIA[kind]))
                if not self._is_media(named.get("MediaId", ""), kind):
                    raise Bad("MediaId is not known")
                more = {name.lower(): text for name, text in named.items() if name != "MediaId"}
                return Replied({"msgtype": kind, kind: {"media_id": named["MediaId"], **more}})
            case "music":
                _only(inner, {"Music"})
                named = _fields(_child(root, "Music"))
                return Replied({"msgtype": "music", "music": dict(named)})
            case "news":
                _only(inner, {"ArticleCount", "Articles"})
                return Replied({"msgtype": "news", "news": {"articles": _articles(root, inner)}})
            case "transfer_customer_service":
                return Replied(None, is_handed_on=True)
        raise Bad("MsgType is not known")


def _parsed(content: bytes) -> Element:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Bad("a document type")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  no document type, so no entities
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        raise Bad("not XML") from error
    if root.tag != "xml":
        raise Bad("the root is not xml")
    return root


def _fields(root: Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for child in root:
        if child.tag in fields:
            raise Bad(f"{child.tag} twice")
        fields[child.tag] = child.text or ""
    return fields


def _only(fields: Mapping[str, str], names: set[str]) -> None:
    if set(fields) != names:
        raise Bad(f"{', '.join(sorted(set(fields) ^ names))}: missing or not known")


def _child(root: Element, name: str) -> Element:
    child = root.find(name)
    if child is None:
        raise Bad(f"{name} missing")
    return child


def _articles(root: Element, fields: Mapping[str, str]) -> list[Json]:
    items = [_fields(item) for item in _child(root, "Articles")]
    # One article since October 2018; more are cut off by the platform, so more are a mistake.
    if fields["ArticleCount"] != "1" or len(items) != 1:
        raise Bad("a message of news has one article")
    _only(items[0], {"Title", "Description", "PicUrl", "Url"})
    return [{name.lower(): text for name, text in items[0].items()}]
