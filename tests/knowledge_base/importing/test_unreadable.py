"""Files that cannot be read: each is one clear sentence that says what to do."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from core.errors import YibaoError
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.importer import Importer
from tests.knowledge_base.importing import office_file, pdf_file
from tests.knowledge_base.importing.damage import SENTENCES
from tests.knowledge_base.importing.reading import IMPORTER

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = office_file.small_document(*SENTENCES)


def a_scan(*, recognised: bool) -> bytes:
    file = pdf_file.PdfFile()
    file.page()
    file.scan()
    if recognised:
        file.text(90, 90, SENTENCES[0], mode=3)
    return file.content()


def a_zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.txt", b"", "空的"),
        ("a.txt", b"  \n ", "空的"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "不是文本"),
        ("a.docx", b"not a zip", "不是这种格式"),
        ("a.docx", WORD[: len(WORD) // 2], "已损坏"),
        ("a.docx", b"PK\x03\x04" + b"rubbish" * 20, "已损坏"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.doc", OLE + bytes(600), "另存为 docx"),
        ("a.xls", OLE + bytes(600), "另存为 xlsx"),
        ("a.docx", office_file.with_member(WORD, "word/vbaProject.bin", b"x"), "宏"),
        ("a.docx", office_file.with_member(WORD, "word/big.xml", bytes(50 * 2**20)), "异常庞大"),
        (
            "a.docx",
            office_file.with_member(WORD, "word/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
            "不正常的定义",
        ),
        ("a.zip", a_zip(a=b"b"), "压缩包"),
        ("a.pdf", b"%PDF-1.5\nrubbish", "已损坏"),
        ("a.pdf", a_scan(recognised=False), "扫描件"),
        ("a.pdf", a_scan(recognised=True), "扫描件"),
        ("a.pdf", pdf_file.bomb(210 * 2**20), "异常庞大"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "图片"),
        ("a.rtf", b"{\\rtf1 x}", "RTF"),
        ("a.exe", b"MZ" + bytes(100), "不支持"),
        ("a.html", b"<html><body></body></html>", "没有文字"),
        ("a.txt", "返回顶部\n分享到微信".encode(), "没有找到正文"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_with_advice(
    name: str, content: bytes, word: str
) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        IMPORTER.read(name, content)

    assert word in str(caught.value)
    assert "请" in str(caught.value)
    assert str(caught.value).endswith("。")
    assert isinstance(caught.value, YibaoError)


def test_the_limits_are_choices() -> None:
    book = openpyxl.Workbook()
    for _ in range(30):
        book.worksheets[0].append(["一", "二"])
    pages = pdf_file.PdfFile()
    for _ in range(3):
        pages.page()
        pages.text(90, 90, SENTENCES[0])

    for importer, name, content in (
        (Importer(largest=10), "a.txt", SENTENCES[0].encode()),
        (Importer(most_characters=20), "a.txt", SENTENCES[0].encode()),
        (Importer(most_pages=2), "a.pdf", pages.content()),
        (Importer(most_cells=50), "a.xlsx", office_file.workbook_bytes(book)),
        (Importer(largest_unpacked=1000), "a.docx", WORD),
    ):
        with pytest.raises(UnreadableDocument):
            importer.read(name, content)


def test_a_merged_area_as_large_as_the_sheet_is_refused_before_it_is_filled() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["病种", "比例"])
    book.worksheets[0].merge_cells("A3:B4")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(office_file.workbook_bytes(book))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"A3:B4", b"A3:XFD1048576"))

    with pytest.raises(UnreadableDocument, match="合并"):
        IMPORTER.read("a.xlsx", out.getvalue())


def test_a_file_full_of_garbling_is_refused_instead_of_doubted_a_thousand_times() -> None:
    with pytest.raises(UnreadableDocument, match="乱码"):
        IMPORTER.read("a.txt", ("办理\ufffd手续。" * 1200).encode())
