"""Turns CSV files into rows of the look-up tables: all rows, or the list of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from core.lookups import (
    Consumable,
    Datum,
    Drug,
    Offer,
    Origin,
    Place,
    PlaceKind,
    Row,
    TableKind,
    Total,
    Via,
)
from core.opening_hours import read_hours
from knowledge_base.lookups.csv_table import (
    Cells,
    Problem,
    day,
    decimal_of,
    degrees,
    read_table,
    whole_number,
    yes_or_no,
)

E = TypeVar("E", bound=StrEnum)

ORIGIN_NEEDED = ("地区", "目录版本", "启用日期", "演示数据", "来源文件", "发布单位")
ORIGIN_OPTIONAL = ("发布日期", "章节", "条目编号", "日期说明")
NEEDED: dict[TableKind, tuple[str, ...]] = {
    TableKind.DRUGS: ("通用名", "剂型", "规格", "生产企业", "类别", "先行自付比例"),
    TableKind.CONSUMABLES: ("名称", "规格型号", "生产企业", "单位", "支付限价"),
    TableKind.PLACES: ("名称", "类型", "县区", "核对日期"),
    TableKind.MATRIX: ("事项", "办理方式"),
    TableKind.TOTALS: ("地点类型", "事项数"),
}
OPTIONAL: dict[TableKind, tuple[str, ...]] = {
    TableKind.DRUGS: ("商品名", "限定支付范围", "国家药品编码"),
    TableKind.CONSUMABLES: ("国家耗材编码",),
    TableKind.PLACES: (
        *("街道村居", "地址", "电话", "开放时间", "节假日说明"),
        *("纬度", "经度", "坐标系", "无障碍"),
    ),
    TableKind.MATRIX: ("地点类型", "地点名称", "对象", "说明", "计入总数"),
    TableKind.TOTALS: (),
}
NO_DAY = date.min
MOST_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """Be what a file holds: rows if nothing is wrong, else the problems and no rows."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_rows(kind: TableKind, data: bytes) -> Parsed:
    """Return the rows of a CSV file; one wrong cell is enough to take none."""
    table = read_table(
        data,
        needed=(*NEEDED[kind], *ORIGIN_NEEDED),
        optional=(*OPTIONAL[kind], *ORIGIN_OPTIONAL),
    )
    if len(table.rows) > MOST_ROWS:
        return Parsed((), (Problem(0, f"超过 {MOST_ROWS} 行，请分地区导入"),))
    rows = [READERS[kind](cells) for cells in table.rows]
    problems = [*table.problems]
    for cells in table.rows:
        problems += cells.problems
    if not problems:
        problems = _contradictions(rows, [cells.number for cells in table.rows])
    return Parsed((), tuple(problems)) if problems else Parsed(tuple(rows), ())


def headers(kind: TableKind) -> tuple[str, ...]:
    """Return all headers that a file of this kind may have, the needed ones first."""
    return (*NEEDED[kind], *ORIGIN_NEEDED, *OPTIONAL[kind], *ORIGIN_OPTIONAL)


def _origin(cells: Cells) -> Origin:
    from_ = cells.read("启用日期", day, NO_DAY)
    return Origin(
        region=cells.text("地区", longest=32),
        version=cells.text("目录版本", longest=64),
        in_force_from=from_,
        demo=cells.read("演示数据", yes_or_no, otherwise=True),
        title=cells.text("来源文件"),
        issuer=cells.text("发布单位"),
        issued=cells.read("发布日期", day, from_, needed=False),
        section=cells.text("章节", needed=False),
        document_id=cells.text("条目编号", needed=False, longest=200),
        date_note=cells.text("日期说明", needed=False) or None,
    )


def _drug(cells: Cells) -> Drug:
    category = cells.text("类别").removesuffix("类")
    first_pay = cells.read("先行自付比例", decimal_of("0", "100", "%"), Decimal(0))
    if category not in {"甲", "乙"}:
        cells.wrong("类别", "应当是“甲”或“乙”")
    if category == "甲" and first_pay != 0:
        cells.wrong("先行自付比例", "对甲类药品应当是 0")
    return Drug(
        generic=cells.text("通用名", longest=100),
        trade=cells.text("商品名", needed=False, longest=100),
        form=cells.text("剂型", longest=50),
        strength=cells.text("规格", longest=100),
        maker=cells.text("生产企业", longest=100),
        category=category,
        first_pay=first_pay,
        limit_note=cells.text("限定支付范围", needed=False),
        code=cells.text("国家药品编码", needed=False, longest=64),
        origin=_origin(cells),
    )


