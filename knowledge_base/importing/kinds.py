"""Tells what kind of file was uploaded by its content, not by its name alone."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath

from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.source import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|table|p|meta|article)\b", re.IGNORECASE
)
_MHTML = re.compile(
    rb"^(?:From:|MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE | re.MULTILINE
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What the zip module raises for an archive whose directory or whose members are damaged.
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    ValueError,
)
_MOST_MEMBERS = 5000  # files within one docx or xlsx
_HIGHEST_RATIO = 300  # unpacked to packed, of one large member
_LARGE = 10 * 1024 * 1024  # bytes of a member, from which the ratio counts
_SUPPORTED = "docx、pdf、xlsx、html、mhtml、txt"


class Kind(StrEnum):
    """Name a format that can be read."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    PAGE = "html"
    TEXT = "txt"


def kind_of(name: str, content: bytes, limits: Limits) -> Kind:
    """Return the format, or raise UnreadableDocument with what to do."""
    if not content.strip():
        raise UnreadableDocument("这个文件是空的。请检查后重新上传。")
    if len(content) > limits.largest:
        size, most = len(content) / 2**20, limits.largest / 2**20
        raise UnreadableDocument(
            f"文件有 {size:.1f} MB，超过上限 {most:.0f} MB。"
            "请拆成几份，或去掉其中的大图片后再上传。"
        )
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    start = content[:1024].lstrip()
    if start.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(_OLE):
        raise UnreadableDocument(_why_ole(content, ending))
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content, limits)
    if content.startswith(_PICTURES) and b"\x00" in content[:64]:
        raise UnreadableDocument(
            "这是一张图片，里面没有文字。请上传文件的电子版，或先做文字识别并核对。"
        )
    if content.startswith(b"{\\rtf"):
        raise UnreadableDocument("这是 RTF 文件。请用 Word 或 WPS 打开，另存为 docx 后再上传。")
    if ending in {".docx", ".xlsx", ".pdf"}:
        raise UnreadableDocument(
            f"文件名以 {ending} 结尾，内容却不是这种格式，文件可能已损坏。"
            "请重新下载或另存后再上传。"
        )
    if ending in {".html", ".htm", ".mhtml", ".mht", ".xhtml"} or _is_page(content):
        return Kind.PAGE
    if ending in {".txt", ".text", ".md", ""}:
        return Kind.TEXT
    raise UnreadableDocument(f"不支持“{ending}”这种文件。请转换成 {_SUPPORTED} 之一后再上传。")


def _is_page(content: bytes) -> bool:
    """Tell whether bytes begin like a web page."""
    start = content[:2000]
    is_html = start.lstrip()[:1] == b"<" and _PAGE.search(start) is not None
    return is_html or _MHTML.match(start) is not None


def _why_ole(content: bytes, ending: str) -> str:
    """Say why an old Office container cannot be read."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "这个文件加了密码。请用 Word 或 WPS 去掉打开密码，另存后再上传。"
    if ending in {".doc", ".xls", ".wps", ".et", ".ppt"}:
        newer = "xlsx" if ending in {".xls", ".et"} else "docx"
        return f"这是旧版 {ending} 文件。请用 Word 或 WPS 打开，另存为 {newer} 后再上传。"
    return "这是旧版 Office 文件，或者加了密码。请用 Word 或 WPS 另存为 docx 或 xlsx 后再上传。"


def _kind_of_archive(content: bytes, limits: Limits) -> Kind:
    """Return whether a zip archive is a docx or an xlsx that is safe to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            _check_size(archive.infolist(), limits)
            if any("vbaproject" in n.lower() for n in names):
                raise UnreadableDocument(
                    "这个文件含有宏程序。请另存为不含宏的 docx 或 xlsx 后再上传。"
                )
            kind = _office_kind(names)
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _check_entities(archive, name)
            return kind
    except _DAMAGED as error:
        raise UnreadableDocument("文件已损坏，打不开。请重新下载或另存后再上传。") from error
    except RuntimeError as error:  # the zip module's way to say that it is encrypted
        raise UnreadableDocument("这个文件加了密码。请去掉密码，另存后再上传。") from error


def _office_kind(names: set[str]) -> Kind:
    """Return which Office format an archive is."""
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    raise UnreadableDocument(
        f"这是压缩包或不支持的文件。请解压后，逐个上传其中的 {_SUPPORTED} 文件。"
    )


def _check_size(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive that would fill the memory; what it declares is checked on reading."""
    total = sum(m.file_size for m in members)
    swollen = any(
        m.file_size > _LARGE and m.file_size > _HIGHEST_RATIO * max(1, m.compress_size)
        for m in members
    )
    if total > limits.largest_unpacked or len(members) > _MOST_MEMBERS or swollen:
        raise UnreadableDocument(
            "文件解压后异常庞大，可能是恶意文件，已停止读取。"
            "请确认来源，用 Word 或 WPS 另存后再上传。"
        )


def _check_entities(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse XML that defines entities: Office writes none, and they can grow without end."""
    with archive.open(name) as member:
        if _ENTITY.search(member.read(4096)):
            raise UnreadableDocument(
                "文件内部含有不正常的定义，已停止读取。请用 Word 或 WPS 另存后再上传。"
            )
