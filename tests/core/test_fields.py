"""Tests core.fields."""

from __future__ import annotations

import pytest

from core.fields import problem_with, read_back, shown
from core.service_items import Field, FieldKind
from tests.sample_fields import (
    ADDRESS,
    BIRTH,
    CURRENT,
    DISEASE,
    END,
    ENDS_IN_X,
    ID_NUMBER,
    MOBILE,
    NAME,
    NEW,
    START,
    TODAY,
    WOMAN,
    field,
    id_number_from,
)

ALL = (NAME, ID_NUMBER, MOBILE, CURRENT, DISEASE, START, END, ADDRESS)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (ID_NUMBER, WOMAN),
        (ID_NUMBER, ENDS_IN_X),
        (ID_NUMBER, id_number_from("81000019900307002")),
        (ID_NUMBER, id_number_from("11010120261220001")),  # born today
        (MOBILE, "13800138000"),
        (MOBILE, "19912345678"),
        (NAME, "王五"),
        (NAME, "欧阳建国"),
        (NAME, "买买提·吐尔逊"),
        (NAME, "王㛃"),
        (NAME, "𬱖𫖯"),  # extension characters, two of them
        (START, "2026-12-20"),
        (START, "2028-12-20"),
        (END, "2026-12-25"),
        (BIRTH, "2026-11-03"),
        (DISEASE, "高血压"),
        (ADDRESS, "城关镇南街3号"),
        (ADDRESS, "字" * 200),
    ],
)
def test_a_good_value_is_accepted(asked: Field, value: str) -> None:
    assert problem_with(asked, value, {}, TODAY) is None


@pytest.mark.parametrize(
    ("asked", "value", "complaint"),
    [
        (ID_NUMBER, WOMAN[:-1], "现在是17位"),
        (ID_NUMBER, "370202560308123", "现在是15位"),
        (ID_NUMBER, WOMAN[:-2] + "AB", "最后一位是数字或X"),
        (ID_NUMBER, ENDS_IN_X[:-1] + "x", "最后一位是数字或X"),
        (ID_NUMBER, "１" * 18, "最后一位是数字或X"),
        (ID_NUMBER, id_number_from("99010119900307002"), "地区号"),
        (ID_NUMBER, id_number_from("11010119900230002"), "出生年月日"),
        (ID_NUMBER, id_number_from("11010120261221002"), "出生年月日"),
        (ID_NUMBER, id_number_from("11010118991231002"), "出生年月日"),
        (ID_NUMBER, WOMAN[:-1] + str((int(WOMAN[-1]) + 1) % 10), "最后一位对不上"),
        (MOBILE, "1380013800", "现在是10位"),
        (MOBILE, "12800138000", "13到19"),
        (MOBILE, "1380013800a", "13到19"),
        (NAME, "王", "2到20个字"),
        (NAME, "王" * 21, "2到20个字"),
        (NAME, "Wang Xiuying", "汉字"),
        (NAME, "王秀英1", "汉字"),
        (NAME, "·王秀英", "汉字"),
        (NAME, "买买提··吐尔逊", "汉字"),
        (START, "2026-12-19", "不能早于2026年12月20日"),
        (START, "2028-12-21", "最晚只能到2028年12月20日"),
        (START, "2027-02-30", "年月日"),
        (START, "20270101", "年月日"),
        (START, "明天", "年月日"),
        (BIRTH, "1899-12-31", "太早"),
        (DISEASE, "高血脂", "高血压、糖尿病"),
        (ADDRESS, "字" * 201, "太长"),
        (ADDRESS, "南街\u200b3号", "看不见"),
        (ADDRESS, "   ", "还没有填"),
        (NAME, "", "还没有填"),
    ],
)
def test_a_bad_value_is_explained(asked: Field, value: str, complaint: str) -> None:
    problem = problem_with(asked, value, {}, TODAY)

    assert problem is not None
    assert complaint in problem


def test_a_day_may_not_lie_before_the_day_that_another_field_gives() -> None:
    values = {"start": "2027-01-10"}

    assert problem_with(END, "2027-01-09", values, TODAY) == (
        "回来日期不能早于2027年1月10日，请换一个日期。"
    )
    assert problem_with(END, "2027-01-10", values, TODAY) is None


@pytest.mark.parametrize("other", ["", "明天", "2027-02-30"])
def test_an_unreadable_other_day_forbids_nothing(other: str) -> None:
    assert problem_with(END, "2026-01-01", {"start": other}, TODAY) is None


def test_the_new_hospital_must_not_be_the_old_one() -> None:
    values = {"current": "市中医医院"}

    assert problem_with(NEW, "市中医医院", values, TODAY) == (
        "新医院不能和前面填的一样，请换一个。"
    )
    assert problem_with(NEW, "市中心医院", values, TODAY) is None


@pytest.mark.parametrize("asked", ALL)
@pytest.mark.parametrize(
    "value", ["", "x", "9" * 30, "-" * 10, "１２３４－１２－１２", "٣" * 11, "\x00"]
)
def test_whatever_comes_through_a_door_gets_a_whole_sentence_or_nothing(
    asked: Field, value: str
) -> None:
    problem = problem_with(asked, value, {}, TODAY)

    assert problem is None or problem.endswith("。")


@pytest.mark.parametrize(
    ("asked", "value", "expected"),
    [
        (MOBILE, "13800138000", "138****8000"),
        (ID_NUMBER, WOMAN, f"110***********{WOMAN[-4:]}"),
        (NAME, "王秀英", "王秀英"),
        (START, "2026-12-20", "2026-12-20"),
        (field("n", "姓名", FieldKind.NAME, sensitive=True), "王秀英", "王**"),
        (field("d", "日期", FieldKind.DATE, sensitive=True), "2026-12-20", "****-**-**"),
        (field("t", "病情", FieldKind.TEXT, sensitive=True), "高血压三年", "高**"),
    ],
)
def test_only_sensitive_values_are_masked_on_the_screen(
    asked: Field, value: str, expected: str
) -> None:
    assert shown(asked, value) == expected


@pytest.mark.parametrize(
    ("asked", "value", "expected"),
    [
        (MOBILE, "13800138000", "138 0013 8000"),
        (ID_NUMBER, "110101199003070029", "110101 1990 0307 0029"),
        (START, "2026-12-03", "2026年12月3日"),
        (ADDRESS, "6222021234", "6222 0212 34"),
        (ADDRESS, "南街3号", "南街3号"),
        (NAME, "王秀英", "王秀英"),
        (MOBILE, "8000", "8000"),
    ],
)
def test_values_are_read_back_for_the_ear(asked: Field, value: str, expected: str) -> None:
    assert read_back(asked, value) == expected
