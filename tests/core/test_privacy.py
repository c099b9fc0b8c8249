"""Tests core.privacy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.id_number import check_character
from core.privacy import mask_id_number, mask_mobile, mask_name, mask_text
from tests.sample_fields import ENDS_IN_X, WOMAN

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
CHINESE = str.maketrans("0123456789", "零幺二三四五六七八九")
FIRST_17 = st.from_regex(r"[1-9][0-9]{16}", fullmatch=True)
GAPS = st.lists(st.sampled_from(["", "", " ", "-", "  ", "—", "　"]), min_size=17, max_size=17)
SCRIPTS = st.sampled_from([{}, FULL_WIDTH, CHINESE])
AROUND = st.text(alphabet=st.sampled_from("我的是，。abc 12X号"), max_size=12)


def digits_in(text: str) -> str:
    return re.sub(r"[^0-9X]", "", text.translate({v: chr(k) for k, v in FULL_WIDTH.items()}))


@given(FIRST_17, GAPS, SCRIPTS, AROUND, AROUND)
def test_no_valid_id_number_survives(
    first_17: str, gaps: list[str], script: dict[int, int], before: str, after: str
) -> None:
    number = first_17 + check_character(first_17)
    written = "".join(a + b for a, b in zip(number, [*gaps, ""], strict=True)).translate(script)

    masked = mask_text(before + written + after)

    assert written not in masked
    assert number not in digits_in(masked)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), SCRIPTS)
def test_no_mobile_number_survives(mobile: str, script: dict[int, int]) -> None:
    masked = mask_text(f"电话{mobile.translate(script)}，谢谢")

    assert masked == f"电话{mask_mobile(mobile)}，谢谢"


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的电话13800138000", "我的电话138****8000"),
        ("138 0013 8000", "138****8000"),
        ("138-0013-8000谢谢", "138****8000谢谢"),
        ("+86 13800138000", "138****8000"),
        ("１３８００１３８０００", "138****8000"),
        ("一三八零零一三八零零零", "138****8000"),
        (f"身份证{WOMAN}", f"身份证110***********{WOMAN[-4:]}"),
        (f"身份证{ENDS_IN_X.lower()}，没错", f"身份证370***********{ENDS_IN_X[-4:]}，没错"),
        ("110101 1990 0307 0029", "110***********0029"),
        ("卡号6222 0212 3456 7890 123", "卡号622************0123"),
        ("旧身份证370202560308123", "旧身份证370********8123"),
    ],
)
def test_numbers_of_citizens_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "今天是2026-12-20，报销比例70%",
        "住院花了23500元",
        "请拨打12393或0532-85912345",
        "受理号YB20261220",
        "一二三四五，上山打老虎",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_text(text) == text


def test_a_name_keeps_its_first_character() -> None:
    assert mask_name("王秀英") == "王**"
    assert mask_name("王五") == "王*"
    assert mask_name("买买提·吐尔逊") == "买**"
    assert mask_name("") == ""


def test_a_number_too_short_to_keep_its_ends_is_masked_whole() -> None:
    assert mask_mobile("8000") == "****"
    assert mask_id_number("1234567890") == "**********"
    assert mask_id_number(WOMAN) == f"110***********{WOMAN[-4:]}"
