"""Tests that bank cards and credit codes are understood as they are said and typed."""

from __future__ import annotations

import pytest

from bot.number_pieces import joined, may_go_on, missing
from bot.values import read, read_all
from core.credit_code import check_character
from core.luhn import check_digit
from core.service_items import FieldKind
from tests.sample_fields import ID_NUMBER, MOBILE, TODAY, WOMAN, field

CARD_FIELD = field("bank_card", "银行卡号", FieldKind.BANK_CARD, sensitive=True)
CODE_FIELD = field("credit_code", "统一社会信用代码", FieldKind.CREDIT_CODE)
CARD = "622202160000123456" + check_digit("622202160000123456")  # nobody's: 19 digits
SHORT = "622588160000123" + check_digit("622588160000123")  # nobody's: 16 digits
CODE = "91370600MA3C0000X" + check_character("91370600MA3C0000X")  # nobody's
SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
WRONG = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (CARD, CARD),
        (f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", CARD),
        (f"{CARD[:4]}，{CARD[4:8]}，{CARD[8:12]}，{CARD[12:16]}，{CARD[16:]}", CARD),
        (CARD.translate(SPOKEN), CARD),
        (f"卡号是{SHORT}，工商银行的", SHORT),
        (f"不是{SHORT}，是{CARD}", CARD),
        (f"电话13800138000，卡号{CARD}", CARD),
    ],
)
def test_a_card_number_is_read(text: str, value: str) -> None:
    assert read(CARD_FIELD, text, TODAY).value == value


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (WRONG, "有一位说错了"),
        (CARD[:14], "我听到14位"),
        (CARD + "12", "我听到21位"),
        (WOMAN, "这像是身份证号"),
        ("13800138000", "这像是手机号"),
        ("1" + CARD[1:], "开头是"),
    ],
)
def test_a_number_that_is_no_card_is_explained(text: str, complaint: str) -> None:
    reading = read(CARD_FIELD, text, TODAY)

    assert reading.value is None
    assert reading.nearly is not None
    assert complaint in reading.nearly


def test_card_id_number_and_mobile_of_one_sentence_find_their_fields() -> None:
    fields = (ID_NUMBER, CARD_FIELD, MOBILE)

    values = read_all(fields, f"身份证{WOMAN}，卡号{CARD}，电话13800138000", TODAY)

    assert values == {"id_number": WOMAN, "bank_card": CARD, "mobile": "13800138000"}


def test_a_card_said_in_pieces_is_complete_when_it_is_right() -> None:
    digits = ""
    for piece in (CARD[:4], CARD[4:8], f"然后{CARD[8:12]}", CARD[12:16]):
        digits = joined(CARD_FIELD, digits, piece) or ""
    before_the_last = missing(CARD_FIELD, digits)

    digits = joined(CARD_FIELD, digits, CARD[16:]) or ""

    assert before_the_last == 3
    assert digits == CARD
    assert missing(CARD_FIELD, digits) == 0
    assert not may_go_on(CARD_FIELD, digits)


def test_a_card_of_16_digits_is_complete_but_might_go_on() -> None:
    assert missing(CARD_FIELD, SHORT[:12]) == 4
    assert missing(CARD_FIELD, SHORT) == 0
    assert may_go_on(CARD_FIELD, SHORT)


@pytest.mark.parametrize("text", ["138", "123456", CARD[:15], "6222开头的那张"])
def test_what_begins_no_card_is_left_to_the_reader(text: str) -> None:
    assert joined(CARD_FIELD, "", text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (CODE, CODE),
        (CODE.lower(), CODE),
        (f"信用代码 {CODE[:8]} {CODE[8:]} 麻烦了", CODE),
        (CODE.replace("0", "O"), CODE),
        (f"执照上写的是{CODE[:2].translate(SPOKEN)}{CODE[2:]}", CODE),
    ],
)
def test_a_credit_code_is_read(text: str, value: str) -> None:
    assert read(CODE_FIELD, text, TODAY).value == value


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (CODE[:-1] + ("1" if CODE[-1] != "1" else "2"), "可能有一位错了"),
        (CODE[:-1], "现在是17位"),
        ("AB" + "X" * 6 + CODE[8:], "只有数字和大写字母"),
    ],
)
def test_a_wrong_credit_code_is_explained(text: str, complaint: str) -> None:
    reading = read(CODE_FIELD, text, TODAY)

    assert reading.value is None
    assert reading.nearly is not None
    assert complaint in reading.nearly
