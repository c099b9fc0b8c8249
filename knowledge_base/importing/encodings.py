"""Decodes text files whose encoding nobody states."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.simplify import simplified

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4000  # characters that are weighed
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030（国标）",
    "big5hkscs": "Big5（繁体）",
    "utf-16": "UTF-16",
}
_MOST_DAMAGE = 0.05  # share of characters; a file that is worse is of another encoding
_READABLE = -11.0  # logarithm of likelihood a character, below which nothing was understood


def decoded(
    content: bytes, likelihood: Likelihood, *, is_page: bool = False
) -> tuple[str, str] | None:
    """Return the text and the name of its encoding, None if it is no text.

    Bytes that do not fit become U+FFFD, which later is a doubt.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), _named(encoding.removesuffix("-sig"))
    if content.count(b"\x00") > _MOST_DAMAGE * len(content):
        return None
    tries = ["utf-8", "gb18030", "big5hkscs"]
    declared = _DECLARED.search(content[:4000]) if is_page else None
    if declared:
        name = declared[1].decode("ascii").lower()
        tries.insert(0, _FAMILY.get(name, name))
    for encoding in tries:  # a page says what it is, and UTF-8 is never met by chance
        if encoding == "utf-8" or (declared and encoding == tries[0]):
            text = _strictly(content, encoding)
            if text is not None:
                return text, _named(encoding)
    texts = [(content.decode(e, "replace"), e) for e in ("utf-8", "gb18030", "big5hkscs")]
    scored = [
        (_score(text, likelihood), text, e) for text, e in texts if _damage(text) <= _MOST_DAMAGE
    ]
    if scored:
        best, text, encoding = max(scored)
        if best > _READABLE:
            return text, _named(encoding)
    return _by_statistics(content)


def _strictly(content: bytes, encoding: str) -> str | None:
    """Return the text if every byte fits."""
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _damage(text: str) -> float:
    """Return the share of characters that did not fit."""
    return text.count("\ufffd") / max(1, len(text))


def _score(text: str, likelihood: Likelihood) -> float:
    """Return how likely the Chinese of the text is, a character."""
    chinese = "".join(re.findall(r"[\u3400-\u9fff]+", text))[:_SAMPLE]
    return likelihood.per_character(simplified(chinese)) - 50 * _damage(text)


def _by_statistics(content: bytes) -> tuple[str, str] | None:
    """Return what charset-normalizer makes of bytes that are none of the Chinese encodings."""
    best = from_bytes(content).best()
    if best is None or best.percent_chaos > 10:
        return None
    return str(best), _named(best.encoding)


def _named(encoding: str) -> str:
    """Return the encoding as an editor may know it."""
    return _NAMES.get(encoding, encoding)
