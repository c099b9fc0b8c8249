"""Tests that numbers said in pieces are joined, and that slips are not taken for pieces."""

from __future__ import annotations

import pytest

from bot.number_pieces import joined, missing
from core.service_items import Field, FieldKind

MOBILE = Field("mobile", "手机号", FieldKind.MOBILE, "请留手机号", "好联系您")
ID_NUMBER = Field("id_number", "身份证号", FieldKind.ID_NUMBER, "请说身份证号", "好核对")


@pytest.mark.parametrize(
    ("field", "pieces", "whole"),
    [
        (MOBILE, ["幺三九", "零零幺三", "九零零零"], "13900139000"),
        (MOBILE, ["138", "然后是0013", "嗯 8000"], "13800138000"),
        (ID_NUMBER, ["110105", "一九四九一二三一", "最后是零零二叉"], "11010519491231002X"),
    ],
)
def test_pieces_become_one_number(field: Field, pieces: list[str], whole: str) -> None:
    digits = ""

    for piece in pieces:
        digits = joined(field, digits, piece) or ""

    assert digits == whole
    assert missing(field, digits) == 0


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (MOBILE, "12345"),  # no mobile number begins so
        (MOBILE, "1380013800"),  # one digit was left out
        (MOBILE, "138开头的那个"),
        (ID_NUMBER, "1101051949123100"),
        (ID_NUMBER, "我不知道"),
    ],
)
def test_what_is_no_first_piece_is_left_to_the_reader(field: Field, text: str) -> None:
    assert joined(field, "", text) is None
