"""Tests integrations.photographs.written: numbers, days, sums and names on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.luhn import check_digit
from integrations.photographs.written import (
    amount_in,
    capital_amount_in,
    card_number_in,
    days_in,
    hospital_in,
    id_number_in,
    name_in,
)
from tests.people import ID_NUMBER
from tests.photographs.hospital_papers import capital


@given(st.integers(min_value=100, max_value=10_000_000_00))
def test_every_sum_in_capital_numerals_is_read(cents: int) -> None:
    amount = Decimal(cents) / 100

    assert capital_amount_in(capital(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("叁佰伍拾元整", "350"),
        ("壹仟零伍元零叁分", "1005.03"),
        ("拾贰圆伍角正", "12.50"),
        ("人民币壹拾贰万叁仟肆佰伍拾陆元柒角捌分", "123456.78"),
        ("贰 万 零 叁 拾 元 整", "20030"),
    ],
)
def test_sums_are_read_as_cashiers_write_them(text: str, amount: str) -> None:
    assert capital_amount_in(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "元整", "伍拾贰佰元整", "叁肆元整", "三百元", "佰元整"])
def test_what_no_cashier_writes_is_no_sum(text: str) -> None:
    assert not capital_amount_in(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("16931.99", "16931.99"), ("¥1,234.50", "1234.50"), ("￥ 8.00 元", "8.00")],
)
def test_sums_in_figures_are_read(text: str, amount: str) -> None:
    assert amount_in(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1234", "1.234", "12.00 34.00", "1234.5", ""])
def test_what_may_be_another_sum_is_none(text: str) -> None:
    assert amount_in(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2004 年 3 月 7 日", [date(2004, 3, 7)]),
        ("2025.07.07-2045.07.07", [date(2025, 7, 7), date(2045, 7, 7)]),
        ("2024-06-03", [date(2024, 6, 3)]),
        ("20240527", [date(2024, 5, 27)]),
        ("2024-02-30", []),
        ("1234567890", []),
        ("1856年3月1日", []),
    ],
)
def test_days_are_read_and_impossible_ones_are_not(text: str, days: list[date]) -> None:
    assert days_in(text) == days


def test_an_id_number_needs_its_check_character() -> None:
    assert id_number_in(f" {ID_NUMBER[:6]} {ID_NUMBER[6:]}") == ID_NUMBER
    assert id_number_in(ID_NUMBER[:-2] + ID_NUMBER[-1]) is None
    assert id_number_in("0" + ID_NUMBER[1:]) is None


@given(st.integers(0, 15), st.integers(1, 9))
def test_no_wrong_digit_of_a_card_number_goes_unnoticed(place: int, change: int) -> None:
    payload = "622200000000000"
    number = payload + check_digit(payload)
    digit = (int(number[place]) + change) % 10

    assert card_number_in(f"{number[:4]} {number[4:]}") == number
    assert card_number_in(number[:place] + str(digit) + number[place + 1 :]) is None


@pytest.mark.parametrize("text", ["王秀英", "李 春", "阿依古丽·买买提"])
def test_names_are_names(text: str) -> None:
    assert name_in(text) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["", "王", "王秀英女", "王秀英 性刮女1", "Wang", "王1英"])
def test_what_may_hold_more_than_a_name_is_none(text: str) -> None:
    assert name_in(text) in {None, "王秀英女"}  # four characters can be a name


def test_hospitals_end_like_hospitals() -> None:
    assert hospital_in("清河市 人民医院") == "清河市人民医院"
    assert hospital_in("清河市人民医院收费处") is None
