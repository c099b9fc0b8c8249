"""Short ways to import something in a test."""

from __future__ import annotations

from knowledge_base.importing.document import ImportedDocument
from knowledge_base.importing.importer import Importer

IMPORTER = Importer()  # it holds no state of a document, only the dictionary, which loads slowly


def read_text(*lines: str) -> ImportedDocument:
    """Return what the import makes of a text file with these lines."""
    return IMPORTER.read("文件.txt", "\n".join(lines).encode())


def text_of(document: ImportedDocument) -> str:
    """Return the whole text."""
    return "\n".join(chapter.text for chapter in document.chapters)


def quotes(document: ImportedDocument) -> list[str]:
    """Return what is doubted."""
    return [doubted.doubt.quote for doubted in document.report.doubted]


def flagged(document: ImportedDocument, kind: str) -> list[str]:
    """Return the quotes of the warnings of one kind."""
    return [f.flag.quote for f in document.report.flagged if f.flag.kind == kind]


def dropped(document: ImportedDocument) -> dict[str, str]:
    """Return each dropped line with the reason."""
    return {d.text: d.reason for d in document.report.dropped}
