"""Brings digits, letters and punctuation into the width that Chinese print uses."""

from __future__ import annotations

import re
import unicodedata

from knowledge_base.importing.marks import MARK
from knowledge_base.importing.report import Notes

_CJK = r"\u3400-\u9fff"
_M = MARK.pattern[1:-1]
# What may stand before a Chinese comma: a character, a closing mark, or a doubt.
_BEFORE = rf"(?<=[{_CJK}{_M}”’》）〕】%℃])"
_AFTER = rf"(?=[{_CJK}{_M}“‘《（〔【])"
_COMPATIBLE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_SMALL = re.compile(r"[\ufe50-\ufe6b]")
_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0b\uff05\uff20]")
# Radicals that PDF fonts put for characters, and that Unicode does not fold.
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
_MARKS = dict(zip(",;:!?", "，；：！？", strict=True))
_MARK_AFTER_CHINESE = re.compile(rf"{_BEFORE}[,;:!?]")
_MARK_BEFORE_CHINESE = re.compile(rf"(?<=[A-Za-z0-9)])[,;:!?]{_AFTER}")
_BRACKETS = re.compile(r"\(([^()（）]{0,200})\)")
_MIXED = re.compile(r"（([^()（）]{0,200})\)|\(([^()（）]{0,200})）")
_HAS_CHINESE = re.compile(rf"[{_CJK}{_M}《“]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


def with_common_glyphs(text: str, notes: Notes) -> str:
    """Return the text with characters in place of the look-alikes that PDF fonts contain.

    Do this before simplifying: ⼾ folds to the traditional 戶.
    """

    def folded(found: re.Match[str]) -> str:
        plain = _RADICALS.get(found[0]) or unicodedata.normalize("NFKC", found[0])
        if plain != found[0]:
            notes.change("compatible", "兼容字形改为通用字", f"{found[0]} → {plain}")
        return plain

    return _COMPATIBLE.sub(folded, text)


def with_usual_widths(text: str, notes: Notes) -> str:
    """Return the text with half-width digits and letters and full-width Chinese punctuation."""

    def narrow(found: re.Match[str]) -> str:
        plain = unicodedata.normalize("NFKC", found[0])
        notes.change("width", "全角、半角按中文习惯统一", f"{found[0]} → {plain}")
        return plain

    def full(found: re.Match[str]) -> str:
        mark = _MARKS[found[0]]
        notes.change("width", "全角、半角按中文习惯统一", f"{found[0]} → {mark}")
        return mark

    def full_brackets(found: re.Match[str]) -> str:
        if not _HAS_CHINESE.search(found[1]):
            return found[0]
        notes.change("width", "全角、半角按中文习惯统一", "() → （）")
        return f"（{found[1]}）"

    def small(found: re.Match[str]) -> str:
        plain = unicodedata.normalize("NFKC", found[0])
        plain = _MARKS.get(plain, plain)
        notes.change("width", "全角、半角按中文习惯统一", f"{found[0]} → {plain}")
        return plain

    def both_full(found: re.Match[str]) -> str:
        notes.change("width", "全角、半角按中文习惯统一", "（) → （）")
        return f"（{found[1] or found[2] or ''}）"

    text = _BLANKS.sub(" ", text).strip()
    text = _WIDE.sub(narrow, text)
    text = _MIXED.sub(both_full, _SMALL.sub(small, text))
    text = _BRACKETS.sub(full_brackets, _BRACKETS.sub(full_brackets, text))
    text = _MARK_AFTER_CHINESE.sub(full, text)
    return _MARK_BEFORE_CHINESE.sub(full, text)
