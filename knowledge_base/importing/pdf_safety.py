"""Refuses PDF files whose packed streams would fill the memory."""

from __future__ import annotations

import re
import zlib

from knowledge_base.importing.errors import UnreadableDocument

_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(
    rb"/Filter\s*\[\s*(?:/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\s*){2,}"
)
# A name may be written with the codes of its characters (ISO 32000-1, 7.3.5); of these nobody does
# that who does not want to hide them from us.
_CODED = re.compile(rb"/([^\s/<>\[\](){}%]*#[0-9A-Fa-f]{2}[^\s/<>\[\](){}%]*)")
_NAMES = frozenset(b"Filter FlateDecode Fl LZWDecode LZW RunLengthDecode RL".split())
_STEP = 1024 * 1024
_TOO_LARGE = "PDF 解压后异常庞大，可能是恶意文件，已停止读取。请确认来源，重新导出后再上传。"


def check_streams(content: bytes, largest_unpacked: int) -> None:
    """Raise UnreadableDocument if all deflated streams together are longer than the limit."""
    if _TWICE.search(content) or any(
        _plain(name[1]) in _NAMES for name in _CODED.finditer(content)
    ):
        raise UnreadableDocument(_TOO_LARGE)
    total = 0
    for start in _STREAM.finditer(content):
        # Whatever its dictionary says: what is not deflated ends at its first byte.
        total += _unpacked(content, start.end(), largest_unpacked - total)
        if total >= largest_unpacked:
            raise UnreadableDocument(_TOO_LARGE)


def _plain(name: bytes) -> bytes:
    """Return a name with its coded characters as they are."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)


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
