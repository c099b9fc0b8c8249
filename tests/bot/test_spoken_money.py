"""Tests that amounts of money are understood as they are said, and refused in plain words."""

from __future__ import annotations

import pytest

from bot.spoken_money import amounts
from bot.values import read, read_all
from core.service_items import FieldKind
from tests.sample_fields import ID_NUMBER, MOBILE, NAME, START, TODAY, field

AMOUNT = field("amount", "总金额", FieldKind.MONEY)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250.6元", "1250.60"),
        ("1250.6", "1250.60"),
        ("1,250.60", "1250.60"),
        ("￥1250.60", "1250.60"),
        ("１２５０元", "1250.00"),
        ("一千二百五十块六", "1250.60"),
        ("一千二百五十块六毛五", "1250.65"),
        ("一千二百五十块六五", "1250.65"),
        ("一千二百五十点六", "1250.60"),
        ("一千二百五", "1250.00"),
        ("一千零五十", "1050.00"),
        ("一千零五", "1005.00"),
        ("一二五零点六", "1250.60"),
        ("两万三", "23000.00"),
        ("一万二", "12000.00"),
        ("一万二千块钱", "12000.00"),
        ("一万零三百块", "10300.00"),
        ("1万2", "12000.00"),
        ("2.3万", "23000.00"),
        ("三千二", "3200.00"),
        ("十五块", "15.00"),
        ("一百一十五", "115.00"),
        ("俩百块", "200.00"),
        ("十二万三千四百五十六块七毛八", "123456.78"),
        ("壹仟贰佰伍拾圆陆角整", "1250.60"),
        ("五十块零五分", "50.05"),
        ("五十块五分", "50.05"),
        ("八毛钱", "0.80"),
        ("花了50块，3月份看的", "50.00"),
        ("50块3月份看的", "50.00"),
        ("11月3号花了1250", "1250.00"),
        ("药费300块，检查费500块，一共800块", "800.00"),
        ("好几张票加起来一千二百五十块", "1250.00"),
        ("1250块，不对，是1350块", "1350.00"),
        ("不是1250元，是1350元", "1350.00"),
        ("俺花了一千二百五十块六毛", "1250.60"),
    ],
)
def test_an_amount_is_read(text: str, value: str) -> None:
    assert read(AMOUNT, text, TODAY).value == value


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("负五百块", "不能是负数"),
        ("-500元", "不能是负数"),
        ("0元", "要比0元多"),
        ("零块钱", "要比0元多"),
        ("九千万", "最多能填500万元"),
        ("99999999元", "最多能填500万元"),
        ("1250.678元", "最多到分"),
        ("一千多块", "准确的数"),
        ("大概一万", "准确的数"),
        ("三四千块", "准确的数"),
        ("几百块吧", "准确的数"),
    ],
)
def test_an_amount_that_cannot_be_taken_is_explained(text: str, complaint: str) -> None:
    reading = read(AMOUNT, text, TODAY)

    assert reading.value is None
    assert reading.nearly is not None
    assert complaint in reading.nearly


def test_two_amounts_are_offered_for_choice() -> None:
    reading = read(AMOUNT, "药费300块，检查费500块", TODAY)

    assert reading.value is None
    assert reading.suggestions == ("300.00", "500.00")


@pytest.mark.parametrize("text", ["我不知道", "票找不到了", "13800138000", "市人民医院"])
def test_what_names_no_amount_is_none(text: str) -> None:
    assert read(AMOUNT, text, TODAY).value is None


def test_an_amount_volunteered_with_its_unit_is_taken() -> None:
    fields = (NAME, ID_NUMBER, START, AMOUNT, MOBILE)

    values = read_all(fields, "12月25号去，花了一千二百五十块六，电话13800138000", TODAY)

    assert values == {"start": "2026-12-25", "amount": "1250.60", "mobile": "13800138000"}


def test_a_bare_number_is_no_volunteered_amount() -> None:
    assert read_all((NAME, AMOUNT), "我住在3号楼1250室", TODAY) == {}


@pytest.mark.parametrize("text", ["新生儿参保还是一起办吧", "一块办", "一块儿报了", "第一次来"])
def test_a_word_with_one_in_it_is_no_amount(text: str) -> None:
    assert amounts(text) == ()
