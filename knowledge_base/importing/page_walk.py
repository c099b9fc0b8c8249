"""Turns the content of a web page into paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from core.knowledge import Flag
from knowledge_base.importing.grids import Cell, filled, grid_from
from knowledge_base.importing.source import Block, Paragraph

HIDDEN_AT = "data-import-hidden"  # where a hidden element stood: its number in the list of flags
_INLINE = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|"
    r"span|strike|strong|sub|sup|tt|u|var|wbr|o:p|nobr|ruby|rb|img"
)
_SKIPPED = re.compile(r"script|style|template|noscript|svg|iframe|object|select|button|textarea")
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_CAPTION = re.compile(r"^(?:附?表|附件)\s*[\d一二三四五六七八九十]+(?![\d、.．])")
_MOST_SPAN = 200  # columns or rows that one cell may claim to cover


@dataclass(slots=True)
class _Line:
    """Be the paragraph that is being put together."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


class PageWalk:
    """Go through an element in reading order."""

    def __init__(self, hidden: list[Flag]) -> None:
        """Take the flags of the hidden elements that were taken out."""
        self._hidden = hidden
        self._line = _Line()
        self._blocks: list[Block] = []
        self._level: int | None = None

    def blocks(self, root: _Element) -> list[Block]:
        """Return the paragraphs and tables of an element."""
        self._walk(root)
        self._end()
        return self._blocks

    def _walk(self, element: _Element) -> None:
        """Read an element and everything in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or _SKIPPED.fullmatch(tag):
            return
        if tag == "br":
            self._end()
            return
        mark = element.get(HIDDEN_AT)
        if mark is not None:
            self._line.flags.append(self._hidden[int(mark)])
            return
        if tag == "table" and self._table(element):
            return
        is_block = not _INLINE.fullmatch(tag)
        if is_block:
            self._end()
            self._level = _HEADINGS.get(tag, self._level)
        if tag == "li":
            self._line.text = _number(element)
        if tag == "a" and element.get("href"):
            self._line.links.append(element.get("href", ""))
        self._line.text += _plain(element.text)
        for child in element:
            self._walk(child)
            self._line.text += _plain(child.tail)
        if is_block:
            self._end()
            self._level = None if tag in _HEADINGS else self._level

    def _end(self) -> None:
        """Finish the paragraph."""
        line, self._line = self._line, _Line()
        if line.text.strip() or line.flags or line.links:
            where = f"网页第{len(self._blocks) + 1}段"
            self._blocks.append(
                Paragraph(
                    line.text.strip(), where, self._level, tuple(line.flags), tuple(line.links)
                )
            )

    def _table(self, table: _Element) -> bool:
        """Read a table of data; return False for one that only lays out the page."""
        rows = [r for r in table.iter("tr") if next(r.iterancestors("table")) is table]
        if table.find(".//table") is not None or len(rows) < 2:
            return False
        cells = [[c for c in row if c.tag in {"td", "th"}] for row in rows]
        if max((len(row) for row in cells), default=0) < 2:
            return False
        self._end()
        walked = [[(cell, PageWalk(self._hidden).blocks(cell)) for cell in row] for row in cells]
        inner = [
            p for row in walked for _, blocks in row for p in blocks if isinstance(p, Paragraph)
        ]
        flags = [f for p in inner for f in p.flags]
        grid = filled([[_cell(cell, blocks) for cell, blocks in row] for row in walked])
        named = table.find("caption")
        caption = " ".join(text_in(named).split()) if named is not None else ""
        last = self._blocks[-1] if self._blocks else None
        if not caption and isinstance(last, Paragraph) and _CAPTION.match(last.text):
            caption = last.text
            flags = [*last.flags, *flags]
            self._blocks.pop()
        headers = sum(1 for row in cells if row and all(c.tag == "th" for c in row))
        where = f"网页第{len(self._blocks) + 1}段"
        links = tuple(link for p in inner for link in p.links)
        self._blocks += grid_from(
            grid, caption, where, tuple(flags), links, headers=headers or None
        )
        return True


def text_in(element: _Element) -> str:
    """Return all the text of an element."""
    return "".join(map(str, element.itertext()))


def texts_outside(root: _Element, content: _Element) -> Iterator[str]:
    """Return the lines of a page that are not in its content."""
    inside = set(content.iter())
    for element in root.iter():
        if element in inside or not isinstance(element.tag, str):
            continue
        if element.tag in {"script", "style", "template", "noscript", "title", "head"}:
            continue
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                yield " ".join(text.split())


def _cell(cell: _Element, blocks: list[Block]) -> Cell:
    """Return a cell with how far it reaches."""
    texts = [b.text for b in blocks if isinstance(b, Paragraph) and b.text]
    return Cell(" ".join(texts), _span(cell, "colspan"), False, _span(cell, "rowspan"))


def _span(cell: _Element, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    span = cell.get(name, "1").strip()
    return max(1, min(int(span), _MOST_SPAN)) if span.isdigit() else 1


def _number(item: _Element) -> str:
    """Return the number that a browser draws before an item of a numbered list."""
    holder = item.getparent()
    if holder is None or holder.tag != "ol":
        return ""
    start = holder.get("start", "1")
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{(int(start) if start.isdigit() else 1) + before}."


def _plain(text: str | None) -> str:
    """Return text with its line breaks made blanks; Chinese lines are joined without one."""
    if not text:
        return ""
    text = re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", text
    )
    return re.sub(r"[\t\r\n ]+", " ", text)
