"""Writes the numbers that Word gives to paragraphs and that stand nowhere in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element

_DIGITS = "零一二三四五六七八九"
_SILENT = {"bullet", "none"}


class Numbers:
    """Count the numbered paragraphs of one document, in reading order."""

    def __init__(self, document: Document) -> None:
        """Take the document whose lists are counted."""
        self._levels: dict[str, dict[int, _Element]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        part = next(
            (
                r.target_part
                for r in document.part.rels.values()
                if r.reltype.endswith("/numbering")
            ),
            None,
        )
        root: _Element | None = getattr(part, "element", None)
        if root is None:
            return
        for abstract in root.iterfind(qn("w:abstractNum")):
            levels = {int(e.get(qn("w:ilvl"), "0")): e for e in abstract.iterfind(qn("w:lvl"))}
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in root.iterfind(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None:
                self._abstract[number.get(qn("w:numId"), "")] = link.get(qn("w:val"), "")

    def of(self, properties: _Element | None) -> str:
        """Return the number of a paragraph with these numbering properties, "" without one."""
        if properties is None:
            return ""
        number = properties.find(qn("w:numId"))
        level_at = properties.find(qn("w:ilvl"))
        list_id = number.get(qn("w:val"), "") if number is not None else ""
        at = int(level_at.get(qn("w:val"), "0")) if level_at is not None else 0
        levels = self._levels.get(self._abstract.get(list_id, ""), {})
        level = levels.get(at)
        if level is None or self._value(level, "w:numFmt") in _SILENT:
            return ""
        counts = self._counts[self._abstract[list_id]]
        start = self._value(level, "w:start")
        counts[at] = counts[at] + 1 if at in counts else int(start) if start.isdigit() else 1
        for deeper in [d for d in counts if d > at]:
            del counts[deeper]

        def written(found: re.Match[str]) -> str:
            wanted = int(found[1]) - 1
            shape = self._value(levels[wanted], "w:numFmt") if wanted in levels else ""
            return _written(counts.get(wanted, 1), shape)

        return re.sub(r"%(\d)", written, self._value(level, "w:lvlText"))

    @staticmethod
    def _value(level: _Element, name: str) -> str:
        """Return a property of a list level, "" if it is not set."""
        found = level.find(qn(name))
        return "" if found is None else found.get(qn("w:val"), "")


def _written(count: int, shape: str) -> str:
    """Return a count in one of Word's number formats."""
    if "chinese" in shape.lower() or "ideograph" in shape.lower() or shape == "japaneseCounting":
        return _chinese(count)
    shapes: dict[str, Callable[[int], str]] = {
        "lowerLetter": lambda n: chr(ord("a") + (n - 1) % 26),
        "upperLetter": lambda n: chr(ord("A") + (n - 1) % 26),
        "decimalEnclosedCircle": lambda n: chr(0x2460 + n - 1) if n <= 20 else str(n),
        "decimalEnclosedCircleChinese": lambda n: chr(0x2460 + n - 1) if n <= 20 else str(n),
    }
    return shapes.get(shape, str)(count)


def _chinese(count: int) -> str:
    """Return 十二 for 12; good to 999."""
    if count >= 100:
        rest = count % 100
        below = (
            "" if not rest else ("零" if rest < 10 else "一" if rest < 20 else "") + _chinese(rest)
        )
        return f"{_DIGITS[count // 100 % 10]}百{below}"
    tens, ones = divmod(count, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return front + (_DIGITS[ones] if ones or not tens else "")
