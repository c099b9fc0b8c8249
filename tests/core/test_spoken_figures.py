"""Tests core.spoken_figures: numbers, days and strengths as they are said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.spoken_figures import (
    spoken_date,
    spoken_number,
    spoken_percent,
    spoken_phone,
    spoken_strength,
    spoken_time,
)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0", "零"), ("10", "十"), ("12.50", "十二点五"), ("105", "一百零五"),
        ("800", "八百"), ("1020", "一千零二十"), ("16500", "一万六千五百"),
        ("100300", "十万零三百"), ("20000000", "二千万"),
    ],
)  # fmt: skip
def test_a_number_is_said(number: str, said: str) -> None:
    assert spoken_number(Decimal(number)) == said


def test_what_is_told_with_a_figure_is_said() -> None:
    assert spoken_percent(Decimal("8")) == "百分之八"
    assert spoken_date(date(2026, 1, 10)) == "二零二六年一月十日"
    assert [spoken_time(m) for m in (510, 810, 1265)] == [
        "上午八点半",
        "下午一点半",
        "晚上九点零五分",
    ]
    assert [spoken_time(m) for m in (120, 122, 840, 870, 720, 732)] == [
        "凌晨两点",
        "凌晨两点零二分",
        "下午两点",
        "下午两点半",
        "中午十二点",
        "中午十二点十二分",
    ]
    assert spoken_phone("12393") == "幺二三九三"
    assert spoken_strength("30mg*7片") == "三十毫克，七片"
