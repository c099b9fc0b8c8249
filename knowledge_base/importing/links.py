"""Finds links that lead to hosts we do not vouch for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from core.knowledge import Flag

FOREIGN = "foreign_link"
_URL = re.compile(
    r"(?:https?|ftps?|wss?)\s?:\s?[/\\]{2}[^\s<>\"“”‘’（）()，。；、《》\u4e00-\u9fff]+",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![@A-Za-z0-9_./-])(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|cn|net|org|info|top|xyz|vip|cc|io|me|site|online|shop|club|ru|tk|link|app|dev|ai|gov|edu|wang|ltd|fun|icu|live|pw|biz)(?:/[^\s<>\"“”（）()，。；、\u4e00-\u9fff]*)?(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?/\S*")
_HARMLESS = ("mailto:", "tel:", "#", "about:blank")
_DANGEROUS = re.compile(r"\s*(?:javascript|data|vbscript|file|blob)\s*:", re.IGNORECASE)


def link_flags(text: str, links: Iterable[str], allowed: Sequence[str]) -> tuple[Flag, ...]:
    """Return a flag for each link, printed or behind a word, whose host is not allowed.

    A host is allowed if it is one of `allowed` or ends with a dot and one of them.
    """
    plain = unicodedata.normalize("NFKC", text)
    printed = [m[0] for m in _URL.finditer(plain)]
    rest = _URL.sub(" ", plain)
    bare = [m[0] for pattern in (_BARE, _ADDRESS) for m in pattern.finditer(rest)]
    flags: dict[str, Flag] = {}
    for link in (*printed, *(f"http://{b}" for b in bare), *links):
        note = _objection(link, allowed)
        if note:
            shown = link.removeprefix("http://") if link[7:] in bare else link
            flags.setdefault(shown, Flag(FOREIGN, shown[:200], note))
    return tuple(flags.values())


def _objection(link: str, allowed: Sequence[str]) -> str | None:
    """Return why a link must be looked at, None if it need not."""
    link = unicodedata.normalize("NFKC", link).strip()
    if _DANGEROUS.match(link):
        return "链接会执行程序或打开本地内容，已只保留文字。"
    if not link or link.lower().startswith(_HARMLESS):
        return None
    link = re.sub(r"\s?:\s?[/\\]{2}", "://", link, count=1)
    if link.startswith(("//", "\\\\")):
        link = f"http:{link}"
    if "://" not in link:
        return None  # a page of the same site: nothing to reach from an entry
    try:
        host = unquote(urlsplit(link.replace("\\", "/")).hostname or "").rstrip(".").lower()
    except ValueError:
        return "链接的写法不正确，看不出通向哪里。"
    if host and any(host == a.lower() or host.endswith("." + a.lower()) for a in allowed):
        return None
    return f"链接通向“{host or '未知网站'}”，不在允许的网站之列，请核实。"
