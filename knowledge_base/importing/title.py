"""Finds the title of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.importing import boilerplate
from knowledge_base.importing.document import Found
from knowledge_base.importing.headings import marker
from knowledge_base.importing.issue import announced, is_letterhead, number_in
from knowledge_base.importing.source import Hint, Paragraph

HEAD = 12  # paragraphs at the beginning where a document says what it is
_LONGEST = 80  # characters
_BODY = 60  # characters
_KIND = re.compile(
    r"(?:通知|意见|方案|办法|规定|细则|公告|通告|指南|规程|决定|条例|批复|函|清单|规范|规则|计划|要点|解读|问答)"
    r"(?:[（(][^（）()]{1,12}[）)])?$"
)
_SITE = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]{2,20}$")
_NOISE = re.compile(r"[\s，。、；：！？“”‘’（）()《》…·.,;:!?\-—]+")


def find_title(paragraphs: Sequence[Paragraph], hints: Sequence[Hint]) -> Found[str] | None:
    """Return the title as the file states it, as its first line has it, or as it is announced."""
    for hint in hints:
        if hint.kind == "title" and 4 <= len(hint.value) <= _LONGEST:
            value = hint.value
            if "<title>" in hint.where:
                value = _SITE.sub("", value)
            return Found(value, hint.where)
    lines = [p for p in paragraphs[:HEAD] if not _is_none_of_it(p.text)]
    if lines and _looks_like_title(lines):
        return Found(lines[0].text, f"{lines[0].where}，正文前的第一行")
    for paragraph in paragraphs[:HEAD]:
        told = announced(paragraph.text)
        if told:
            return Found(
                told.title, f"{paragraph.where}，正文提到“{told.organ}”发布《{told.title}》"
            )
    return None


def is_title(paragraph: Paragraph, title: str) -> bool:
    """Tell whether a paragraph is the title, or a line of it."""
    line, whole = _NOISE.sub("", paragraph.text), _NOISE.sub("", title)
    return bool(line) and (
        line == whole or (len(line) >= 4 and paragraph.level == 0 and line in whole)
    )


def _looks_like_title(lines: Sequence[Paragraph]) -> bool:
    """Tell whether the first line is a title, judged by itself and by the next line."""
    first = lines[0].text
    if not 4 <= len(first) <= _LONGEST or first.endswith(("。", "；", "，", "：")) or marker(first):
        return False
    if _KIND.search(first):
        return True
    return len(lines) > 1 and len(lines[1].text) >= _BODY


def _is_none_of_it(line: str) -> bool:
    """Tell whether a line belongs to the page or is a number, so that no title can be in it."""
    if boilerplate.reason_to_drop(line) or boilerplate.is_meta(line):
        return True
    return number_in(line) is not None or is_letterhead(line)
