"""Tests core.item_rules: what a service item must keep, alone and among others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.item_rules import complaints, complaints_between
from core.service_items import (
    Ages,
    Ending,
    Facilities,
    Field,
    FieldKind,
    Material,
    Option,
    Part,
    Sector,
    ServiceItem,
    TimeLimit,
    Way,
)

NEVER = Ending("不用办。", "示例")
STAY = Field(
    "stay",
    "住多久",
    FieldKind.CHOICE,
    "住多久？",
    "短住不用办。",
    options=(Option("长"), Option("短")),
    ends={"短": NEVER},
)
NAME = Field("name", "姓名", FieldKind.NAME, "叫什么名字？", "核对姓名。")
ID_NUMBER = Field(
    "id_number", "身份证号", FieldKind.ID_NUMBER, "身份证号是多少？", "核对身份。", sensitive=True
)
DAY = Field("day", "日期", FieldKind.DATE, "哪一天？", "要登记。")
ID_CARD = Material("身份证", "总是需要")
PROXY = Material("代办人身份证", "代办时需要", by_delegate=True)
PROOF = Material("居住证明", "长住时需要", when={"stay": ("长",)})
ITEM = ServiceItem(
    code="T-1",
    name="备案",
    topic="异地就医",
    summary="先备案。",
    who="参保人。",
    materials=(ID_CARD, PROXY, PROOF),
    ways=(Way("online", "网上"), Way("counter", "窗口")),
    steps=("受理",),
    flow=("说",),
    time_limit=TimeLimit(1, "1个工作日", "示例"),
    standard="一次性告知。",
    sectors=(Sector.RESIDENT,),
    rated_on=("效率",),
    fields=(STAY, NAME, ID_NUMBER, DAY),
    basis=("示例",),
)
HERE = replace(ITEM, region="某市")
CODES = {"T-1", "T-2"}


def test_an_item_that_keeps_every_rule_has_no_complaint() -> None:
    assert complaints(ITEM, ITEM, CODES) == ()
    assert complaints(HERE, ITEM, CODES) == ()


@pytest.mark.parametrize(
    ("item", "complaint"),
    [
        (replace(ITEM, ways=(Way("online", "网上"), Way("phone", "热线"))), "no offline way"),
        (replace(ITEM, materials=()), "no material list"),
        (replace(ITEM, materials=(Material("证", ""),)), "when a material is needed"),
        (replace(ITEM, time_limit=TimeLimit(1, "1天", " ")), "no source for its time limit"),
        (replace(ITEM, time_limit=TimeLimit(-1, "1天", "示例")), "negative time limit"),
        (replace(ITEM, rated_on=()), "no rating"),
        (replace(ITEM, sectors=()), "no sector"),
        (replace(ITEM, basis=()), "no basis"),
        (replace(ITEM, standard=" "), "six unified fields empty"),
        (replace(ITEM, flow=()), "six unified fields empty"),
        (replace(ITEM, steps=("",)), "six unified fields empty"),
        (replace(ITEM, fee=""), "what it costs"),
        (replace(ITEM, facilities=Facilities(source="")), "who made its facilities"),
        (replace(ITEM, parts=(Part("T-9"),)), "a part that is no item"),
        (replace(ITEM, parts=(Part("T-1"),)), "a part of itself"),
        (replace(ITEM, parts=(Part("T-2", {"x": ("y",)}),)), "part that depends on an unknown"),
        (
            replace(ITEM, materials=(Material("证", "有时", when={"x": ("y",)}),)),
            "material that depends on an unknown field",
        ),
        (replace(ITEM, same=("passport",)), "duplicates by an unknown field"),
    ],
)
def test_what_an_item_lacks_is_named(item: ServiceItem, complaint: str) -> None:
    found = complaints(item, None, CODES)

    assert any(complaint in line for line in found), found


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ((NAME, STAY), "who may apply after the form has begun"),
        ((NAME, NAME), "two fields with one key"),
        ((replace(NAME, why=""),), "does not say why"),
        ((replace(STAY, options=()),), "choice without options"),
        ((replace(NAME, options=(Option("甲"),)),), "options without a choice"),
        ((replace(NAME, when={"day": ("x",)}), DAY), "not asked before"),
        ((replace(STAY, ends={"中": NEVER}),), "an answer that cannot be given"),
        ((replace(STAY, ends={"长": NEVER, "短": NEVER}),), "ends every answer"),
        ((replace(STAY, ends={"短": Ending("", "示例")}),), "without a reason or its source"),
        ((replace(STAY, ends={"短": Ending("不用", "示例", "T-9")}),), "item that there is not"),
        ((replace(ID_NUMBER, ages=Ages("太小", "")),), "limits an age"),
        ((replace(DAY, not_before="start"),), "a bound on a day"),
        ((replace(ID_NUMBER, sensitive=False),), "must be masked"),
    ],
)
def test_what_is_wrong_with_a_field_is_named(fields: tuple[Field, ...], complaint: str) -> None:
    item = replace(ITEM, fields=fields, materials=(ID_CARD,), same=())

    found = complaints(item, None, CODES)

    assert any(complaint in line for line in found), found


@pytest.mark.parametrize(
    ("here", "complaint"),
    [
        (replace(HERE, materials=(*ITEM.materials, Material("承诺书", "总是"))), "承诺书"),
        (replace(HERE, materials=(ID_CARD, PROXY, replace(PROOF, when={}))), "居住证明"),
        (replace(HERE, materials=(ID_CARD, replace(PROXY, by_delegate=False))), "代办人身份证"),
        (replace(HERE, fields=(*ITEM.fields, replace(NAME, key="x", label="籍贯"))), "籍贯"),
        (replace(HERE, time_limit=TimeLimit(2, "2个工作日", "示例")), "takes longer"),
    ],
)
def test_a_region_that_asks_for_more_must_say_so(here: ServiceItem, complaint: str) -> None:
    found = complaints(here, ITEM, CODES)

    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    "here",
    [
        replace(HERE, materials=(Material("承诺书", "总是", beyond_national="某市规定要承诺。"),)),
        replace(HERE, fields=(replace(STAY, key="own"), *ITEM.fields)),
        replace(HERE, fields=(*ITEM.fields, replace(NAME, key="x", why="某市规定要登记。"))),
        replace(HERE, time_limit=TimeLimit(2, "比全国更长：2个工作日", "示例")),
        replace(HERE, materials=(ID_CARD,), time_limit=TimeLimit(0, "当场", "示例")),
    ],
)
def test_a_region_may_ask_for_less_or_say_why_it_asks_for_more(here: ServiceItem) -> None:
    assert complaints(here, ITEM, CODES) == ()


def test_a_name_that_two_items_claim_is_found() -> None:
    other = replace(ITEM, code="T-2", name="登记", aliases=("备案",))

    assert complaints_between([ITEM, other]) == ("T-2: 备案 is what T-1 is called",)


def test_a_composite_asks_for_whatever_its_parts_need() -> None:
    part = replace(ITEM, code="T-2", name="登记", fields=(STAY, NAME, replace(DAY, when={"a": ()})))
    whole = replace(ITEM, parts=(Part("T-2"),))

    assert complaints_between([whole, part]) == ()
    assert complaints_between([replace(whole, fields=(ID_NUMBER,)), part]) == (
        "T-1: does not ask for name, which T-2 needs",
    )


def test_a_composite_asks_for_it_whenever_the_part_is_wanted() -> None:
    part = replace(ITEM, code="T-2", name="登记", fields=(NAME,))
    sometimes = replace(NAME, when={"stay": ("长",)})
    whole = replace(ITEM, fields=(STAY, sometimes, ID_NUMBER, DAY))

    always, then = Part("T-2"), Part("T-2", {"stay": ("长",)})

    assert complaints_between([replace(whole, parts=(then,)), part]) == ()
    assert complaints_between([replace(whole, parts=(always,)), part]) == (
        "T-1: does not ask for name, which T-2 needs",
    )


def test_every_part_of_a_composite_can_be_applied_for() -> None:
    whole = replace(ITEM, parts=(Part("T-2"),))
    leaflet = replace(ITEM, code="T-2", name="登记", fields=())

    assert complaints_between([whole, leaflet]) == ("T-1: its part T-2 cannot be applied for",)
