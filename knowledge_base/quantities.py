"""Tells what kind of figure a question asks for, so that no other figure is offered for it."""

from __future__ import annotations

import re
from enum import StrEnum

_NUMBER = r"(\d|[零〇一二两三四五六七八九十百千万半]+)"


class Quantity(StrEnum):
    """Name a kind of figure."""

    MONEY = "money"
    RATIO = "ratio"
    TIME = "time"
    COUNT = "count"


_ASKED = {
    Quantity.RATIO: re.compile(
        r"比例.*(多少|几|多高|多大|啥|什么|降|提高|[?？]$)|比例$|百分之(几|多少)|几成|多大比|几个点|"
        r"报销?(到|了|得|回来?|出来?)?(多少|几)(?!个|项|种|家|类|次|样|条|天|年|张)|自付(多少|几)"
    ),
    Quantity.MONEY: re.compile(
        r"多少钱|多钱|多儿钱|多少元|几块|几百|几千|几万|多少万|"
        r"(起付|封顶|限额|额度|金额|基数|(缴费|收费|支付|报销|起付)标准|线|费|价格?).{0,2}(是|要|有)?(多少|几|多高)(?!个|项|种|家|类|次|样|条|天|年|张)|(起付线|封顶线|基数|缴费标准)$|"
        r"([交缴扣补花付给发领拿奖掏赔收](费|了|的)?|保费)(多少|几)(?!个|项|种|家|类|次|样|条|天|年|张|份|材料|东西)|"
        r"报销?(到|了|得|回来?|出来?)?(多少|几)(?!个|项|种|家|类|次|样|条|天|年|张)"
    ),
    Quantity.TIME: re.compile(
        r"多久|多长时间|几(个)?(天|日|年|月|工作日|星期|礼拜|小时|周)|多少(个)?(天|日|年|工作日|月)|(时限|期限|有效期)(是|有)?(多|几|$)|"
        r"什么时候|啥时候|哪(一)?(天|年|月)|何时|几号|几点|多会儿|截止"
    ),
    Quantity.COUNT: re.compile(r"多少(?!可以|才|能|时候)|有几(个|项|种|家|类|次|样|处|所|件)"),
}
# A figure of the right kind is still the wrong one where the passage never names what it measures.
_MEASURED = re.compile(
    r"起付|封顶|比例|基数|缴费标准|截止|断缴|保费|押金|限额|额度|余额|服务费|赔|罚|利息|滞纳金|补缴|年限|满多少年|最低|最高"
)
_STATED = {
    Quantity.MONEY: re.compile(rf"{_NUMBER}(多|余)?(元|万元|亿|块|万块)"),
    Quantity.RATIO: re.compile(r"\d%|百分之|[一二三四五六七八九]成"),
    Quantity.TIME: re.compile(
        rf"{_NUMBER}(多|余)?个?(工作日|天|日|月|年|小时|分钟|月底|年底|点)|即时|当场|当天"
    ),
    Quantity.COUNT: re.compile(_NUMBER),
}
_NO_FIGURE = re.compile(r"(电话|号码|热线|网址|地址|文号)(号码?)?(是|为)?(多少|几号|什么)")


def asked_for(question: str) -> frozenset[Quantity]:
    """Return the kinds of figure any of which would answer; empty if it asks for none."""
    if _NO_FIGURE.search(question):
        return frozenset()
    kinds = frozenset(kind for kind, pattern in _ASKED.items() if pattern.search(question))
    precise = kinds - {Quantity.COUNT}
    return precise or kinds


def kinds_in(wordings: str) -> frozenset[Quantity]:
    """Return the kinds of figure that a passage holds."""
    return frozenset(kind for kind, pattern in _STATED.items() if pattern.search(wordings))


def states(
    wordings: str, question: str, wanted: frozenset[Quantity], held: frozenset[Quantity]
) -> bool:
    """Tell whether a passage, which holds such figures, has what `question` wants.

    A question that wants no figure is content with any passage.
    """
    if not wanted:
        return True
    if any(measure not in wordings for measure in _MEASURED.findall(question)):
        return False
    return bool(wanted & held)
