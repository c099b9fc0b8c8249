"""Reads both of two like values in one sentence: 从甲换到乙, 七号住院十四号出院; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.spoken_choices import after_change, before_change, mentions
from bot.spoken_dates import Day, days
from core.fields import problem_with
from core.service_items import Field, FieldKind

ENDS = re.compile(r"出(?:了|的)?院|出的|回|返|结束|截止|为止")
FROM_TO = re.compile(r"\s*(?:日|号)?[,，]?\s*(?:到|至|[-~—])\s*")
CLAUSE = re.compile(r"[,，。;；、]")


def pairs(fields: Sequence[Field], text: str, today: date) -> dict[str, str]:
    """Return the values of each pair of like fields that the text gives both of, by field key."""
    values: dict[str, str] = {}
    for first, second in _linked(fields):
        read = _changed if first.kind is FieldKind.CHOICE else _lasting
        both = read(first, second, text, today)
        if both is None or problem_with(first, both[0], {}, today):
            continue
        if problem_with(second, both[1], {first.key: both[0]}, today) is None:
            values |= {first.key: both[0], second.key: both[1]}
    return values


def _linked(fields: Sequence[Field]) -> list[tuple[Field, Field]]:
    """Return the pairs: what must differ from another choice, what must not lie before a day."""
    by_key = {field.key: field for field in fields}
    return [
        (by_key[key], field)
        for field in fields
        for key in (field.differs_from, field.not_before)
        if key in by_key and by_key[key].kind is field.kind
    ]


def _changed(old: Field, new: Field, text: str, _today: date) -> tuple[str, str] | None:
    before = {v for m in before_change(mentions(old.options, text), text) for v in m.values}
    after = {v for m in after_change(mentions(new.options, text), text) for v in m.values}
    return (before.pop(), after.pop()) if len(before) == 1 and len(after) == 1 else None


def _lasting(first: Field, _second: Field, text: str, today: date) -> tuple[str, str] | None:
    """Read the days on which something begins and ends, in whichever order they are said."""
    found = days(text, today, back=first.not_after is not None)
    if len(found) != 2 or found[0].day is None or found[1].day is None:
        return None
    one, other = found
    said = found[0].day.isoformat(), found[1].day.isoformat()
    if FROM_TO.fullmatch(text, one.end, other.start):
        return said
    ends = [ENDS.search(_beside(day, found, text)) is not None for day in found]
    if ends[0] == ends[1]:
        return None
    return said if ends[1] else (said[1], said[0])


def _beside(day: Day, found: Sequence[Day], text: str) -> str:
    """Return what stands in one clause with a day, without the other day."""
    begin = max((d.end for d in found if d.end <= day.start), default=0)
    end = min((d.start for d in found if d.start >= day.end), default=len(text))
    before, after = CLAUSE.split(text[begin : day.start]), CLAUSE.split(text[day.end : end])
    return before[-1] + "，" + after[0]
