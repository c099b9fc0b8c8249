"""Recognises lone answers to a question of yes or no that were written as words like them."""

from __future__ import annotations

import re
from functools import cache

from voice.syllables import blurred_all, cost, syllables
from voice.vocabulary import words

# Whole answers only: within a sentence 部队 is the army. Each is found by its sound alone.
YES, NO = words("yes.txt"), words("no.txt")
ANSWERS = (*YES, *NO)
# What to give a recogniser while a yes or no is awaited, instead of words of the trade: as a
# sentence, or Whisper hears 许读 for 是的 and 部队 for 不对.
PROMPT = "请回答是的、对、没错、确认、同意、好的、可以、嗯，或者不对、不是、不行、取消。"
# Between which a recogniser chooses when it heard no words, and an example of them as a prompt.
LIKELY_YES = (
    *("是的", "对", "没错", "确认", "同意", "好的", "可以"),
    *("嗯", "是", "好", "行", "对的", "没问题"),
)
LIKELY_NO = (
    *("不对", "不是", "不行", "取消", "不", "不要", "不用"),
    *("错了", "不同意", "不可以"),
)
CHOICE = "是的、对、没错、好的，或者不对、不是、不行、取消。"
# A no that was perhaps none costs a question more; a yes that was none files an application.
NEARLY_NO = 3.0  # how unlike a no may sound, in all its syllables (syllables.cost)
_MARKS = re.compile(r"[\s，,。.！!？?、…]+")
_LATIN = {"ok": "好的", "okay": "好的", "yes": "是的", "no": "不是"}
# 嗯 is hummed: recognisers guess at it.
_HUMMED = frozenset({"恩", "嗯哼", "唔", "蒙", "en", "em", "mm", "hm", "嗡", "翁", "恩恩"})


def yes_or_no(text: str) -> str | None:
    """Return the answer that the text sounds like, or None if it is no such answer."""
    bare = _MARKS.sub("", text)
    for said in (bare, _once(bare)):
        if said in ANSWERS:
            return said
        if said.lower() in _LATIN:
            return _LATIN[said.lower()]
        if said.lower() in _HUMMED:
            return "嗯"
        found = _by_sound().get(_sound(said)) if said and not said.isascii() else None
        if found is not None:
            return found
    return _nearly_no(_once(bare))


def _once(text: str) -> str:
    """Return a word once that a recogniser wrote twice: 同意同意."""
    half = text[: len(text) // 2]
    return half if half and half * 2 == text else text


def _nearly_no(text: str) -> str | None:
    """Return the 不 with a word behind it that a text nearly sounds like."""
    heard = syllables(text)
    near = [
        (sum(map(cost, syllables(no), heard)), no)
        for no in NO
        if len(no) == len(heard) > 1 and no[0] == "不" and heard[0] == "bu"
    ]
    unlike, no = min(near, default=(NEARLY_NO + 1, ""))
    return no if unlike <= NEARLY_NO else None


@cache
def _by_sound() -> dict[tuple[str, ...], str]:
    # 四 for 是: a recogniser that knows no question hears the commoner word.
    return {_sound(answer): answer for answer in ANSWERS}


def _sound(text: str) -> tuple[str, ...]:
    return blurred_all(syllables(text))
