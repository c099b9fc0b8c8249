"""Marks what was lost or garbled on the way to us, so that a person looks at it."""

from __future__ import annotations

import re

from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.lost_characters import lost_characters
from knowledge_base.importing.marks import Marks
from knowledge_base.importing.mistaken_encoding import mistaken_runs
from knowledge_base.importing.shifted_bytes import shifted_runs

LOST = "lost_bytes"
GARBLED = "garbled"
TAG = "leftover_tag"

_REPLACED = re.compile(r"[\ufffd□]+(?:[?\ufffd□]+)*")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]+")
_TAGS = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]{0,200})?/?>|(?<![A-Za-z<])/[a-z]{1,6}>")
_TO_CHECK = "请对照原件改正。"

_Span = tuple[int, int, str, str]  # start, end, kind, note


def mark_garbling(text: str, marks: Marks, likelihood: Likelihood) -> str:
    """Return the text with a mark in place of each span that cannot be trusted."""
    pieces: list[str] = []
    done = 0
    for start, end, kind, note in _joined(sorted(_spans(text, likelihood))):
        pieces += [text[done:start], marks.mark(text[start:end], kind, note)]
        done = end
    return "".join(pieces) + text[done:]


def _spans(text: str, likelihood: Likelihood) -> list[_Span]:
    """Return every suspicious span of a line."""
    spans: list[_Span] = []
    for run in shifted_runs(text, likelihood):
        note = f"此处丢失了字节，后面的字跟着错位，原文可能是「{run.restored}」"
        spans.append((run.start, run.end, LOST, _with_blank(note, run.restored)))
    for start, end, restored in mistaken_runs(text, likelihood):
        note = "此处是用错编码读出的乱码"
        note += f"，原文可能是「{restored}」" if restored else "，原来的字已无法推知"
        spans.append((start, end, GARBLED, _with_blank(note, restored)))
    for start, end, character in lost_characters(text, likelihood):
        note = f"此处可能少了「{character}」字。" if character else "此处的问号可能是丢失的字。"
        spans.append((start, end, LOST, note + _TO_CHECK))
    for found in _REPLACED.finditer(text):
        note = f"此处有无法识别的字符（{len(found[0])} 个）。{_TO_CHECK}"
        spans.append((found.start(), found.end(), LOST, note))
    for found in _PRIVATE.finditer(text):
        codes = " ".join(f"U+{ord(c):04X}" for c in found[0][:4])
        note = f"此处是字库以外的自造字（{codes}），换一台电脑就显示不出来。{_TO_CHECK}"
        spans.append((found.start(), found.end(), GARBLED, note))
    for found in _TAGS.finditer(text):
        note = f"此处残留网页标签，附近可能还少了字或标点。{_TO_CHECK}"
        spans.append((found.start(), found.end(), TAG, note))
    return spans


def _with_blank(note: str, restored: str) -> str:
    """Return the note, with what □ means if it is used."""
    return f"{note}{'（□ 表示无法推知）' if '□' in restored else ''}。{_TO_CHECK}"


def _joined(spans: list[_Span]) -> list[_Span]:
    """Return the spans in order with those left out that an earlier or longer one covers."""
    kept: list[_Span] = []
    for span in spans:
        if kept and span[0] < kept[-1][1]:
            if span[1] > kept[-1][1]:
                start, _, kind, note = kept[-1]
                kept[-1] = (start, span[1], kind, note)
            continue
        kept.append(span)
    return kept
