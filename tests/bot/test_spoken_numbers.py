"""Tests bot.spoken_numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spoken_numbers import numbers, whole
from tests.sample_fields import ENDS_IN_X, WOMAN

SPOKEN = str.maketrans("0123456789X", "零幺二三四五六七八九叉")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13800138000", ["13800138000"]),
        ("138 0013 8000", ["13800138000"]),
        ("138-0013-8000", ["13800138000"]),
        ("+86 138-0013-8000", ["13800138000"]),
        ("8613800138000", ["13800138000"]),
        ("幺三八零零幺三八零零零", ["13800138000"]),
        ("一三八，零零一三，八零零零", ["13800138000"]),
        ("一三八啊零零一三嗯，八三个零", ["13800138000"]),
        ("一三八零零一三三个八幺", ["13800138881"]),
        ("一三八零零幺三八千", ["13800138000"]),
        ("一三八然后零零一三那个八零零零", ["13800138000"]),
        ("壹叁捌零零壹叁捌零零零", ["13800138000"]),
        ("1，3，8，0，0，1，3，8，0，0，0", ["13800138000"]),
        ("1 5800001122", ["15800001122"]),
        ("幺洞八拐八", ["10878"]),
        ("尾号8000", ["8000"]),
        ("138，不对，139 0013 8000", ["138", "13900138000"]),
        ("我拄拐13800138000", ["13800138000"]),
        ("没有数字", []),
    ],
)
def test_numbers_are_found_however_they_are_said(text: str, found: list[str]) -> None:
    assert [number.digits for number in numbers(text)] == found


@pytest.mark.parametrize("ending", ["X", "x", "叉", "艾克斯", "，尾号X", "最后一位是叉", "插"])
def test_the_x_is_heard_however_it_is_said(ending: str) -> None:
    assert [n.digits for n in numbers(ENDS_IN_X[:-1] + ending)] == [ENDS_IN_X]


@pytest.mark.parametrize("between", ["，身份证", " ", "，", "。我的号是"])
def test_a_mobile_and_an_id_number_are_told_apart(between: str) -> None:
    found = numbers(f"13800138000{between}{WOMAN}")

    assert [n.digits for n in found] == ["13800138000", WOMAN]
    assert found[0].is_mobile
    assert found[1].is_id_number


def test_a_part_of_an_id_number_is_never_a_mobile_number() -> None:
    assert not any(n.is_mobile for n in numbers("110101 1990 0307 123"))


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.lists(st.integers(1, 10), max_size=4))
def test_pauses_anywhere_do_not_matter(mobile: str, pauses: list[int]) -> None:
    said = "".join(
        ("，嗯" if place in pauses else "") + digit for place, digit in enumerate(mobile)
    ).translate(SPOKEN)

    assert [n.digits for n in numbers(said)] == [mobile]


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十三", 23), ("廿三", 23), ("两", 2), ("07", 7), ("三", 3)],
)
def test_counting_words_are_read(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "半", "abc", "百"])
def test_other_words_are_no_count(text: str) -> None:
    assert whole(text) is None
