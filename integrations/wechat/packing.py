"""Cuts long texts into messages, and joins short ones, within WeChat's limits (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from integrations.wechat.passive import LONGEST_BYTES, writable

LONGEST = 600  # characters of a text message
GAP = "\n\n"
_ENDS = re.compile(r".*(?:[。！？；!?\n]|\n)", re.DOTALL)
_LINK = re.compile(r"https?://\S+")


def fits(text: str) -> bool:
    """Tell whether a text is one message."""
    return len(text) <= LONGEST and len(text.encode("utf-8", "ignore")) <= LONGEST_BYTES


def parts(text: str) -> list[str]:
    """Return the text as messages, cut behind a sentence or a line where there is one."""
    rest, found = writable(text).strip(), list[str]()
    while not fits(rest):
        piece = _longest(rest)
        ends = _ENDS.match(piece)
        # A cut early in the piece would make many messages of which only five may be sent.
        cut = ends.end() if ends is not None and ends.end() > len(piece) // 2 else len(piece)
        cut = _before_link(rest, cut)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*found, rest) if part]


def joined(texts: Sequence[str]) -> list[list[int]]:
    """Return which texts, by number, go together into each message; their order stays."""
    messages: list[list[int]] = []
    length = size = 0
    for number, text in enumerate(texts):
        characters, octets = len(text), len(text.encode("utf-8", "ignore"))
        more = length + len(GAP) + characters, size + len(GAP) + octets
        if messages and more[0] <= LONGEST and more[1] <= LONGEST_BYTES:
            messages[-1].append(number)
            length, size = more
        else:
            messages.append([number])
            length, size = characters, octets
    return messages


def _longest(text: str) -> str:
    piece = text[:LONGEST]
    return piece.encode("utf-8", "ignore")[:LONGEST_BYTES].decode("utf-8", "ignore")


def _before_link(text: str, cut: int) -> int:
    """Return a place to cut that leaves addresses whole, if they can be."""
    for link in _LINK.finditer(text):
        if 0 < link.start() < cut < link.end():
            return link.start()
    return cut
