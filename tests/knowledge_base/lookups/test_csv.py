"""Tests how CSV files are read: strictly, every wrong cell at once, in Chinese."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lookups import Consumable, Drug, Place, TableKind
from knowledge_base.lookups.csv_rows import headers, read_rows

DRUG = (
    "通用名,剂型,规格,生产企业,类别,先行自付比例,地区,目录版本,启用日期,演示数据,来源文件,发布单位"
)
GOOD = "阿司匹林,片剂,0.1g*30片,甲厂,乙,12.5%,青岛市,2026版,2026-01-01,否,药品目录,青岛市医保局"


def drugs(*rows: str, header: str = DRUG, encoding: str = "utf-8") -> bytes:
    return "\n".join((header, *rows)).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_every_usual_encoding(encoding: str) -> None:
    parsed = read_rows(TableKind.DRUGS, drugs(GOOD, encoding=encoding))

    (row,) = parsed.rows
    assert isinstance(row, Drug)
    assert (row.generic, row.first_pay, row.origin.region) == (
        "阿司匹林",
        Decimal("12.5"),
        "青岛市",
    )


def test_every_wrong_cell_is_told_with_its_row_and_nothing_is_taken() -> None:
    bad = "布洛芬,,0.3g,乙厂,丙,-1,青岛市,2026版,明天,也许,药品目录,局"

    parsed = read_rows(TableKind.DRUGS, drugs(GOOD, bad))

    assert parsed.rows == ()
    assert [problem.row for problem in parsed.problems] == [3] * 5
    told = "；".join(map(str, parsed.problems))
    for header in ("剂型", "类别", "先行自付比例", "启用日期", "演示数据"):
        assert f"“{header}”" in told


def test_missing_unknown_and_double_headers_are_told() -> None:
    header = DRUG.replace("通用名", "药名") + ",规格"

    parsed = read_rows(TableKind.DRUGS, drugs(GOOD + ",x", header=header))

    assert {str(problem) for problem in parsed.problems} == {
        "第 1 行：缺少列“通用名”",
        "第 1 行：不认识的列“药名”",
        "第 1 行：列“规格”出现了两次",
    }


def test_a_drug_of_class_a_has_no_first_share() -> None:
    parsed = read_rows(TableKind.DRUGS, drugs(GOOD.replace(",乙,", ",甲,")))

    assert "甲类" in str(parsed.problems[0])


def test_the_same_product_twice_is_told_with_both_rows() -> None:
    parsed = read_rows(TableKind.DRUGS, drugs(GOOD, GOOD))

    assert [str(problem) for problem in parsed.problems] == [
        "第 3 行：和第 2 行说的是同一件东西，只能留一行"
    ]


def test_one_edition_begins_on_one_day() -> None:
    later = GOOD.replace("阿司匹林", "布洛芬").replace("2026-01-01", "2026-02-01")

    parsed = read_rows(TableKind.DRUGS, drugs(GOOD, later))

    assert "启用日期" in str(parsed.problems[0])


def test_hidden_characters_are_refused() -> None:
    parsed = read_rows(TableKind.DRUGS, drugs(GOOD.replace("阿司匹林", "阿司\u200b匹林")))

    assert "看不见" in str(parsed.problems[0])


def test_a_row_with_too_few_cells_is_told() -> None:
    parsed = read_rows(TableKind.DRUGS, drugs("阿司匹林,片剂"))

    assert "对不上" in str(parsed.problems[0])


def test_money_is_exact() -> None:
    header = (
        "名称,规格型号,生产企业,单位,支付限价,地区,目录版本,启用日期,演示数据,来源文件,发布单位"
    )
    row = "留置针,24G,甲厂,支,12.34,青岛市,1,2026-01-01,否,目录,局"

    (good,) = read_rows(TableKind.CONSUMABLES, drugs(row, header=header)).rows
    bad = read_rows(TableKind.CONSUMABLES, drugs(row.replace("12.34", "12.345"), header=header))

    assert isinstance(good, Consumable)
    assert good.limit == Decimal("12.34")
    assert "两位小数" in str(bad.problems[0])


def test_a_place_without_coordinates_or_hours_is_taken_half_of_them_is_not() -> None:
    header = (
        "名称,类型,县区,核对日期,纬度,经度,坐标系,地区,目录版本,启用日期,演示数据,来源文件,发布单位"
    )
    row = "大厅,经办机构,市南区,2026-01-01,{},{},{},青岛市,1,2026-01-01,否,地图,局"

    (without,) = read_rows(TableKind.PLACES, drugs(row.format("", "", ""), header=header)).rows
    half = read_rows(TableKind.PLACES, drugs(row.format("36.1", "", "GCJ-02"), header=header))
    no_datum = read_rows(TableKind.PLACES, drugs(row.format("36.1", "120.3", ""), header=header))

    assert isinstance(without, Place)
    assert (without.latitude, without.hours) == (None, None)
    assert "经度" in str(half.problems[0])
    assert "坐标系" in str(no_datum.problems[0])


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reader(data: bytes) -> None:
    for kind in TableKind:
        parsed = read_rows(kind, data)
        assert parsed.problems or parsed.rows


def test_all_headers_are_told() -> None:
    assert headers(TableKind.DRUGS)[:2] == ("通用名", "剂型")
    assert "日期说明" in headers(TableKind.MATRIX)
