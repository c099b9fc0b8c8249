"""Tests the rules of amounts, bank cards, credit codes, ages and last days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core import bank_card, credit_code, luhn
from core.fields import full_years, problem_with, read_back, shown
from core.service_items import Ages, Field, FieldKind
from tests.sample_fields import BIRTH, ID_NUMBER, TODAY, field, id_number_from

AMOUNT = field("amount", "总金额", FieldKind.MONEY)
CARD = field("bank_card", "银行卡号", FieldKind.BANK_CARD, sensitive=True)
CODE = field("credit_code", "信用代码", FieldKind.CREDIT_CODE)
PENSIONER = replace(ID_NUMBER, ages=Ages("要满60岁才能办。", "示例", at_least=60))
CHILD = replace(ID_NUMBER, ages=Ages("这是给孩子办的。", "示例", at_most=13))
GOOD_CARD = "622202160000123456" + luhn.check_digit("622202160000123456")
GOOD_CODE = "91370600MA3C0000X" + credit_code.check_character("91370600MA3C0000X")


def test_the_known_examples_of_the_standards_are_right() -> None:
    assert luhn.check_digit("7992739871") == "3"  # the example of every text on Luhn
    assert bank_card.valid("4111111111111111")  # published for testing payments
    assert credit_code.check_character("91350100M000100Y4") == "3"  # example of GB 32100-2015


@pytest.mark.parametrize("place", range(len(GOOD_CARD)))
def test_one_wrong_digit_of_a_card_is_found(place: int) -> None:
    wrong = GOOD_CARD[:place] + str((int(GOOD_CARD[place]) + 1) % 10) + GOOD_CARD[place + 1 :]

    assert problem_with(CARD, GOOD_CARD, {}, TODAY) is None
    assert problem_with(CARD, wrong, {}, TODAY) is not None


@pytest.mark.parametrize("place", range(len(GOOD_CODE)))
def test_one_wrong_character_of_a_code_is_found(place: int) -> None:
    wrong = GOOD_CODE[:place] + ("8" if GOOD_CODE[place] != "8" else "9") + GOOD_CODE[place + 1 :]

    assert problem_with(CODE, GOOD_CODE, {}, TODAY) is None
    assert problem_with(CODE, wrong, {}, TODAY) is not None


@pytest.mark.parametrize(
    ("asked", "value", "complaint"),
    [
        (AMOUNT, "1250.6", "多少元"),
        (AMOUNT, "一千", "多少元"),
        (AMOUNT, "01.00", "多少元"),
        (AMOUNT, "1e5", "多少元"),
        (AMOUNT, "0.00", "要比0元多"),
        (AMOUNT, "-5.00", "不能是负数"),
        (AMOUNT, "5000000.01", "最多能填500万元"),
        (CARD, "6" * 15, "现在是15位"),
        (CARD, "6" * 20, "现在是20位"),
        (CARD, "0" * 16, "开头是"),  # right by its check digit, but nobody's
        (CARD, "６" * 16, "开头是"),
        (CODE, GOOD_CODE[:17], "现在是17位"),
        (CODE, GOOD_CODE.lower(), "大写字母"),
        (BIRTH, "1899-12-31", "太早"),
    ],
)
def test_a_bad_value_is_explained(asked: Field, value: str, complaint: str) -> None:
    problem = problem_with(asked, value, {}, TODAY)

    assert problem is not None
    assert complaint in problem


@pytest.mark.parametrize("value", ["0.01", "1250.60", "5000000.00"])
def test_a_good_amount_is_accepted(value: str) -> None:
    assert problem_with(AMOUNT, value, {}, TODAY) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1250.00", "1250元"),
        ("1250.60", "1250元6角"),
        ("12.05", "12元零5分"),
        ("12.65", "12元6角5分"),
        ("0.80", "8角"),
        ("0.05", "5分"),
    ],
)
def test_an_amount_is_read_back_in_yuan_jiao_and_fen(value: str, said: str) -> None:
    assert read_back(AMOUNT, value) == said
    assert shown(AMOUNT, value) == f"{value}元"


def test_a_card_is_read_back_in_fours_and_shown_by_its_end() -> None:
    assert read_back(CARD, "6222021600001234560") == "6222 0216 0000 1234 560"
    assert shown(CARD, "6222021600001234560") == "***************4560"
    assert "1" not in shown(CARD, "61")


def test_a_day_may_not_lie_after_its_last_day() -> None:
    born = replace(BIRTH, not_after="today")
    left = replace(BIRTH, not_after="other")

    assert problem_with(born, "2026-12-20", {}, TODAY) is None
    assert problem_with(born, "2026-12-21", {}, TODAY) == (
        "孩子出生日期不能晚于2026年12月20日，请核对一下。"
    )
    assert problem_with(left, "2026-12-02", {"other": "2026-12-01"}, TODAY) is not None
    assert problem_with(left, "2026-12-02", {}, TODAY) is None  # not known yet


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1966, 12, 20), TODAY, 60),
        (date(1966, 12, 21), TODAY, 59),
        (date(2024, 2, 29), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2026, 3, 1), 2),
        (TODAY, TODAY, 0),
    ],
)
def test_an_age_is_counted_in_full_years(born: date, day: date, age: int) -> None:
    assert full_years(born, day) == age


@pytest.mark.parametrize(
    ("asked", "born", "may"),
    [
        (PENSIONER, "19661220", True),
        (PENSIONER, "19661221", False),
        (CHILD, "20121221", True),
        (CHILD, "20121220", False),
        (ID_NUMBER, "20121220", True),
    ],
)
def test_who_is_too_young_or_too_old_is_told_why(asked: Field, born: str, may: bool) -> None:
    number = id_number_from(f"110101{born}001")

    problem = problem_with(asked, number, {}, TODAY)

    assert problem == (None if may or asked.ages is None else asked.ages.says)
