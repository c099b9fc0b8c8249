"""Finds text that is garbled because a byte of its GBK form was lost.

Where the first byte of a character is lost, a question mark stands in its place, and every
following character is read from the second half of one and the first half of the next:
医保”首页 becomes 医?！笔醉. It ends at the next byte that cannot be half a character. Putting any
byte in place of the lost one brings the text back but for one character, so that both readings can
be weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.simplify import simplified

_LOST = "?？\ufffd"
_LONGEST = 60  # characters of one garbled run
_QUOTATION = 200  # characters in which an open quotation mark may stand
_CONTEXT = 6  # characters on either side that both readings share
_PROOF = 7.0  # how much likelier the restored text must be, in natural logarithms
_CLOSES = 4.0  # what it adds that the restored text closes a quotation that else stays open
_CHOICE = 4.8  # 126 bytes may have been the lost one: log 126
_RUBY = re.compile(r"[(（][a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ]{1,6}[)）]")
_RUBY_END = re.compile(r"[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ]{1,6}[)）]")
_TAG_END = re.compile(r"/?[a-z]{1,6}>")
_HALF = {ord(half): full for half, full in zip("!,:;()", "！，：；（）", strict=True)}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SHORT = 6  # characters
_ORDINARY = -7.0  # logarithm of likelihood a character of a text that nobody would doubt
_LEADS = [bytes([lead]) for lead in range(0x81, 0xFF)]


@dataclass(frozen=True, slots=True)
class Shifted:
    """Be one garbled run of a text."""

    start: int
    end: int
    restored: str  # with □ for what cannot be told


def shifted_runs(text: str, likelihood: Likelihood) -> Iterator[Shifted]:
    """Return the garbled runs of a line, left to right."""
    at = 0
    while at < len(text):
        found = _run(text, at, likelihood) if text[at] in _LOST else None
        if found is None:
            at += 1
            continue
        yield found
        at = found.end


def _run(text: str, start: int, likelihood: Likelihood) -> Shifted | None:
    """Return the garbled run that begins with the mark at `start`, if one does."""
    read = _bytes_of(text, start)
    if read is None:
        return None
    data, end = read
    written = simplified(text[start:end])
    chinese = "".join(_CHINESE.findall(written))
    if len(chinese) > _SHORT and likelihood.per_character(chinese) > _ORDINARY:
        return None  # most question marks ask something, and this spares the 126 tries
    before = _plain(text[max(0, start - 24) : start])[-_CONTEXT:]
    after = _plain(text[end : end + 24])[:_CONTEXT]
    literal = likelihood.of(before + written + after)
    near = max(0, start - _QUOTATION)
    in_quotes = text.count("“", near, start) > text.count("”", near, start)
    options: list[tuple[float, str]] = []
    for lead in _LEADS:
        restored = _restored(lead + data, in_quotes=in_quotes)
        if restored is not None:
            plain = simplified(restored)
            closing = _CLOSES if in_quotes and plain.count("”") > plain.count("“") else 0.0
            options.append((likelihood.of(before + plain + after) + closing, plain))
    if not options:
        return None
    best, restored = max(options)
    if best - _CHOICE - literal < _PROOF:
        return None
    hidden = restored[:-1] + "□"  # better no character than one that hardly anybody writes
    if len(restored) > 1 and likelihood.of(hidden + after) > likelihood.of(restored + after):
        restored = hidden
    return Shifted(start, end, restored)


def _bytes_of(text: str, start: int) -> tuple[bytes, int] | None:
    """Return the bytes that follow the lost one and where the run ends."""
    ruby = _RUBY_END.match(text, start + 1)
    if ruby:  # a reading was put between the two halves: ?jié)M was 滿
        trail = text[ruby.end() : ruby.end() + 1]
        ends_here = trail and "@" <= trail <= "~"
        return (trail.encode(), ruby.end() + 1) if ends_here else None
    data = b""
    for at in range(start + 1, min(len(text), start + _LONGEST)):
        character = text[at]
        if character in _LOST and not _is_full_question(text, at):
            return data, _end(text, at + 1)
        if "@" <= character <= "~":
            reading = _RUBY.match(text, at + 1)
            return data + character.encode(), reading.end() if reading else at + 1
        try:
            pair = character.translate(_HALF).replace("?", "？").encode("gbk")
        except UnicodeEncodeError:
            return None
        if len(pair) != 2:
            return None
        data += pair
    return (data, len(text)) if start + _LONGEST > len(text) else None


def _is_full_question(text: str, at: int) -> bool:
    """Tell whether a question mark is the pair A3 BF itself, which 卡 (BF A8) makes after A3."""
    return text[at] in "?？" and text[at - 1] in _LOST and text[at + 1 : at + 2] > "\u3000"


def _end(text: str, at: int) -> int:
    """Return where a run ends whose last half swallowed the bracket of a reading or of a tag."""
    for rest in (_RUBY_END, _TAG_END):
        found = rest.match(text, at)
        if found:
            return found.end()
    return at


def _restored(data: bytes, *, in_quotes: bool) -> str | None:
    """Return what the bytes say; a half left over becomes □, or the quotation mark it must be."""
    text = ""
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        if len(pair) == 1:
            # A1 begins nothing but punctuation.
            closes = in_quotes and pair == b"\xa1" and "”" not in text
            return text + ("”" if closes else "□")
        try:
            text += pair.decode("gbk")
        except UnicodeDecodeError:
            return None
    return text


def _plain(text: str) -> str:
    """Return the text around a run as a reader would take it."""
    return simplified(_RUBY.sub("", text).replace("\n", ""))
