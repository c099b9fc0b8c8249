"""Recognises yes, no and which one; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.acts import Act
from bot.spoken_choices import ORDINAL, choice_in
from core.service_items import Option

YES = re.compile(
    r"(是的?|对的?|对对对|嗯+|好的?|行|可以|没错|没问题|确认|确认提交|提交|同意|正确|都对|1)[吧啊呀了。！!，,]*"
)
NO = re.compile(r"(不是|不对|不|错了|不行|不正确|要修改|修改|改一下|有错|2)[的吧啊呀了。！!，,]*")
HARMLESS = re.compile(r"没有?(?:什么|啥)?(?:错|问题|毛病)|不错|差不多|不用改")
DOUBT = re.compile(r"不|别|没|错|改|先|等|[?？吗]")
BETWEEN = "\n"  # stands between the values that were offered together


@dataclass(frozen=True, slots=True)
class Heard:
    """Be one utterance, as the classifier understood it."""

    text: str  # cleaned
    act: Act
    sure: bool  # whether the classifier may overrule a plausible value
    certain: bool = True  # whether it may overrule what is nothing but a name


def says_yes(heard: Heard) -> bool:
    """Tell whether this is a yes; what the classifier takes for one must hold no doubt."""
    if YES.fullmatch(heard.text):
        return True
    doubtful = DOUBT.search(HARMLESS.sub("", heard.text)) is not None
    return heard.sure and heard.act is Act.AFFIRM and not doubtful


def says_no(heard: Heard) -> bool:
    """Tell whether this is a no."""
    return NO.fullmatch(heard.text) is not None or (heard.sure and heard.act is Act.DENY)


def accepted(suggestion: str, heard: Heard) -> str | None:
    """Return which of the values offered the citizen takes: the only one, or 第二个."""
    values = suggestion.split(BETWEEN)
    if len(values) == 1:
        return values[0] if says_yes(heard) else None
    if ORDINAL.fullmatch(heard.text) is None:
        return None
    return choice_in(tuple(Option(value) for value in values), heard.text).value
