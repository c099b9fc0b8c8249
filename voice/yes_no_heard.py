"""Recognises lone answers to a question of yes or no that were written as words like them."""

from __future__ import annotations

import re
from functools import cache

from voice.syllables import blurred_all, syllables

# Whole answers only: within a sentence 部队 is the army. Each is found by its sound alone, so no
# two may sound the same.
ANSWERS = (
    *(
        "对",
        "对的",
        "对对",
        "对对对",
        "对呀",
        "对啊",
        "对了",
        "对头",
        "都对",
        "嗯",
        "嗯嗯",
        "嗯对",
        "嗯好",
    ),
    *(
        "是",
        "是的",
        "是是是",
        "是呀",
        "是啊",
        "是嘞",
        "好",
        "好的",
        "好吧",
        "好啊",
        "好好好",
        "好嘞",
        "行",
        "行吧",
    ),
    *(
        "行啊",
        "可以",
        "可以的",
        "没错",
        "没问题",
        "确认",
        "确认提交",
        "我确认",
        "提交",
        "提交吧",
        "同意",
        "我同意",
    ),
    *("正确", "要得", "中", "成", "得嘞", "得行", "妥了", "没毛病", "信息无误", "无误"),
    *(
        "不对",
        "不对不对",
        "不是",
        "不是的",
        "不",
        "不不不",
        "不行",
        "不同意",
        "不确认",
        "不正确",
        "不要",
        "不用",
    ),
    *(
        "不中",
        "不成",
        "要不得",
        "不得行",
        "错了",
        "错啦",
        "取消",
        "不提交",
        "先不",
        "不可以",
        "不好",
        "改一下",
        "要修改",
    ),
)
_MARKS = re.compile(r"[\s，,。.！!？?、…]+")
_LATIN = {"ok": "好的", "okay": "好的", "yes": "是的", "no": "不是"}
# 嗯 is hummed: recognisers guess at it.
_HUMMED = frozenset({"恩", "嗯哼", "唔", "蒙", "en", "em", "mm", "hm", "嗡", "翁", "恩恩"})


def yes_or_no(text: str) -> str | None:
    """Return the answer that the text sounds like, or None if it is no such answer."""
    bare = _MARKS.sub("", text)
    if bare in ANSWERS:
        return bare
    if bare.lower() in _LATIN:
        return _LATIN[bare.lower()]
    if bare.lower() in _HUMMED:
        return "嗯"
    return _by_sound().get(_sound(bare)) if bare and not bare.isascii() else None


@cache
def _by_sound() -> dict[tuple[str, ...], str]:
    # 四 for 是: a recogniser that knows no question hears the commoner word.
    return {_sound(answer): answer for answer in ANSWERS}


def _sound(text: str) -> tuple[str, ...]:
    return blurred_all(syllables(text))
