"""Tests bot.spoken_dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spoken_dates import days
from tests.sample_fields import TODAY


def isos(text: str, *, back: bool = False) -> list[str]:
    return [day.day.isoformat() if day.day else "?" for day in days(text, TODAY, back=back)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-12-20"),
        ("今儿个就去", "2026-12-20"),
        ("明天", "2026-12-21"),
        ("明儿就动身", "2026-12-21"),
        ("后天", "2026-12-22"),
        ("大后天", "2026-12-23"),
        ("昨天", "2026-12-19"),
        ("大前天", "2026-12-17"),
        ("下周一", "2026-12-21"),
        ("下个星期三", "2026-12-23"),
        ("下礼拜天", "2026-12-27"),
        ("下下周二", "2026-12-29"),
        ("这周五", "2026-12-18"),
        ("周三", "2026-12-23"),
        ("星期日", "2026-12-20"),
        ("12月3日", "2027-12-03"),
        ("十二月三号", "2027-12-03"),
        ("12月25号", "2026-12-25"),
        ("二十五号", "2026-12-25"),
        ("25号", "2026-12-25"),
        ("5号", "2027-01-05"),
        ("31号", "2026-12-31"),
        ("2026-12-03", "2026-12-03"),
        ("2026/12/3", "2026-12-03"),
        ("2026年12月3日", "2026-12-03"),
        ("20270103", "2027-01-03"),
        ("27年1月5号", "2027-01-05"),
        ("二〇二七年一月二十三号", "2027-01-23"),
        ("明年3月8号", "2027-03-08"),
        ("下个月5号", "2027-01-05"),
        ("下月二十号", "2027-01-20"),
        ("这个月28号", "2026-12-28"),
        ("月底", "2026-12-31"),
        ("下个月底", "2027-01-31"),
        ("二月底", "2027-02-28"),
        ("年底", "2026-12-31"),
        ("三天后", "2026-12-23"),
        ("十天以后", "2026-12-30"),
        ("一个星期后", "2026-12-27"),
        ("过两个礼拜", "2027-01-03"),
        ("半个月后", "2027-01-04"),
        ("一个月以后", "2027-01-20"),
        ("元旦", "2027-01-01"),
        ("国庆", "2027-10-01"),
        ("12.25", "2026-12-25"),
        ("1-5", "2027-01-05"),
        ("2月30日", "?"),
        ("13月1日", "?"),
    ],
)
def test_a_day_is_read_however_it_is_said(text: str, day: str) -> None:
    assert isos(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "以后天天去",
        "今后天气冷",
        "一周一次",
        "每周一透析",
        "三号楼",
        "3号窗口",
        "第三号",
        "三个孩子",
        "2点半",
        "随便",
        "半天就到",
        "国庆以后",
        "吃了三个月药",
    ],
)
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    assert isos(text) == []


def test_a_day_without_a_month_lies_in_that_of_the_day_before_it() -> None:
    read = days("上个月三号住的院，十二号出的", TODAY, back=True)

    assert [d.day for d in read] == [date(2026, 11, 3), date(2026, 11, 12)]


def test_a_smaller_day_behind_another_lies_in_the_next_month() -> None:
    read = days("11月28号住的院，5号出的", TODAY, back=True)

    assert [d.day for d in read] == [date(2026, 11, 28), date(2026, 12, 5)]


def test_two_days_are_read_in_the_order_in_which_they_are_said() -> None:
    assert isos("从12月25日到1月3号") == ["2026-12-25", "2027-01-03"]


@pytest.mark.parametrize(("text", "day"), [("11月3号", "2026-11-03"), ("25号", "2026-11-25")])
def test_a_birthday_lies_in_the_past(text: str, day: str) -> None:
    assert isos(text, back=True) == [day]


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_written_date_is_always_read_as_itself(day: date) -> None:
    assert isos(f"就{day.year}年{day.month}月{day.day}日吧") == [day.isoformat()]
    assert isos(day.isoformat()) == [day.isoformat()]


@given(st.text(alphabet="一二三十天周月号日年底下个后明这半0123-初", max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    days(text, TODAY)
