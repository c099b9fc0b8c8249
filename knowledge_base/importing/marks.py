"""Keeps doubtful characters out of reach while the text around them is cleaned."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.knowledge import Doubt

_FIRST = 0xF0000  # private characters that no reader lets through, see `without_private`
_LAST = 0xFFFFD
MARK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")


@dataclass(frozen=True, slots=True)
class _Doubtful:
    """Be what stood in the text where a mark stands now."""

    quote: str
    kind: str
    note: str


@dataclass(slots=True)
class Marks:
    """Replace each doubtful span by one private character and put it back in the end."""

    _held: list[_Doubtful] = field(default_factory=list)

    def mark(self, quote: str, kind: str, note: str) -> str:
        """Return the character that stands for the span from now on."""
        quote = self.without(quote)
        if _FIRST + len(self._held) > _LAST:
            return "□"
        self._held.append(_Doubtful(quote, kind, note))
        return chr(_FIRST + len(self._held) - 1)

    def __len__(self) -> int:
        """Return how many spans are marked."""
        return len(self._held)

    def without(self, text: str) -> str:
        """Return the text as it stood, every mark replaced by what it stands for."""
        return MARK.sub(lambda m: self._held[ord(m[0]) - _FIRST].quote, text)

    def length(self, text: str) -> int:
        """Return how long the text will be when its marks are replaced."""
        return len(text) + sum(
            len(self._held[ord(m) - _FIRST].quote) - 1 for m in MARK.findall(text)
        )

    def settled(self, text: str) -> tuple[str, tuple[Doubt, ...]]:
        """Return the text as it stood, and the doubts with their places in it."""
        pieces: list[str] = []
        doubts: list[Doubt] = []
        at = 0
        for piece in re.split(f"({MARK.pattern})", text):
            if MARK.fullmatch(piece):
                held = self._held[ord(piece) - _FIRST]
                end = at + len(held.quote)
                doubts.append(Doubt(at, end, held.kind, held.quote, held.note))
                piece = held.quote
            pieces.append(piece)
            at += len(piece)
        return "".join(pieces), tuple(doubts)


def without_private(text: str) -> str:
    """Return the text with the replacement character for all that could be taken for a mark."""
    return MARK.sub("\ufffd", text)
