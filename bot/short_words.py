"""Says what a few bare words mean, of which the classifier has too little to go on; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.acts import Act
from bot.call import CONTINUE_FORM, Call
from bot.form_answers import YES
from core import form_wording

_END = r"[啊呀呢吧了。？?！!，,]*"
# The whole sentence must be it.
BARE = {
    Act.PLAIN_WORDS: re.compile(
        r"(?:这|那|这个|那个|这话|这句话?|你|您|说|讲|写|的|上面|刚才|到底)*(?:是)?(?:啥|什么|嘛)意思"
        + _END
    ),
    Act.REPEAT: re.compile(
        r"(?:啊|嗯|喂|诶)?(?:你|您|刚才)*(?:说|讲|问)?(?:的|了)?(?:是)?(?:啥|什么)(?:来着)?" + _END
    ),
    Act.EMERGENCY: re.compile(r"(?:打|叫|快打|快叫|要)?(?:120|110|119|救护车)" + _END),
}
# Begun and broken off: nothing is complained of yet, nothing is wished.
BROKEN_OFF = re.compile(
    r"(?!(?:你好|您好)+\W*$)"
    r"(?:你好|您好|闺女|姑娘|同志|师傅|大姐|小伙子?|[，,\s]|那个|请问|麻烦|我|俺|咱|想|要|就|问|说|咨询|一下|个|件|事)+[啊呀呢吧。，,…]*"
)
DIGIT = re.compile(r"[1-9]")
WANTS = re.compile(r"(?:想|我)?要(?:的|办)?" + _END)
ASKED = (form_wording.UNFINISHED_ASK, form_wording.INSTEAD.rpartition("”")[2])
# What a foreigner writes, or a hand that slipped; 上 in pinyin stands among the examples.
NO_CHINESE = re.compile(r"(?=(?:[^a-zA-Z]*[a-zA-Z]){4})[^\u3400-\u9fff]+")


def as_meant(call: Call, last_reply: str | None, *, in_form: bool) -> Call:
    """Return the call with the act that its few bare words mean, if they do."""
    act = bare_act(call.text, last_reply, in_form=in_form)
    if act is None:
        return call
    action = call.action if call.action == CONTINUE_FORM else f"action_{act.value}"
    return replace(call, act=act, action=action, confidence=1.0)


def bare_act(text: str, last_reply: str | None, *, in_form: bool) -> Act | None:
    """Return the act of a few bare words; None: the classifier knows better."""
    if in_form and text.isdigit():
        return None  # a sum, or a piece of a number
    for act, words in BARE.items():
        if words.fullmatch(text):
            return act
    if in_form:  # 我要 is taken for a complaint, which is written down
        return Act.NOT_UNDERSTOOD if len(text) > 1 and BROKEN_OFF.fullmatch(text) else None
    if (last_reply or "").endswith(ASKED) and (WANTS.fullmatch(text) or YES.fullmatch(text)):
        return Act.AFFIRM
    if BROKEN_OFF.fullmatch(text):
        return Act.GREET
    if YES.fullmatch(text) and not text.isdigit():
        return Act.AFFIRM
    return Act.NOT_UNDERSTOOD if DIGIT.fullmatch(text) else None


def is_no_chinese(text: str) -> bool:
    """Tell whether a text is in letters only, so that hardly anything can be understood of it."""
    return NO_CHINESE.fullmatch(text) is not None
