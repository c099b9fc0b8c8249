"""Makes the ids of documents and entries out of Chinese titles."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date

from pypinyin import lazy_pinyin

LONGEST_DOCUMENT = 64  # characters; the database has room for 80, and a number may follow
LONGEST_SECTION = 24
_KEPT = re.compile(r"[a-z0-9]+")
_SUFFIX = re.compile(r"(?<=.)(省|市|自治区|自治州|地区|盟|县|区)$")


def document_id(title: str, region: str, issued: date | None, taken: Container[str]) -> str:
    """Return an id such as yantai-2020-yi-liao-bao-zhang, different from all that are taken."""
    parts = [_pinyin(_SUFFIX.sub("", region), joined=True), str(issued.year) if issued else ""]
    wanted = _cut("-".join(p for p in (*parts, _pinyin(title)) if p), LONGEST_DOCUMENT)
    name, number = wanted or "document", 1
    while name in taken:
        number += 1
        name = f"{wanted or 'document'}-{number}"
    return name


def entry_key(document: str, place: int, section: str) -> str:
    """Return the key of the entry at that place of a document: 1, 2, 3 ..."""
    name = _cut(_pinyin(section), LONGEST_SECTION)
    return f"{document}#{place:03d}-{name}" if name else f"{document}#{place:03d}"


def _pinyin(text: str, *, joined: bool = False) -> str:
    """Return the sounds of a text in ASCII, its other characters left out."""
    syllables = [s for heard in lazy_pinyin(text.lower()) for s in _KEPT.findall(heard)]
    return ("" if joined else "-").join(syllables)


def _cut(name: str, longest: int) -> str:
    """Return at most so much of a name, ending after a whole syllable."""
    if len(name) <= longest:
        return name
    return name[: longest + 1].rpartition("-")[0] or name[:longest]
