"""Makes Word and Excel files for tests, with what their libraries have no words for."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from openpyxl import Workbook


def document_bytes(document: Document) -> bytes:
    """Return a Word document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook_bytes(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hide(paragraph: Paragraph, text: str, *, how: str) -> None:
    """Add text that nobody sees: vanish, white or tiny."""
    run = paragraph.add_run(text)
    if how == "vanish":
        run.font.hidden = True
    elif how == "white":
        run.font.color.rgb = RGBColor(255, 255, 255)
    else:
        run.font.size = Pt(1)


def delete(paragraph: Paragraph, text: str) -> None:
    """Add text that was deleted while changes were tracked."""
    paragraph._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>{text}</w:delText></w:r></w:del>")
    )


def insert(paragraph: Paragraph, text: str) -> None:
    """Add text that was inserted while changes were tracked."""
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>{text}</w:t></w:r></w:ins>"))


def number(document: Document, paragraphs: list[Paragraph], shape: str, text: str) -> None:
    """Let Word number the paragraphs, such as chineseCounting and %1、."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(
        f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    ))  # fmt: skip
    for paragraph in paragraphs:
        paragraph._p.get_or_add_pPr().append(parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
        ))  # fmt: skip


def shade(paragraph: Paragraph, colour: str) -> None:
    """Colour the ground behind a paragraph."""
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>')
    )


def with_member(archive: bytes, name: str, content: bytes) -> bytes:
    """Return a zip archive with one more file in it, packed."""
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return out.getvalue()


def small_document(*paragraphs: str) -> bytes:
    """Return a Word document with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document_bytes(document)
