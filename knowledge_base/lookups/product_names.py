"""Cuts the name of a drug or consumable out of a question about it."""

from __future__ import annotations

import re

from knowledge_base.lookups.names import NameIndex, plain
from knowledge_base.lookups.strengths import without_strengths
from knowledge_base.lookups.traits import without_traits
from knowledge_base.written import unified

SHORTEST_UNKNOWN = 4  # characters of a name that no table knows
_STOPS = re.compile(r"[，。？！；,.?!;、\s]+")
# Where the words before a name end, and where those after it begin.
_BEFORE = re.compile(
    r".*(的|是|吃|用|打|开|买|问|查|查询|看看|个|盒|瓶|种|叫|请问|一下|我|现在|这|那|有|医保|药)"
)
_AFTER = re.compile(
    r"(这个?|这种|那个?|该|医保|能|可以?|会|给|让|要|得|在不在|在|是|属|报|多少|自付|自己|自费|有|进|走|用|刷|算|纳入|"
    r"限价|支付|最多|最高|一[个支片盒瓶]|的|药|吗|呢|么|不|现在|目录|甲类|乙类|还|全|哪|几|怎).*"
)
_ENDS_LIKE_A_DRUG = re.compile(
    r"(缓释片|控释片|肠溶片|分散片|咀嚼片|泡腾片|胶囊|颗粒|口服液|注射液|滴眼液|滴丸|软膏|乳膏|气雾剂|喷雾剂|"
    r"吸入剂|混悬液|糖浆|片剂|针剂|贴膏|凝胶|栓剂)$"
)


def asked_name(text: str, names: NameIndex, *, asked: bool) -> str | None:
    """Return the name with form, strength and maker; None if the text holds no known name.

    Unless the text asks about money or the catalogue, it must be nothing but the name.
    """
    for part in _parts(text):
        inside = names.inside(part)
        if not inside:
            continue
        first = min(inside, key=lambda found: found.start)
        last = max(inside, key=lambda found: found.end)
        before, after = part[: first.start], part[last.end :]
        if asked:
            before, after = _BEFORE.sub("", before), _AFTER.sub("", after)
            return before + part[first.start : last.end] + after + _traits_elsewhere(text, part)
        bare = without_traits(before) + without_traits(after)
        if not bare:
            return part
    return None


def unknown_name(text: str) -> str | None:
    """Return what ends like the name of a drug, such as 某某注射液, though no table knows it."""
    for part in _parts(text):
        name = slot(part)
        if len(name) >= SHORTEST_UNKNOWN and _ENDS_LIKE_A_DRUG.search(without_strengths(name)):
            return name
    return None


def slot(part: str) -> str:
    """Return what stands before the question words of a clause."""
    return re.sub(_BEFORE.pattern + "(?=.)", "", _AFTER.sub("", part))


def slots(text: str) -> tuple[str, ...]:
    """Return the slot of every clause."""
    return tuple(filter(None, map(slot, _parts(text))))


def _parts(text: str) -> list[str]:
    """Return the clauses of a text, in plain writing."""
    return [part for part in map(plain, _STOPS.split(unified(_spaced(text)))) if part]


def _spaced(text: str) -> str:
    # Writing is unified without blanks; a blank between words must not join two clauses.
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "，", text)


def _traits_elsewhere(text: str, part: str) -> str:
    """Return what other clauses add: 阿司匹林能报吗，肠溶片的."""
    others = [other for other in _parts(text) if other != part]
    return "".join(other for other in others if not without_traits(other))
