"""Reads one policy document of any supported format into chapters and a report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from knowledge_base.importing.chapters import chapters_of
from knowledge_base.importing.cleaning import Cleaner, without_boilerplate
from knowledge_base.importing.document import Chapter, ImportedDocument
from knowledge_base.importing.duplicates import without_duplicates
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.kinds import Kind, kind_of
from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.marks import Marks
from knowledge_base.importing.outline import Outline
from knowledge_base.importing.particulars import (
    find_particulars,
    plain_paragraphs,
    tell_what_is_missing,
    without_used,
)
from knowledge_base.importing.region import RegionFinder
from knowledge_base.importing.report import Doubted, Notes
from knowledge_base.importing.source import Block, Limits, Progress, Reader, characters

ALLOWED_HOSTS = ("gov.cn",)


class Importer:
    """Read policy documents; nothing is stored and nothing is fetched."""

    def __init__(
        self,
        *,
        allowed_hosts: Sequence[str] = ALLOWED_HOSTS,
        largest: int = 20 * 1024 * 1024,
        largest_unpacked: int = 200 * 1024 * 1024,
        most_pages: int = 500,
        most_characters: int = 2_000_000,
        most_cells: int = 200_000,
    ) -> None:
        """Take the hosts that links may lead to, with their subdomains, and the limits.

        `largest` and `largest_unpacked` are bytes, the others numbers of what they name.
        """
        self._allowed_hosts = tuple(allowed_hosts)
        self._limits = Limits(largest, largest_unpacked, most_pages, most_characters, most_cells)
        self._likelihood = Likelihood()
        self._regions = RegionFinder()

    def read(self, name: str, content: bytes, progress: Progress | None = None) -> ImportedDocument:
        """Return the document, or raise UnreadableDocument; takes seconds, so use a thread."""
        tell = progress or _silent
        notes, marks = Notes(), Marks()
        tell("检查文件", 0, 1)
        kind = kind_of(name, content, self._limits)
        tell("检查文件", 1, 1)
        source = _reader_of(kind, self._likelihood)(content, notes, self._limits, tell)
        self._check(source.blocks)
        cleaner = Cleaner(marks, notes, self._likelihood, self._allowed_hosts)
        blocks = cleaner.cleaned(source.blocks, tell)
        tell("识别标题和发文信息", 0, 1)
        paragraphs = plain_paragraphs(blocks, marks)
        found = find_particulars(paragraphs, cleaner.hints(source.hints), self._regions)
        tell_what_is_missing(found, paragraphs, notes)
        tell("识别标题和发文信息", 1, 1)
        tell("划分章节", 0, 1)
        blocks = without_used(blocks, found, marks, notes)
        blocks = without_boilerplate(blocks, marks, notes)
        title = found.title.value if found.title else None
        blocks = without_duplicates(blocks, title, marks, notes)
        chapters = chapters_of(Outline(blocks, marks, notes).pieces(), marks)
        if not chapters:
            raise UnreadableDocument(
                "文件里没有找到正文。请检查是否传错了文件，或把正文复制到 txt 文件后再上传。"
            )
        tell("划分章节", 1, 1)
        return ImportedDocument(
            title=found.title,
            issuer=found.issuer,
            number=found.number,
            date=found.day,
            region=found.region,
            source_name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            chapters=chapters,
            report=notes.report(_doubted(chapters)),
        )

    def _check(self, blocks: Sequence[Block]) -> None:
        """Refuse a document without text, or with more than we can handle."""
        count = characters(blocks)
        if not count:
            raise UnreadableDocument("文件里没有文字。请检查是否传错了文件。")
        if count > self._limits.most_characters:
            most = self._limits.most_characters // 10_000
            raise UnreadableDocument(f"文件的文字超过 {most} 万字，请拆成几份后再上传。")


def _reader_of(kind: Kind, likelihood: Likelihood) -> Reader:
    """Return what reads a kind of file.

    Its library is loaded with the first such file: together they would keep a gateway that was
    killed from its citizens for most of a second.
    """
    match kind:
        case Kind.TEXT:
            from knowledge_base.importing.read_text import TextReader

            return TextReader(likelihood)
        case Kind.PAGE:
            from knowledge_base.importing.read_page import PageReader

            return PageReader(likelihood)
        case Kind.DOCX:
            from knowledge_base.importing.read_docx import read_docx

            return read_docx
        case Kind.XLSX:
            from knowledge_base.importing.read_xlsx import read_xlsx

            return read_xlsx
        case Kind.PDF:
            from knowledge_base.importing.read_pdf import read_pdf

            return read_pdf


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def _doubted(chapters: Sequence[Chapter]) -> tuple[Doubted, ...]:
    """Return every doubt with its chapter."""
    return tuple(
        Doubted(n, doubt) for n, chapter in enumerate(chapters) for doubt in chapter.doubts
    )
