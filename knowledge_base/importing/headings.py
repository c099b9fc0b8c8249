"""Tells headings from paragraphs by the way they are numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge_base.importing.marks import MARK

_NUMERALS = "一二三四五六七八九十百零〇"
ARTICLE = 4  # 第三条: what follows is its text, not a heading
UNNUMBERED = 0  # ranks: the smaller, the further out
_RANKS: tuple[tuple[int, str], ...] = (
    (1, rf"第[{_NUMERALS}\d]{{1,5}}[编章]"),
    (2, rf"第[{_NUMERALS}\d]{{1,5}}节"),
    (3, rf"[{_NUMERALS}]{{1,3}}、"),
    (ARTICLE, rf"第[{_NUMERALS}\d]{{1,5}}条"),
    (5, rf"[（(][{_NUMERALS}]{{1,3}}[）)]"),
    (5, rf"[{_NUMERALS}]{{1,2}}是"),
    (6, r"\d{1,2}[.．、](?!\d)"),
    (7, r"[（(]\d{1,2}[）)]|\d{1,2}[)）]"),
    (8, r"[①-⑳]"),
)
_MARKERS = tuple((rank, re.compile(pattern)) for rank, pattern in _RANKS)
_LONGEST_HEADING = 45  # characters
_LONGEST_UNNUMBERED = 25
_LONGEST_RUN_IN = 32
_ENDS_SENTENCE = re.compile(r"[。；，：！？…、;:,]$")
_INSIDE_SENTENCE = re.compile(r"[。；！]|，.*，")
_OPENING = re.compile(r"《[^》]{1,40}》(?:要求|明确|提出|指出|强调|规定)，")
_RUN_IN = re.compile(rf"[^。：；，]{{2,{_LONGEST_RUN_IN}}}?(?=[。：])")
_RUN_IN_NUMBERED = re.compile(r"[^。：；]{2,42}?(?=[。：])")
_NUMERAL_ALONE = re.compile(rf"(?:[{_NUMERALS}]{{1,3}}|[（(][{_NUMERALS}]{{1,3}}[）)])[、.．]?")
_ITEM = re.compile(rf"(?<![\d.A-Za-z])(\d{{1,2}})[.．](?=[\u4e00-\u9fff“《{MARK.pattern[1:-1]}])")


@dataclass(frozen=True, slots=True)
class Marker:
    """Be the number that a line begins with."""

    rank: int
    text: str  # such as 一、


def marker(line: str) -> Marker | None:
    """Return the number that a line begins with, None if it has none."""
    for rank, pattern in _MARKERS:
        found = pattern.match(line)
        if found:
            return Marker(rank, found[0])
    return None


def could_be_heading(line: str, *, numbered: bool) -> bool:
    """Tell whether a line is short and open enough to head what follows."""
    longest = _LONGEST_HEADING if numbered else _LONGEST_UNNUMBERED
    if not 2 <= len(line) <= longest or _ENDS_SENTENCE.search(line):
        return False
    if not numbered and not re.search(r"[\u4e00-\u9fff]{2}", line):
        return False
    return not _INSIDE_SENTENCE.search(line)


def run_in_heading(paragraph: str) -> str | None:
    """Return the heading that a paragraph begins with, up to its full stop; None without."""
    number = marker(paragraph)
    if number and number.rank == ARTICLE:
        return number.text
    opening = _OPENING.match(paragraph)  # 《意见》要求，...
    skip = len(number.text) if number else opening.end() if opening else 0
    found = (_RUN_IN_NUMBERED if number else _RUN_IN).match(paragraph, skip)
    if found is None or found.end() >= len(paragraph) - 1:
        return None
    return paragraph[: found.end()] if number else found[0]


def is_numeral_alone(line: str) -> bool:
    """Tell whether a line is nothing but a number whose heading stands in the next line."""
    return bool(_NUMERAL_ALONE.fullmatch(line))


def with_number(numeral: str, heading: str) -> str:
    """Return number and heading as one line."""
    bare = numeral.rstrip("、.．")
    return f"{bare}{heading}" if bare.endswith(("）", ")")) else f"{bare}、{heading}"


def inline_items(paragraph: str) -> list[int]:
    """Return where the items 1. 2. 3. of a paragraph begin; none unless there are two in order."""
    starts: list[int] = []
    for found in _ITEM.finditer(paragraph):
        if int(found[1]) == len(starts) + 1:
            starts.append(found.start())
    return starts if len(starts) >= 2 else []
