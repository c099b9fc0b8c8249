"""Reads PDF files that hold text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import cast

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from core.knowledge import Flag
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.grids import grid_from
from knowledge_base.importing.hidden import hidden_flag
from knowledge_base.importing.pdf_hidden import InvisibleLetters, Key, Letter, why_hidden
from knowledge_base.importing.pdf_lines import (
    Item,
    Line,
    paragraphs,
    title_lines,
    without_headers,
)
from knowledge_base.importing.pdf_safety import check_streams
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import (
    Block,
    Grid,
    Hint,
    Limits,
    Paragraph,
    Progress,
    Source,
)

_SCANNED = (
    "这份 PDF 是扫描件，里面没有可以读取的文字。"
    "请上传原来的 Word 文件，或先做文字识别并核对后再上传。"
)
_BROKEN = "PDF 文件已损坏，读不出来。请重新下载或重新导出后再上传。"
_LOCKED = "这份 PDF 加了密码。请去掉打开密码，另存后再上传。"
_FAILURES = (
    MalformedPDFException,
    PdfminerException,
    PDFException,
    PSException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
)
_CAPTION = re.compile(
    r"^(?:附?表|附件)\s*[\d一二三四五六七八九十]+(?![\d、.．])|(?:表|目录|清单|一览表|标准)$"
)
_NEAR = 40.0  # points between a caption and its table
_SCAN = 0.5  # share of the page that a scanned picture covers


def read_pdf(content: bytes, notes: Notes, limits: Limits, progress: Progress) -> Source:
    """Return paragraphs and tables in reading order; raise UnreadableDocument if it has no text."""
    check_streams(content, limits.largest_unpacked)
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > limits.most_pages:
                raise UnreadableDocument(
                    f"PDF 有 {len(pdf.pages)} 页，超过上限 {limits.most_pages} 页。"
                    "请拆成几份后再上传。"
                )
            if not pdf.pages:
                raise UnreadableDocument("PDF 里一页也没有。请检查后重新上传。")
            return _read(pdf.pages, notes, limits, progress)
    except _FAILURES as error:
        locked = isinstance(error, PDFPasswordIncorrect) or any(
            isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error.__cause__)
        )
        raise UnreadableDocument(_LOCKED if locked else _BROKEN) from error


def _read(pages: Sequence[Page], notes: Notes, limits: Limits, progress: Progress) -> Source:
    """Return what all pages hold."""
    items: list[Item] = []
    flags: dict[int, tuple[Flag, ...]] = {}
    pictures: list[int] = []
    cells = 0
    for n, page in enumerate(pages, 1):
        progress("读取 PDF 页面", n - 1, len(pages))
        visible, flags[n], only_hidden = _visible(page, n, notes)
        if page.images and (only_hidden or not visible.chars):
            pictures.append(n)
        else:
            found = _items(visible, n)
            cells += sum(len(row) for item in found if isinstance(item, Grid) for row in item.rows)
            items += found
        if cells > limits.most_cells:
            raise UnreadableDocument("PDF 里的表格太大，请拆成几份后再上传。")
        page.close()
    progress("读取 PDF 页面", len(pages), len(pages))
    if not items:
        raise UnreadableDocument(_SCANNED if pictures else "PDF 里没有文字。请检查是否传错了文件。")
    if pictures:
        listed = "、".join(map(str, pictures))
        notes.remark(f"第 {listed} 页是扫描的图片，没有导入，请核对并补录。")
    lines = without_headers([i for i in items if isinstance(i, Line)], len(pages), notes)
    kept = set(lines)
    items = [i for i in items if isinstance(i, Grid) or i in kept]
    title = title_lines(lines)
    blocks = _with_flags(_continued(_captioned(items, title)), flags)
    said = "".join(line.text for line in title)
    hints = (Hint("title", said, "第1页最大的字"),) if said else ()
    return Source(tuple(blocks), hints)


def _visible(page: Page, number: int, notes: Notes) -> tuple[Page, tuple[Flag, ...], bool]:
    """Return the page without hidden letters, flags for them, and whether a scan lies above."""
    letters = cast(list[Letter], page.chars)
    invisible = InvisibleLetters.on(page.page_obj)
    grounds = cast(list[Letter], page.rects + page.curves)
    width, height = float(page.width), float(page.height)
    hidden: dict[str, list[str]] = {}
    seen: set[Key] = set()
    for letter in letters:
        why = (
            why_hidden(letter, invisible, grounds, width, height)
            if letter["text"].strip()
            else None
        )
        if why:
            hidden.setdefault(why, []).append(letter["text"])
            seen.add(_key(letter))
    count = sum(map(len, hidden.values()))
    printed = sum(1 for letter in letters if letter["text"].strip())
    covered = sum(float(i["width"]) * float(i["height"]) for i in page.images)
    if printed and count >= 0.9 * printed and covered > _SCAN * width * height:
        return page, (), True  # the recognised text below a scan, which nobody has checked
    where = f"第{number}页"
    flags = tuple(hidden_flag("".join(t), why, where, notes) for why, t in hidden.items())

    def is_seen(thing: dict[str, object]) -> bool:
        return "text" not in thing or _key(cast(Letter, thing)) not in seen

    return cast(Page, page.filter(is_seen)) if seen else page, flags, False


def _key(letter: Letter) -> Key:
    """Return what tells a letter from the others of its page."""
    return (letter["text"], round(letter["x0"] * 10), round(letter["y0"] * 10))


def _items(page: Page, number: int) -> list[Item]:
    """Return the lines and the tables of a page from top to bottom."""
    tables = [t for t in page.find_tables() if len(t.rows) > 1]
    boxes = [t.bbox for t in tables]

    def outside(thing: dict[str, object]) -> bool:
        if "text" not in thing:
            return True
        letter = cast(Letter, thing)
        x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        return not any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)

    rest = page.filter(outside) if boxes else page
    found: list[tuple[float, Item]] = []
    for line in rest.extract_text_lines(return_chars=True, x_tolerance_ratio=0.6, strip=True):
        letters = [c for c in line["chars"] if c["text"].strip()]
        if not letters:
            continue
        size = sorted(float(c["size"]) for c in letters)[len(letters) // 2]
        text = re.sub(r"\s+", " ", str(line["text"])).strip()
        edges = (float(line["x0"]), float(line["x1"]), float(line["top"]), float(line["bottom"]))
        found.append((edges[2], Line(text, *edges, size, number, float(page.height))))
    for table in tables:
        for block in grid_from(_rows(page, table), "", f"第{number}页"):
            if isinstance(block, Grid):
                found.append((float(table.bbox[1]), block))
            else:
                x0, top, x1, bottom = map(float, table.bbox)
                line_ = Line(block.text, x0, x1, top, bottom, 10.5, number, float(page.height))
                found.append((top, line_))
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _rows(page: Page, table: Table) -> list[list[str]]:
    """Return a table with the text of a merged cell in every place that it covers."""
    cells = [c for c in table.cells if c[2] - c[0] > 1 and c[3] - c[1] > 1]
    texts = {
        c: re.sub(
            r"\s*\n\s*", "", page.crop(c, strict=False).extract_text(x_tolerance_ratio=0.6) or ""
        )
        for c in cells
    }
    columns = sorted({round(c[0]) for c in cells})
    tops = sorted({round(c[1]) for c in cells})

    def at(x: float, y: float) -> str:
        for cell in cells:
            if round(cell[0]) <= x < round(cell[2]) and round(cell[1]) <= y < round(cell[3]):
                return texts[cell].strip()
        return ""

    return [[at(x + 0.5, y + 0.5) for x in columns] for y in tops]


def _captioned(items: Sequence[Item], title: Sequence[Line]) -> list[Block]:
    """Return paragraphs and tables, the line above a table made its caption if it is one."""
    ready: list[Item] = []
    for item in items:
        last = ready[-1] if ready else None
        if (
            isinstance(item, Grid)
            and isinstance(last, Line)
            and last not in title
            and item.where == f"第{last.page}页"
            and _CAPTION.search(last.text)
            and len(last.text) <= 40
        ):
            ready.pop()
            caption = f"{last.text} {item.caption}".strip()
            item = Grid(caption, item.rows, item.where, item.headers, item.flags, item.links)
        ready.append(item)
    return paragraphs(ready, title)


def _continued(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a table that goes on over the page put together again."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            isinstance(block, Grid)
            and isinstance(last, Grid)
            and block.where != last.where
            and not block.caption
            and len(block.rows[0]) == len(last.rows[0])
        ):
            header = last.rows[: last.headers]
            rows = (
                block.rows[last.headers :] if block.rows[: last.headers] == header else block.rows
            )
            joined[-1] = Grid(last.caption, last.rows + rows, last.where, last.headers, last.flags)
        else:
            joined.append(block)
    return joined


def _with_flags(blocks: Sequence[Block], flags: dict[int, tuple[Flag, ...]]) -> list[Block]:
    """Return the blocks with the warnings of a page put on the first block of it."""
    left = dict(flags)
    done: list[Block] = []
    for block in blocks:
        page = int(block.where[1:-1])
        found = left.pop(page, ())
        if isinstance(block, Paragraph):
            block = Paragraph(
                block.text, block.where, block.level, block.flags + found, block.links
            )
        else:
            block = Grid(
                block.caption,
                block.rows,
                block.where,
                block.headers,
                block.flags + found,
                block.links,
            )
        done.append(block)
    return done
