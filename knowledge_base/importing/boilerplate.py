"""Knows the lines of a web page that are not part of the document."""

from __future__ import annotations

import re
from pathlib import Path

_LONGEST = 160  # characters; a longer line is text, whatever it begins with

_PATTERNS = Path(__file__).with_name("boilerplate.txt").read_text("utf-8").splitlines()
_LINES = tuple(
    (reason, re.compile(pattern))
    for reason, _, pattern in (line.partition("\t") for line in _PATTERNS if line[:1] != "#")
)
_DAY = (
    r"(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_META_PART = (
    rf"(?:(?:(?:发布|成文|印发|更新|发文|公开)?(?:日期|时间))\s*[：:]\s*{_DAY}|"
    r"(?:来源|信息来源|文章来源|稿源|作者|发布机构|发布单位|发文机关|发文字号|文号|索引号|主题分类|文章类型|栏目|"
    r"浏览次数|阅读次数|点击数|字号|字体|有效性|公开方式)\s*[：:][^。；]{0,60})"
)
_META = re.compile(rf"[（(【]?{_META_PART}(?:\s*{_META_PART})*[）)】]?")
_DATELINE = re.compile(rf"{_DAY}\s*(?:[|｜]|来源[：:]).{{0,60}}")
_SOURCE_AT_END = re.compile(
    r"[（(](?:来源[：:])?[^（）()，。；]{2,30}(?:官网|网站|公众号|日报|晚报|新闻网|客户端|广播|电视台)[）)]$"
)


def reason_to_drop(line: str) -> str | None:
    """Return why a line is not part of the document, None if it is."""
    if len(line) > _LONGEST:
        return None
    for reason, pattern in _LINES:
        if pattern.fullmatch(line):
            return reason
    return None


def is_meta(line: str) -> bool:
    """Tell whether a line only states date, source and the like of the page."""
    short = len(line) <= _LONGEST
    return short and bool(_META.fullmatch(line) or _DATELINE.fullmatch(line))


def source_at_end(paragraph: str) -> str | None:
    """Return the source in brackets that a paragraph ends with, brackets included."""
    found = _SOURCE_AT_END.search(paragraph)
    return found[0] if found and found.start() > 0 else None
