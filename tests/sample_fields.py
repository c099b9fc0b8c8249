"""Builds the fields and the computed ID numbers that tests talk about."""

from __future__ import annotations

from datetime import date

from core.id_number import check_character
from core.service_items import Field, FieldKind, Option

TODAY = date(2026, 12, 20)  # a Sunday


def id_number_from(first_17: str) -> str:
    """Complete an ID number of nobody: the sequence numbers used here are invented."""
    return first_17 + check_character(first_17)


WOMAN = id_number_from("11010119900307004")
ENDS_IN_X = next(
    number
    for number in (id_number_from(f"37020219560308{order:03}") for order in range(1000))
    if number.endswith("X")
)


def field(
    key: str,
    label: str,
    kind: FieldKind,
    *,
    aliases: tuple[str, ...] = (),
    options: tuple[Option, ...] = (),
    not_before: str | None = None,
    differs_from: str | None = None,
    sensitive: bool = False,
) -> Field:
    """Build a field with a question that no test reads, and a reason."""
    return Field(
        key,
        label,
        kind,
        prompt=f"请说一下{label}。",
        why="用来办事。",
        aliases=aliases,
        options=options,
        not_before=not_before,
        differs_from=differs_from,
        sensitive=sensitive,
    )


HOSPITALS = (
    Option("市人民医院", ("人民医院",)),
    Option("市中医医院", ("中医院", "市中医院")),
    Option("市第二人民医院", ("第二人民医院", "二院", "市二院")),
    Option("市中心医院", ("中心医院",)),
    Option("县人民医院", ("县医院",)),
    Option("城关社区卫生服务中心", ("城关社区", "城关")),
    Option("城东镇卫生院", ("城东卫生院", "城东")),
)
DISEASES = (
    Option("高血压", ("血压高", "高血压病")),
    Option("糖尿病", ("血糖高", "糖尿")),
    Option("冠心病", ("心脏病", "冠心")),
    Option("脑卒中后遗症", ("脑梗", "脑梗塞", "中风", "脑出血")),
    Option("慢性肾功能衰竭（透析）", ("尿毒症", "透析", "肾衰", "血透")),
    Option("恶性肿瘤门诊治疗", ("癌症", "肿瘤", "化疗", "放疗")),
)
CITIES = tuple(
    Option(f"{city}市", (city,))
    for city in ("北京", "上海", "济南", "青岛", "广州", "成都", "西安")
)

NAME = field("name", "姓名", FieldKind.NAME, aliases=("名字", "参保人"))
ID_NUMBER = field(
    "id_number", "身份证号", FieldKind.ID_NUMBER, aliases=("身份证", "证件号"), sensitive=True
)
MOBILE = field(
    "mobile", "手机号", FieldKind.MOBILE, aliases=("手机", "电话", "联系方式"), sensitive=True
)
HOSPITAL = field("hospital", "签约医院", FieldKind.CHOICE, aliases=("医院",), options=HOSPITALS)
CURRENT = field(
    "current", "现在的医院", FieldKind.CHOICE, aliases=("原来的医院",), options=HOSPITALS
)
NEW = field(
    "new",
    "新医院",
    FieldKind.CHOICE,
    aliases=("医院",),
    options=HOSPITALS,
    differs_from="current",
)
DISEASE = field("disease", "病种", FieldKind.CHOICE, aliases=("病",), options=DISEASES)
CITY = field("city", "就医城市", FieldKind.CHOICE, aliases=("城市", "地方"), options=CITIES)
START = field(
    "start", "出发日期", FieldKind.DATE, aliases=("日期", "时间", "哪天去"), not_before="today"
)
END = field("end", "回来日期", FieldKind.DATE, aliases=("哪天回来",), not_before="start")
BIRTH = field("birth", "孩子出生日期", FieldKind.DATE, aliases=("生日",))
ADDRESS = field("address", "住址", FieldKind.TEXT, aliases=("地址",))
