"""Tests bot.paired_values: two like values in one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.paired_values import pairs
from gateway.catalogue_files import read_catalogue

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "core" / "items")
TODAY = date(2026, 12, 21)  # a Monday


def told(code: str, text: str) -> list[str]:
    """Return the values of the pairs in the order of the item's fields."""
    fields = CATALOGUE.item(f"YB-SL-{code}", "烟台市").fields
    read = pairs(fields, text, TODAY)
    return [read[field.key] for field in fields if field.key in read]


@pytest.mark.parametrize(
    ("code", "text", "values"),
    [
        ("0102", "现在签的是城关社区，想换到市人民医院", ["城关社区卫生服务中心", "市人民医院"]),
        ("0202", "从县医院换到市中医院", ["县人民医院", "市中医医院"]),
        ("0507", "从潍坊转到烟台", ["潍坊市", "烟台市"]),
        ("0602", "11月7日住院，11月14日出院", ["2026-11-07", "2026-11-14"]),
        ("0602", "出院是11月14号，11月7号住的院", ["2026-11-07", "2026-11-14"]),
        ("0602", "上个月三号住的院，十二号出的", ["2026-11-03", "2026-11-12"]),
        ("0602", "11月3号到12号", ["2026-11-03", "2026-11-12"]),
        ("0301", "明天走，1月3号回来", ["2026-12-22", "2027-01-03"]),
    ],
)
def test_both_values_are_told_apart(code: str, text: str, values: list[str]) -> None:
    assert told(code, text) == values


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("0102", "城关社区"),
        ("0102", "城关社区，市人民医院"),
        ("0102", "从市人民医院换到市人民医院"),
        ("0602", "11月7日"),
        ("0602", "11月7日，11月14日"),
        ("0602", "11月14日住院，11月7日出院"),
        ("0101", "从县医院换到市中医院"),
    ],
)
def test_what_is_not_told_apart_is_not_taken(code: str, text: str) -> None:
    assert told(code, text) == []
