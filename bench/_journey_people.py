"""Puts invented people and real days in the places that a script leaves open (<id>, <day-18>)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.id_number import check_character
from core.luhn import check_digit

PLACE = re.compile(r"<(?P<what>[a-z_]+[0-9]?)(?P<days>[+-]\d+)?(?P<views>(?:/[a-z0-9-]+)*)>")
PART = re.compile(r"(\d+)-(\d+)")
MOST = 799_000  # numbers of people before the birthdays begin again
AREA = "370602"  # 芝罘区, as in all tests
FIRST_BORN, LAST_BORN = date(1940, 1, 1), date(1965, 12, 31)
BABY_AGE, KID_AGE, TODDLER_AGE = 45, 3700, 1300  # days
GROUPS = {"id": (6, 8, 4), "mobile": (3, 4, 4), "card": (4, 4, 4, 4, 3)}
SAID = str.maketrans("0123456789X", "零幺二三四五六七八九叉")
WRITTEN = str.maketrans("0123456789X", "零一二三四五六七八九X")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
ONES = "零一二三四五六七八九"
VIEWS = frozenset(
    {"said", "written", "wide", "spaced", "wrong", "tail", "full", "chinese", "dotted", "month"}
)
PEOPLE = frozenset({"id", "id2", "idx", "baby", "kid", "toddler"})
PHONES = frozenset({"mobile", "mobile2"})
CARDS = frozenset({"card", "card2"})
ONLY_SAID = frozenset({"code", "number"})  # what the product told before


@dataclass(slots=True)
class People:
    """Be the people of one conversation; no two conversations of a run share any."""

    number: int  # of the conversation; each has its own people
    today: date
    told: dict[str, str] = field(default_factory=dict)  # <code> and <number>, once we were told

    def filled(self, text: str) -> str:
        """Return the text with every place filled in."""
        return PLACE.sub(self._put, text)

    def all_filled(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return the values with every place filled in."""
        return {key: self.filled(value) for key, value in values.items()}

    def _put(self, match: re.Match[str]) -> str:
        what, views = match["what"], [v for v in match["views"].split("/") if v]
        if what == "day":
            return _day(self.today + timedelta(days=int(match["days"] or 0)), views)
        value = self.told[what] if what in ONLY_SAID else self._number(what)
        for view in views:
            value = _seen(value, view, what.rstrip("23x"))
        return value

    def _number(self, what: str) -> str:
        if what in PHONES:
            return f"1{'39' if what == 'mobile' else '58'}{self.number % 1_000_000:06}00"
        if what in CARDS:
            payload = f"62220216000{'1' if what == 'card' else '2'}{self.number % 1_000_000:06}"
            return payload + check_digit(payload)
        return self._id_number(what)

    def _id_number(self, who: str) -> str:
        """Return an ID number with a true check character; its sequence number is invented."""
        ages = {"baby": BABY_AGE, "kid": KID_AGE, "toddler": TODDLER_AGE}
        span = (LAST_BORN - FIRST_BORN).days
        order, place = divmod(self.number % MOST, span)
        born = FIRST_BORN + timedelta(days=place)
        if who in ages:
            born = self.today - timedelta(days=ages[who])
            order = self.number % 999
        order += {"id2": 300, "idx": 600}.get(who, 0)
        numbers = (
            first + check_character(first)
            for first in (f"{AREA}{born:%Y%m%d}{(order + n) % 1000:03}" for n in range(200))
        )
        return next(n for n in numbers if (who != "idx" or n.endswith("X")))


def unknown_places(text: str) -> list[str]:
    """Return what stands in angle brackets and means nothing."""
    wrong = [part for part in re.findall(r"<[^>]*>?", text) if PLACE.fullmatch(part) is None]
    for match in PLACE.finditer(text):
        known = match["what"] in {"day", *PEOPLE, *PHONES, *CARDS, *ONLY_SAID}
        views = [view for view in match["views"].split("/") if view]
        if not known or any(v not in VIEWS and not PART.fullmatch(v) for v in views):
            wrong.append(match[0])
    return wrong


def _seen(value: str, view: str, kind: str) -> str:
    """Return a number as it is written or said."""
    part = PART.fullmatch(view)
    if part is not None:
        return value[int(part[1]) : int(part[2])]
    match view:
        case "said":
            return value.translate(SAID)
        case "written":
            return value.translate(WRITTEN)
        case "wide":
            return value.translate(WIDE)
        case "tail":
            return value[-4:]
        case "wrong":
            return value[:-1] + ("3" if value[-1] in "X27" else "7")
        case _:
            return _spaced(value, GROUPS.get(kind, GROUPS["id"]))


def _spaced(value: str, lengths: tuple[int, ...]) -> str:
    groups, begin = [], 0
    for length in lengths:
        groups.append(value[begin : begin + length])
        begin += length
    return " ".join(group for group in groups if group)


def _day(day: date, views: list[str]) -> str:
    """Return a day as fields hold it, or as it is said."""
    match views:
        case ["said"]:
            return f"{day.month}月{day.day}日"
        case ["chinese"]:
            return f"{_counted(day.month)}月{_counted(day.day)}号"
        case ["full"]:
            return f"{day.year}年{day.month}月{day.day}日"
        case ["dotted"]:
            return f"{day.year}.{day.month}.{day.day}"
        case ["month"]:
            return f"{day.month}月"
        case _:
            return day.isoformat()


def _counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return ONES[ones]
    return (ONES[tens] if tens > 1 else "") + "十" + (ONES[ones] if ones else "")
