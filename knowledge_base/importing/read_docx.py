"""Reads Word documents."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError, _Element

from core.knowledge import Flag
from knowledge_base.importing.docx_looks import Looks
from knowledge_base.importing.docx_numbers import Numbers
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.grids import Cell, filled, grid_from
from knowledge_base.importing.hidden import hidden_flag
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Block, Hint, Limits, Paragraph, Progress, Source

# What python-docx and what lies below it raise for a damaged document.
_DAMAGED = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    XMLSyntaxError,
    OSError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:附?表|附件)\s*[\d一二三四五六七八九十]+(?![\d、.．])")
_SKIPPED = {qn(n) for n in ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:txbxContent")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_EVERY = 50  # paragraphs between two reports of progress


def read_docx(content: bytes, notes: Notes, limits: Limits, progress: Progress) -> Source:
    """Return paragraphs and tables in reading order; raise UnreadableDocument if it is broken."""
    progress("读取 Word 文件", 0, 1)
    try:
        document = docx.Document(io.BytesIO(content))
        return _Reading(document, notes, limits, progress).source()
    except _DAMAGED as error:
        raise UnreadableDocument(
            "Word 文件已损坏，打不开。请用 Word 或 WPS 另存后再上传。"
        ) from error


class _Reading:
    """Go through one document."""

    def __init__(
        self, document: Document, notes: Notes, limits: Limits, progress: Progress
    ) -> None:
        self._document = document
        self._notes = notes
        self._limits = limits
        self._progress = progress
        self._looks = Looks(document)
        self._numbers = Numbers(document)
        self._styles = {s.style_id: s.name or "" for s in document.styles}
        self._targets = {
            name: relation.target_ref
            for name, relation in document.part.rels.items()
            if relation.is_external
        }
        self._cells = 0

    def source(self) -> Source:
        """Return the blocks of the body."""
        body = self._document.element.body
        elements = list(self._blocks_in(body))
        blocks: list[Block] = []
        title: list[str] = []
        for n, element in enumerate(elements):
            if n % _EVERY == 0:
                self._progress("读取 Word 文件", n, len(elements))
            if element.tag == qn("w:tbl"):
                blocks += self._table(element, blocks, f"第{n + 1}个段落")
                continue
            for block in self._paragraphs(element, f"第{n + 1}个段落"):
                if block.level == 0 and block.text.strip():
                    title.append(block.text.strip())
                blocks.append(block)
        self._tell_what_is_not_read()
        self._progress("读取 Word 文件", len(elements), len(elements))
        hints = [Hint("title", "".join(title), "Word 的标题样式")] if title else []
        return Source(tuple(blocks), tuple(hints))

    def _blocks_in(self, holder: _Element) -> Iterator[_Element]:
        """Return paragraphs and tables, also those inside of content controls."""
        for child in holder:
            if child.tag in {qn("w:p"), qn("w:tbl")}:
                yield child
            elif child.tag in {
                qn("w:sdt"),
                qn("w:sdtContent"),
                qn("w:ins"),
                qn("w:moveTo"),
                qn("w:customXml"),
                qn("w:smartTag"),
            }:
                yield from self._blocks_in(child)

    def _paragraphs(self, element: _Element, where: str) -> Iterator[Paragraph]:
        """Return a paragraph, and those of the text boxes that hang on it."""
        text, flags, links = self._text(element, where)
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = self._styles.get(style.get(qn("w:val"), ""), "") if style is not None else ""
        number = self._numbers.of(self._numbering(element, style))
        if text.strip() or flags:
            for n, line in enumerate(text.split("\n")):
                line = number + line if n == 0 and line.strip() else line
                first = n == 0
                yield Paragraph(
                    line, where, _level(name), flags if first else (), links if first else ()
                )
        for box in element.iter(qn("w:txbxContent")):
            if any(a.tag == _FALLBACK for a in box.iterancestors()):
                continue  # the same box again, for old programs
            for inner in self._blocks_in(box):
                if inner.tag == qn("w:p"):
                    yield from self._paragraphs(inner, f"{where}的文本框")

    def _numbering(self, element: _Element, style: _Element | None) -> _Element | None:
        """Return the numbering of a paragraph, its own or that of its style."""
        own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is not None or style is None:
            return own
        for known in self._document.styles.element.iterfind(qn("w:style")):
            if known.get(qn("w:styleId")) == style.get(qn("w:val")):
                found: _Element | None = known.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
                return found
        return None

    def _text(self, element: _Element, where: str) -> tuple[str, tuple[Flag, ...], tuple[str, ...]]:
        """Return what a reader sees of a paragraph, and flags for what they do not see."""
        shown: list[str] = []
        hidden: dict[str, str] = {}
        links = [
            self._targets[link]
            for h in element.iter(qn("w:hyperlink"))
            if (link := h.get(qn("r:id"))) in self._targets
        ]
        for run in self._runs(element):
            text = _run_text(run)
            why = self._looks.why_hidden(run) if text.strip() else None
            if why:
                hidden[why] = hidden.get(why, "") + text
            else:
                shown.append(text)
        flags = tuple(hidden_flag(text, why, where, self._notes) for why, text in hidden.items())
        return "".join(shown), flags, tuple(links)

    def _runs(self, element: _Element) -> Iterator[_Element]:
        """Return the runs of a paragraph itself, deleted text and text boxes left out."""
        for child in element:
            if child.tag == qn("w:r"):
                yield child
            elif child.tag not in _SKIPPED and child.tag != _FALLBACK:
                yield from self._runs(child)

    def _table(self, table: _Element, before: list[Block], where: str) -> list[Block]:
        """Return a table; the paragraph before it becomes its caption if it is one."""
        rows: list[list[Cell]] = []
        flags: list[Flag] = []
        links: list[str] = []
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue  # a table within a cell: its text is read with the cell
            cells: list[Cell] = []
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tr"))) is not row:
                    continue
                read = [self._text(p, where) for p in cell.iter(qn("w:p"))]
                flags += [f for _, found, _ in read for f in found]
                links += [link for _, _, found in read for link in found]
                text = " ".join(t.replace("\n", " ").strip() for t, _, _ in read if t.strip())
                cells.append(_cell(cell, text))
            rows.append(cells)
            self._cells += len(cells)
            if self._cells > self._limits.most_cells:
                raise UnreadableDocument("表格太大，请拆成几份后再上传。")
        header = sum(
            1
            for r in table.iter(qn("w:tr"))
            if r.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        )
        caption = ""
        last = before[-1] if before else None
        if isinstance(last, Paragraph) and _CAPTION.match(last.text.strip()):
            caption = last.text.strip()
            before.pop()
            flags = [*last.flags, *flags]
        return grid_from(
            filled(rows), caption, where, tuple(flags), tuple(links), headers=header or None
        )

    def _tell_what_is_not_read(self) -> None:
        """Record what of the file is not in the text."""
        body = self._document.element.body
        if body.find(f".//{qn('w:del')}") is not None or body.find(f".//{qn('w:ins')}") is not None:
            self._notes.remark("文件里有未接受的修订，已按接受全部修订后的文字读取，请核对。")
        if body.find(f".//{qn('w:footnoteReference')}") is not None:
            self._notes.remark("文件里有脚注，没有导入，请核对是否需要补进正文。")
        if (
            body.find(f".//{qn('w:drawing')}") is not None
            or body.find(f".//{qn('w:pict')}") is not None
        ):
            self._notes.remark("文件里有图片或图形，其中的文字没有导入，请核对。")
        for section in self._document.sections:
            for part in (section.header, section.footer):
                for paragraph in part.paragraphs:
                    if paragraph.text.strip():
                        self._notes.drop(paragraph.text.strip(), "页眉页脚", "页眉页脚")


def _run_text(run: _Element) -> str:
    """Return the text of a run."""
    pieces = []
    for child in run:
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            pieces.append("\n")
        elif child.tag == qn("w:tab"):
            pieces.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif child.tag == qn("w:sym"):
            pieces.append("•")
    return "".join(pieces)


def _level(style: str) -> int | None:
    """Return the depth of a heading by its style; 0 is the title."""
    if style.lower() in {"title", "标题"}:
        return 0
    found = _HEADING.match(style)
    return int(found[1]) if found else None


def _cell(cell: _Element, text: str) -> Cell:
    """Return a cell with how far it reaches."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    width = span.get(qn("w:val"), "1") if span is not None else "1"
    goes_on = merge is not None and merge.get(qn("w:val"), "continue") != "restart"
    return Cell(text, int(width) if width.isdigit() else 1, goes_on)
