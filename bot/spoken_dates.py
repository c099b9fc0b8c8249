"""Finds the days that a citizen speaks of."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.spoken_numbers import DIGITS, whole

N = r"(?:[0-9]{1,2}|[零〇一二两三四五六七八九十廿卅]{1,3})"
YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][零〇九0][零〇一二三四五六七八九]{2})"
WEEK = r"(?:周|星期|礼拜)"
MONTHS_AWAY = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2}
YEARS_AWAY = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
DAYS_AWAY = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1)}
SUNDAY = {"日": 7, "天": 7}
LUNAR = re.compile(r"农历|阴历|腊月|正月|冬月|初[一二三四五六七八九十]|[大年]年三十")
VAGUE = re.compile(
    rf"(?:这|本|下|下下)个?{WEEK}(?:里|内|吧|走|去|$)?|(?:这|下)个?月(?:里|内|吧|走|去|$)?|过几天|过两天|改天|过段时间|[上中下]旬"
)
SPAN = re.compile(rf"(?P<count>半|{N})(?P<unit>个月|天|日|个?星期|个?礼拜|周)(?:左右|多|吧|上下)?")


@dataclass(frozen=True, slots=True)
class Day:
    """Be one day that a text speaks of."""

    start: int
    end: int
    day: date | None  # None: the calendar has no such day


@dataclass(frozen=True, slots=True)
class Context:
    """Say from where a text looks, and in which direction."""

    today: date
    back: bool  # a day without a year lies in the past (a birthday), not ahead


Reader = Callable[[re.Match[str], Context], date | None]


def days(text: str, today: date, *, back: bool = False) -> tuple[Day, ...]:
    """Return the days in the text, in the order in which they are said."""
    context = Context(today, back)
    found: list[Day] = []
    bare: set[int] = set()  # where a day stands without its month
    for pattern, reader in READERS:
        for match in pattern.finditer(text):
            if any(d.start < match.end() and match.start() < d.end for d in found):
                continue
            try:
                day = reader(match, context)
            except (ValueError, OverflowError):
                day = None
            found.append(Day(match.start(), match.end(), day))
            bare |= {match.start()} if reader is _day_only else set()
    return _in_one_month(sorted(found, key=lambda d: d.start), bare)


def _in_one_month(found: list[Day], bare: set[int]) -> tuple[Day, ...]:
    """Return the days, those that stand bare behind another in its month: 上月3号到12号."""
    told: list[Day] = []
    for one in found:
        before = told[-1].day if told else None
        if one.start in bare and before is not None and one.day is not None:
            one = replace(one, day=_next_such(one.day.day, before))
        told.append(one)
    return tuple(told)


def _next_such(number: int, after: date) -> date | None:
    """Return the day of that number on or after another day, in its month or the next."""
    first = after.replace(day=1)
    months = [first] if number >= after.day else [_months_after(first, 1)]
    return next((m.replace(day=number) for m in months if number <= _length(m)), None)


def _length(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def spans(text: str, today: date) -> tuple[date, ...]:
    """Return the days on which a stay of the length spoken of (半个月, 十天) would end."""
    ends = (_later(m["count"], m["unit"], today) for m in SPAN.finditer(text))
    return tuple(end for end in ends if end is not None)


def _full(match: re.Match[str], _context: Context) -> date | None:
    year = "".join(DIGITS.get(char, char) for char in match["y"])
    return date(int(year) + (2000 if len(year) == 2 else 0), _n(match["m"]), _n(match["d"]))


def _relative_year(match: re.Match[str], context: Context) -> date | None:
    year = context.today.year + YEARS_AWAY[match["y"]]
    return date(year, _n(match["m"]), _n(match["d"]))


def _month_and_day(match: re.Match[str], context: Context) -> date | None:
    return _nearest(_n(match["m"]), _n(match["d"]), context)


def _month_end(match: re.Match[str], context: Context) -> date | None:
    month = _n(match["m"])
    if not 1 <= month <= 12:
        return None
    year = context.today.year + (month < context.today.month and not context.back)
    return date(year, month, monthrange(year, month)[1])


def _relative_month(match: re.Match[str], context: Context) -> date | None:
    first = _months_after(context.today.replace(day=1), MONTHS_AWAY[match["m"]])
    return first.replace(day=_n(match["d"]))


def _relative_month_end(match: re.Match[str], context: Context) -> date | None:
    first = _months_after(context.today.replace(day=1), MONTHS_AWAY[match["m"] or "这"])
    return first.replace(day=monthrange(first.year, first.month)[1])


def _year_end(match: re.Match[str], context: Context) -> date | None:
    return date(context.today.year + YEARS_AWAY.get(match["y"] or "今年", 0), 12, 31)


def _weekday(match: re.Match[str], context: Context) -> date | None:
    number = SUNDAY.get(match["d"]) or _n(match["d"])
    monday = context.today - timedelta(days=context.today.weekday())
    if match["w"] is not None:
        return monday + timedelta(weeks=MONTHS_AWAY[match["w"]], days=number - 1)
    day = monday + timedelta(days=number - 1)
    return day if day >= context.today else day + timedelta(weeks=1)


def _relative_day(match: re.Match[str], context: Context) -> date | None:
    return context.today + timedelta(days=DAYS_AWAY[match["d"]])


def _now(_match: re.Match[str], context: Context) -> date | None:
    return context.today


def _after(match: re.Match[str], context: Context) -> date | None:
    return _later(match["count"], match["unit"], context.today)


def _feast(match: re.Match[str], context: Context) -> date | None:
    return _nearest(*FEASTS[match[0]], context)


def _day_only(match: re.Match[str], context: Context) -> date | None:
    first, number = context.today.replace(day=1), _n(match["d"])
    if not 1 <= number <= 31:
        return None
    step = -1 if context.back else 1
    for _ in range(4):  # of three months in a row, one has a 31st
        if number <= monthrange(first.year, first.month)[1]:
            day = first.replace(day=number)
            if (day - context.today).days * step >= 0:
                return day
        first = _months_after(first, step)
    return None


MONTH, DAY = rf"(?P<m>{N})月份?的?", rf"(?P<d>{N})"
MONTH_AWAY = r"(?P<m>上上|上|这|本|当|下下|下)个?"
WEEK_AWAY = r"(?P<w>上上|上|这|本|下下|下)?个?(?<![一两三几每半0-9])(?<![每半]个)"
LENGTH = rf"(?P<count>半|{N})(?P<unit>个月|天|日|个?星期|个?礼拜|周)"
NEAR_DAY = r"(?P<d>大前|大后|(?<![今以之往最然])后|(?<!以)前|昨|今|明)"
NOT_A_COUNT = r"(?![0-9天个])"
NOT_A_PLACE = r"(?![线楼院门窗床码文电话桌厅])"  # 3号楼
# The first pattern that claims a stretch of text keeps it.
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?<![0-9])(?P<y>{YEAR})年{MONTH}{DAY}[日号]?", _full),
        (rf"(?<![0-9])(?P<y>{YEAR})[-/.](?P<m>{N})[-/.]{DAY}(?![0-9])", _full),
        (rf"(?<![0-9])(?P<y>{YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])(?![0-9])", _full),
        (rf"(?<![0-9])(?P<y>[0-9]{{2}})年{MONTH}{DAY}[日号]?", _full),
        (rf"(?P<y>前年|去年|今年|明年|(?<![今以之])后年)的?{MONTH}{DAY}[日号]?", _relative_year),
        (rf"(?<![0-9]){MONTH}{DAY}(?:[日号]|{NOT_A_COUNT})", _month_and_day),
        (rf"(?<![0-9]){MONTH}(?:底|末)", _month_end),
        (rf"{MONTH_AWAY}月份?的?{DAY}[日号]?{NOT_A_COUNT}", _relative_month),
        (rf"(?:{MONTH_AWAY})?月(?:底|末)", _relative_month_end),
        (r"(?P<y>今年|明年)?年底", _year_end),
        (rf"{LENGTH}(?:之后|以后|过后|后)", _after),
        (rf"(?:再过|再等|过){LENGTH}", _after),
        (rf"{WEEK_AWAY}{WEEK}(?P<d>[一二三四五六日天1-6])(?![次回天0-9])", _weekday),
        (rf"{NEAR_DAY}(?:天|儿个?|个儿?|日)(?!天|气)", _relative_day),
        (r"即日|当天|这就|立马|立刻|马上", _now),
        (rf"(?:{'|'.join(FEASTS)})(?!前|后|以|之|完|过)", _feast),
        (rf"(?<![0-9第零一二三四五六七八九十]){DAY}[日号]{NOT_A_PLACE}", _day_only),
        (r"^\s*(?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})\s*$", _month_and_day),
    )
)


def _n(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ValueError(text)
    return number


def _nearest(month: int, day: int, context: Context) -> date:
    """Return the next such day, or the last one when looking back."""
    this_year = date(context.today.year, month, day)
    if context.back and this_year > context.today:
        return date(context.today.year - 1, month, day)
    if not context.back and this_year < context.today:
        return date(context.today.year + 1, month, day)
    return this_year


def _later(count: str, unit: str, today: date) -> date | None:
    number = 0 if count == "半" else whole(count)
    if number is None:
        return None
    if unit == "个月":
        return today + timedelta(days=15) if count == "半" else _months_after(today, number)
    if count == "半":
        return None
    return today + timedelta(days=number * (1 if unit in {"天", "日"} else 7))


def _months_after(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
