"""Tests core.typed_values: what people type is brought into the shape that is checked."""

from __future__ import annotations

import pytest

from core.service_items import Field, FieldKind
from core.typed_values import normalised
from tests.sample_fields import HOSPITAL, ID_NUMBER, MOBILE, NAME, START, WOMAN, field

SUM = field("amount", "金额", FieldKind.MONEY)


@pytest.mark.parametrize(
    ("asked", "typed", "value"),
    [
        (MOBILE, " 138 0013 8000 ", "13800138000"),
        (MOBILE, "+86 138-0013-8000", "13800138000"),
        (MOBILE, "１３８００１３８０００", "13800138000"),
        (ID_NUMBER, f"{WOMAN[:6]} {WOMAN[6:14]} {WOMAN[14:]}", WOMAN),
        (ID_NUMBER, "37020219560308001x", "37020219560308001X"),
        (NAME, " 王 秀英 ", "王秀英"),
        (NAME, "阿依古丽•买买提", "阿依古丽·买买提"),
        (NAME, "\ufa0c", "\ufa0c"),  # a rare character stays the one that it is
        (START, "2026/12/3", "2026-12-03"),
        (START, "2026年12月3日", "2026-12-03"),
        (START, "20261203", "2026-12-03"),
        (START, "明天", "明天"),
        (HOSPITAL, "县医院", "县人民医院"),
        (HOSPITAL, "别的医院", "别的医院"),
        (SUM, "1,250.6元", "1250.60"),
        (SUM, "¥12", "12.00"),
        (SUM, "-5", "-5.00"),
        (SUM, "很多", "很多"),
    ],
)
def test_a_typed_value_takes_its_own_shape(asked: Field, typed: str, value: str) -> None:
    assert normalised(asked, typed) == value
