"""Finds brackets and quotation marks that have lost their partner."""

from __future__ import annotations

import re

from knowledge_base.importing.marks import MARK, Marks

UNBALANCED = "unbalanced"
_PARTNER = {
    "”": "“",
    "’": "‘",
    "》": "《",
    "）": "（",
    ")": "(",
    "】": "【",
    "〕": "〔",
    "」": "「",
    "』": "『",
}
_OPENING = frozenset(_PARTNER.values())
_ALIKE = {")": "（", "(": "（"}  # a pair may be half-width on one side
_LIST_NUMBER = re.compile(
    r"(?:^|[。；;：:，,、\s])\(?[0-9a-zA-Z一二三四五六七八九十]{1,3}(?=[)）])"
)


def mark_unbalanced(text: str, marks: Marks) -> str:
    """Return the paragraph with a mark for each bracket or quotation mark without partner.

    A paragraph with another doubt is left as it is: the lost characters are the likely cause.
    """
    if MARK.search(text):
        return text
    lonely = _lonely(text)
    return "".join(
        marks.mark(
            character, UNBALANCED, f"“{character}”没有配对，附近可能缺字或多字。请对照原件改正。"
        )
        if at in lonely
        else character
        for at, character in enumerate(text)
    )


def _lonely(text: str) -> set[int]:
    """Return where the characters without partner stand."""
    numbers = {m.end() for m in _LIST_NUMBER.finditer(text) if "(" not in m[0]}
    lonely: set[int] = set()
    open_: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        # ’ is an apostrophe between letters.
        if character == "’" and text[at - 1 : at].isascii() and text[at + 1 : at + 2].isalpha():
            continue
        if character in _OPENING:
            open_.append((_ALIKE.get(character, character), at))
        elif character in _PARTNER and at not in numbers:
            wanted = _ALIKE.get(character) or _PARTNER[character]
            places = [n for n, (opened, _) in enumerate(open_) if opened == wanted]
            if not places:
                lonely.add(at)
                continue
            lonely |= {place for _, place in open_[places[-1] + 1 :]}
            del open_[places[-1] :]
    return lonely | {place for _, place in open_}
