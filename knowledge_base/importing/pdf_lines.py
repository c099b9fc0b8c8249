"""Makes paragraphs out of the lines of printed pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.importing.headings import could_be_heading, marker
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Block, Grid, Paragraph

_EDGE = 0.08  # share of a page's height where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*"
)
_SHORT = 2.5  # letters that a full line may lack at its end
_INDENT = 1.2  # letters by which a first line stands further right
_GAP = 1.9  # line heights between paragraphs
_LARGER = 1.15  # a title's letters against the text's
_TITLE_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Be one printed line; lengths are points from the upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int  # 1 is the first
    height: float  # of the page


Item = Line | Grid


def without_headers(lines: Sequence[Line], pages: int, notes: Notes) -> list[Line]:
    """Return the lines without page numbers, and without what stands at the edge of most pages."""
    at_edge = [line for line in lines if _is_at_edge(line)]
    seen: Counter[str] = Counter()
    for shape in {(line.page, _shape(line)) for line in at_edge}:
        seen[shape[1]] += 1
    repeated = {shape for shape, count in seen.items() if count >= max(2, pages / 2)}
    kept = []
    for line in lines:
        edge = _is_at_edge(line)
        if edge and _PAGE_NUMBER.fullmatch(line.text):
            notes.drop(line.text, "页码", f"第{line.page}页")
        elif edge and _shape(line) in repeated and marker(line.text) is None:
            notes.drop(line.text, "每页重复的页眉或页脚", f"第{line.page}页")
        else:
            kept.append(line)
    return kept


def title_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of the title: the largest letters on the first page, in a row."""
    first = [n for n in lines if n.page == 1 and n.top < n.height * 0.7]
    sizes = Counter(round(line.size * 2) / 2 for line in lines for _ in line.text)
    if not first or not sizes:
        return []
    usual = sizes.most_common(1)[0][0]
    able = [
        n for n in first if not n.text.endswith("文件") and re.search(r"[\u4e00-\u9fff]{2}", n.text)
    ]
    largest = max((line.size for line in able), default=0.0)
    if largest < usual * _LARGER:
        return []
    title: list[Line] = []
    for line in able:
        if line.size >= largest - 0.6:
            if title and line.top - title[-1].bottom > 2.5 * line.size:
                break
            title.append(line)
        elif title:
            break
    return title if sum(len(n.text) for n in title) >= _TITLE_SHORTEST else []


def paragraphs(items: Sequence[Item], title: Sequence[Line]) -> list[Block]:
    """Return lines joined to paragraphs, tables in between."""
    lines = [item for item in items if isinstance(item, Line)]
    if not lines:
        return [item for item in items if isinstance(item, Grid)]
    left, right = _margins(lines)
    blocks: list[Block] = []
    joined: list[Line] = []
    for item in items:
        if isinstance(item, Grid) or (joined and _begins(joined[-1], item, left, right, title)):
            blocks += _paragraph(joined, title)
            joined = []
        if isinstance(item, Grid):
            blocks.append(item)
        else:
            joined.append(item)
    return blocks + list(_paragraph(joined, title))


def _paragraph(lines: Sequence[Line], title: Sequence[Line]) -> Iterator[Paragraph]:
    """Return the lines as one paragraph; Chinese lines are joined without a blank."""
    if not lines:
        return
    text = ""
    for line in lines:
        apart = (
            text[-1:].isascii()
            and text[-1:].isalnum()
            and line.text[:1].isascii()
            and line.text[:1].isalnum()
        )
        text += (" " if apart else "") + line.text
    yield Paragraph(text, f"第{lines[0].page}页", 0 if lines[0] in title else None)


def _begins(last: Line, line: Line, left: float, right: float, title: Sequence[Line]) -> bool:
    """Tell whether a line begins a paragraph."""
    if (last in title) != (line in title):
        return True
    if line in title:
        return False
    if abs(last.size - line.size) > 1.0:
        return True
    if line.page == last.page and line.top - last.bottom > _GAP * line.size:
        return True
    if line.x0 > left + _INDENT * line.size and line.x0 > last.x0 + 0.5 * line.size:
        return True
    if last.x1 < right - _SHORT * last.size:
        return True
    if line.x0 > left + _INDENT * line.size and last.x0 > left + _INDENT * last.size:
        return True  # one-line paragraphs, each indented
    return marker(line.text) is not None and could_be_heading(last.text, numbered=True)


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Return where most lines begin and where full lines end."""
    lefts = Counter(round(line.x0) for line in lines)
    common = [x for x, count in lefts.items() if count >= max(2, len(lines) * 0.1)]
    left = min(common) if common else min(line.x0 for line in lines)
    ends = sorted(line.x1 for line in lines)
    return left, ends[int(len(ends) * 0.9)] if len(ends) > 3 else ends[-1]


def _is_at_edge(line: Line) -> bool:
    """Tell whether a line stands where headers and footers do."""
    return line.top < line.height * _EDGE or line.bottom > line.height * (1 - _EDGE)


def _shape(line: Line) -> str:
    """Return a line with its numbers made alike, since pages are counted in headers."""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))
