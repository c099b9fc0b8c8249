"""Refuses PDF files whose packed streams would fill the memory."""

from __future__ import annotations

import re
import zlib

from knowledge_base.importing.errors import UnreadableDocument

_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(
    rb"/Filter\s*\[\s*(?:/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\s*){2,}"
)
_HEADER = 2000  # bytes before a stream in which its dictionary stands
_STEP = 1024 * 1024
_TOO_LARGE = "PDF 解压后异常庞大，可能是恶意文件，已停止读取。请确认来源，重新导出后再上传。"


def check_streams(content: bytes, largest_unpacked: int) -> None:
    """Raise UnreadableDocument if all deflated streams together are longer than the limit."""
    if _TWICE.search(content):
        raise UnreadableDocument(_TOO_LARGE)
    total = 0
    for start in _STREAM.finditer(content):
        header = content[max(0, start.start() - _HEADER) : start.start()].rsplit(b"endobj", 1)[-1]
        if b"Flate" not in header and b"/Fl" not in header:
            continue
        total += _unpacked(content, start.end(), largest_unpacked - total)
        if total >= largest_unpacked:
            raise UnreadableDocument(_TOO_LARGE)


def _unpacked(content: bytes, start: int, most: int) -> int:
    """Return how long a deflated stream is, counted no further than `most`."""
    unpacker = zlib.decompressobj()
    length, at, rest = 0, start, b""
    try:
        while length < most and not unpacker.eof:
            piece = rest or content[at : at + _STEP]
            if not rest:
                at += len(piece)
            if not piece:
                break
            length += len(unpacker.decompress(piece, _STEP))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        pass  # not deflated after all, or damaged: the parser will say
    return length
