"""Finds in what a citizen said which of the five levels of satisfaction they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.ratings import Level

STARS = dict(zip("一二三四五", sorted(Level), strict=True)) | {"两": Level.DISSATISFIED}
KEYS = dict(zip("一二三四五", sorted(Level, reverse=True), strict=True))  # in the order offered
DIGITS = str.maketrans("12345１２３４５", "一二三四五一二三四五")
FEWEST_WORDS = 2  # characters beside the level that make a comment

_KEY = re.compile(r"(?:我?(?:按|选|点)|第)?([一二三四五])(?:号|键|个)?[吧。]?")
_STARS = re.compile(r"(?<![零一二三四五六七八九十百两])([一二两三四五])[颗个各]?[星分](?![之钟析])")
_BEST = re.compile(r"满分|最高的?(?:分|评[分价])|五[颗个]?星星")
_HOW_MUCH = (
    "没有?|谈不上|说不上|算不上|不是|不太|不大|不怎么|不咋个?|不算|很|挺|蛮|比较|可|特别|十分"
    "|非常|极其?|最|完全|基本|还算|太|有点儿?|稍微|倍儿|还"
)
_WORD = re.compile(rf"((?:{_HOW_MUCH})*)(不?)满意(得很|极了|吗|没有|不)?(?!度)")
_ASKED = re.compile(r"满意不满意|满不满意|满意与否|满意度")
_HIGHEST = frozenset({"非常", "十分", "特别", "极", "极其", "最"})
# Praise or blame that could be one of several levels: we ask which, and never guess.
_UNCLEAR = re.compile(
    r"还行|还可以|还好|凑合|一般|马马虎虎|不错|好评|差评|不好|不行|不咋|糟|最好|气人|恼火|失望|顺利|顺当"
    r"|(?:挺|很|蛮|真|太|非常|都|特别|倍儿|可)(?:好|棒|差|慢|麻烦|快|方便|烂|顺|糊涂|费劲|累)"
    r"|[零〇一二三四五六七八九十百\d]+分(?!钟)"
)
_LONGEST_UNCLEAR = 16  # characters; a longer text says more than how satisfied somebody is
_QUESTION = re.compile(r"[？?]|吗|怎么|多少|几[天个时]|哪[里儿个些]|什么|能不能|可不可以|有没有")
_ELSEWHERE = re.compile(r"人工|真人|投诉|举报|转接")
_FILLING = re.compile(
    r"我们?|俺|咱|就|那|给|打|评价?|等级|选择?|点|是|的|了|吧|啊|呀|哦|嗯|呃|对|这次|服务|办事|好评|差评|总体"
    r"|整体|觉得|感觉|这[个档]|一档|请|帮|谢谢|记上|改成?|应该|刚才|按错|点错|选错|错|不|意"
    r"|[\s，,。.、！!：:“”\"~]"
)
CHANGES = re.compile(r"[点评按选]错|改成|改评|改一下评价|重新评")


@dataclass(frozen=True, slots=True)
class Said:
    """Be what a text says of a citizen's satisfaction."""

    level: Level | None  # None: it could be one of several
    comment: str = ""  # what was said beside the level


def satisfaction_in(text: str) -> Said | None:
    """Return what a text says of satisfaction; None: it is about something else."""
    digits = text.strip().translate(DIGITS)
    key = _KEY.fullmatch(digits)
    if key is not None:
        return Said(KEYS[key[1]])
    if _QUESTION.search(_ASKED.sub("", text)) or _ELSEWHERE.search(text):
        return None
    levels, rest = _levels(_ASKED.sub("", digits))
    if levels == {None} or len(levels) > 1:
        return Said(None, text)
    if levels:
        beside = _FILLING.sub("", rest)
        return Said(levels.pop(), text if len(beside) >= FEWEST_WORDS else "")
    unclear = _UNCLEAR.search(text) is not None and len(text) <= _LONGEST_UNCLEAR
    return Said(None, text) if unclear else None


def _levels(digits: str) -> tuple[set[Level | None], str]:
    """Return the levels that are named (None: some, but not which), and the text without them."""
    stars: set[Level | None] = {STARS[match[1]] for match in _STARS.finditer(digits)}
    if _BEST.search(digits):
        stars.add(Level.VERY_SATISFIED)
    rest = _WORD.sub("", _BEST.sub("", _STARS.sub("", digits)))
    if stars:  # a number is more exact than the words around it
        return stars, rest
    return {_level(match[1], match[2], match[3]) for match in _WORD.finditer(digits)}, rest


def _level(how_much: str, negated: str, after: str | None) -> Level | None:
    if after is not None:
        return None
    if how_much == "" or how_much in _HIGHEST:
        highest = how_much != ""
        if negated:
            return Level.VERY_DISSATISFIED if highest else Level.DISSATISFIED
        return Level.VERY_SATISFIED if highest else Level.SATISFIED
    return Level.FAIRLY_SATISFIED if (how_much, negated) == ("基本", "") else None