def _consumable(cells: Cells) -> Consumable:
    return Consumable(
        name=cells.text("名称", longest=100),
        model=cells.text("规格型号", longest=100),
        maker=cells.text("生产企业", longest=100),
        unit=cells.text("单位", longest=16),
        limit=cells.read("支付限价", decimal_of("0.01", "9999999", "元"), Decimal(1)),
        code=cells.text("国家耗材编码", needed=False, longest=64),
        origin=_origin(cells),
    )


def _place(cells: Cells) -> Place:
    latitude = cells.read("纬度", degrees(3.0, 54.0), None, needed=False)
    longitude = cells.read("经度", degrees(73.0, 136.0), None, needed=False)
    if (latitude is None) != (longitude is None):
        cells.wrong("经度", "和“纬度”要么都填，要么都不填")
    located = latitude is not None
    return Place(
        name=cells.text("名称", longest=100),
        kind=cells.read("类型", _member(PlaceKind), PlaceKind.AGENCY),
        county=cells.text("县区", longest=64),
        street=cells.text("街道村居", needed=False, longest=64),
        address=cells.text("地址", needed=False),
        phone=cells.text("电话", needed=False, longest=64),
        hours=cells.read("开放时间", read_hours, None, needed=False),
        holidays=cells.text("节假日说明", needed=False),
        latitude=latitude,
        longitude=longitude,
        datum=cells.read("坐标系", _member(Datum), Datum.GCJ02, needed=located),
        accessible=cells.read("无障碍", yes_or_no, None, needed=False),
        checked_on=cells.read("核对日期", day, NO_DAY),
        origin=_origin(cells),
    )


def _offer(cells: Cells) -> Offer:
    who = cells.text("对象", needed=False)
    if who not in {"", "个人", "单位"}:
        cells.wrong("对象", "应当是“个人”“单位”，或者不填")
    return Offer(
        item=cells.text("事项", longest=100),
        kind=cells.read("地点类型", _member(PlaceKind), None, needed=False),
        place=cells.text("地点名称", needed=False, longest=100),
        via=cells.read("办理方式", _member(Via), Via.COUNTER),
        who=who,
        note=cells.text("说明", needed=False),
        counted=cells.read("计入总数", yes_or_no, otherwise=True, needed=False),
        origin=_origin(cells),
    )


def _total(cells: Cells) -> Total:
    return Total(
        kind=cells.read("地点类型", _member(PlaceKind), PlaceKind.TOWN),
        count=cells.read("事项数", whole_number, 0),
        origin=_origin(cells),
    )


READERS: dict[TableKind, Callable[[Cells], Row]] = {
    TableKind.DRUGS: _drug,
    TableKind.CONSUMABLES: _consumable,
    TableKind.PLACES: _place,
    TableKind.MATRIX: _offer,
    TableKind.TOTALS: _total,
}


def _member(kind: type[E]) -> Callable[[str], E]:
    def read(text: str) -> E:
        try:
            return kind(text)
        except ValueError:
            known = "、".join(member.value for member in kind)
            raise ValueError(f"“{text}”不认识，应当是：{known}") from None

    return read


def _contradictions(rows: Sequence[Row], numbers: Sequence[int]) -> list[Problem]:
    """Find rows that say the same thing twice, and editions that begin on two days."""
    problems: list[Problem] = []
    first: dict[tuple[object, ...], int] = {}
    begins: dict[tuple[str, str], tuple[date, int]] = {}
    for row, number in zip(rows, numbers, strict=True):
        earlier = first.setdefault(_identity(row), number)
        if earlier != number:
            problems.append(Problem(number, f"和第 {earlier} 行说的是同一件东西，只能留一行"))
        origin = row.origin
        start, at = begins.setdefault(
            (origin.region, origin.version), (origin.in_force_from, number)
        )
        if start != origin.in_force_from:
            problems.append(
                Problem(number, f"“启用日期”和第 {at} 行不同；同一地区同一版本只能有一个")
            )
    return problems


def _identity(row: Row) -> tuple[object, ...]:
    edition = (row.origin.region, row.origin.version)
    match row:
        case Drug():
            return (*edition, row.generic, row.trade, row.form, row.strength, row.maker, row.code)
        case Consumable():
            return (*edition, row.name, row.model, row.maker, row.code)
        case Place():
            return (*edition, row.name, row.kind)
        case Offer():
            return (*edition, row.item, row.kind, row.place, row.via, row.who)
        case Total():
            return (*edition, row.kind)
