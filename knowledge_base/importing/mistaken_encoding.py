"""Finds text whose bytes were read in the wrong encoding: 鍖讳繚 and åŒ»ä¿ are 医保."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.importing.likelihood import Likelihood

_CHINESE = re.compile(r"[\u3400-\u9fff\ue000-\uf8ff€]{3,}")
# At least two Chinese characters or marks as UTF-8 writes them.
_WRITTEN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}|\xe2\x80[\x90-\xbf]){2,}")
_LATIN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{3,}"
)
_RESTORED = re.compile(
    r"(?=.*[\u4e00-\u9fff])[\u4e00-\u9fff\u2010-\u203a\u3000-\u301f\uff00-\uff5e□\x20-\x7e]+"
)
_FILLERS = re.compile(r"(锟斤拷?|斤拷|烫烫烫+|屯屯屯+)[锟斤拷烫屯]*")
_PROOF = 5.0  # how much likelier the restored text must be, in natural logarithms


def mistaken_runs(text: str, likelihood: Likelihood) -> Iterator[tuple[int, int, str]]:
    """Return start, end and restored text of each such run; "" if nothing can be restored."""
    for filler in _FILLERS.finditer(text):
        yield filler.start(), filler.end(), ""
    for run in _CHINESE.finditer(text):
        for start, end, restored in _written_inside(run[0]):
            before, after = run[0][max(0, start - 2) : start], run[0][end : end + 2]
            gain = likelihood.of(before + restored + after) - likelihood.of(
                before + run[0][start:end] + after
            )
            if _is_chinese(restored) and gain > _PROOF:
                yield run.start() + start, run.start() + end, restored
    for run in _LATIN.finditer(text):
        restored = _read_again(run[0])
        if _is_chinese(restored):
            yield run.start(), run.end(), restored


def _written_inside(run: str) -> Iterator[tuple[int, int, str]]:
    """Return start, end and reading of what is UTF-8 within the bytes of a run."""
    edges, raw = [0], b""
    for character in run:
        try:
            raw += character.encode("gb18030")
        except UnicodeEncodeError:
            raw += b"?"
        edges.append(len(raw))
    for found in _WRITTEN.finditer(raw):
        start = max(n for n, edge in enumerate(edges) if edge <= found.start())
        end = min(n for n, edge in enumerate(edges) if edge >= found.end())
        yield start, end, found[0].decode("utf-8", "replace")


def _is_chinese(text: str) -> bool:
    """Tell whether a text is Chinese and nothing stranger."""
    return bool(_RESTORED.fullmatch(text))


def _read_again(text: str) -> str:
    """Return the text read as UTF-8 from its bytes in Windows' Latin encoding, "" if that fails.

    The last character may be torn: half of it was the bracket or space that follows.
    """
    raw = b""
    for character in text:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return ""
            raw += bytes([ord(character)])  # the five codes that it leaves open
    for torn in range(3):
        try:
            return raw[: len(raw) - torn].decode("utf-8") + ("□" if torn else "")
        except UnicodeDecodeError:
            continue
    return ""
